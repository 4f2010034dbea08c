using RobotVision.Capture;
using RobotVision.Detections;
using RobotVision.Geometry;
using RobotVision.Placing;

namespace RobotVision.Tracking;

/// <summary>
/// Tracks the objects of one camera from frame to frame: on the ground when there is a source of poses, in the image otherwise. Several cameras whose
/// place is known see the same ground, and have their tracks in common: what one sees confirms what another saw, and a track loses credit only by frames
/// that would show it. The frames of each camera come in order, those of different cameras mostly; one thread at a time. Allocates only when it is created.
/// </summary>
public sealed class FrameTracker
{
    /// <summary>Cameras that can have their tracks in common; chosen by us.</summary>
    public const int MostCameras = 8;

    /// <summary>After a longer pause between frames all tracks are dropped; chosen by us.</summary>
    static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    /// <summary>
    /// A frame that is older than another camera's newest by more than this does not change tracks: what moved meanwhile is not known. Chosen by us: six
    /// frames.
    /// </summary>
    static readonly TimeSpan LongestLate = TimeSpan.FromSeconds(0.2);

    readonly CameraSetup[] _cameras;
    readonly TimeSpan?[] _lastTimes;
    readonly Tracker _tracker = new();
    readonly MotionModel[] _motions = new MotionModel[ClassNames.Most];
    readonly Sighting[] _sightings = new Sighting[DetectionList.Capacity];
    readonly int[] _detectionOfSighting = new int[DetectionList.Capacity];
    readonly int[] _trackOfSighting = new int[DetectionList.Capacity];
    TimeSpan? _lastTime;
    (int Width, int Height) _lastSize;
    bool _hadOdometry;

    /// <summary>Makes a tracker without tracks.</summary>
    /// <param name="cameras">1..<see cref="MostCameras"/> cameras; several only where all of them have poses.</param>
    /// <exception cref="ArgumentException">They are too many, or one of several has no poses.</exception>
    public FrameTracker(params IReadOnlyList<CameraSetup> cameras)
    {
        if (cameras.Count is 0 or > MostCameras) throw new ArgumentException($"Cameras: expected 1..{MostCameras}, found {cameras.Count}.", nameof(cameras));
        if (cameras.Count > 1 && cameras.Any(camera => camera.Poses is null))
            throw new ArgumentException("Cameras: expected poses of each, found one without: what it sees has no place on the ground.", nameof(cameras));
        (_cameras, _lastTimes) = ([.. cameras], new TimeSpan?[cameras.Count]);
    }

    bool IsOnGround => _cameras[0].Poses is not null;

    /// <summary>
    /// Predicts the tracked balls' places in the robot's frame at a time, in metres with covariance. To be called before <see cref="Track"/> of
    /// the same frame; changes no track.
    /// </summary>
    /// <param name="time">The frame's time on a monotonic clock.</param>
    /// <param name="pose">The camera's pose.</param>
    /// <param name="places">Receives the places; <see cref="Tracker.Capacity"/> long.</param>
    /// <returns>How many there are.</returns>
    public int ExpectBalls(TimeSpan time, in TimedPose pose, Span<GroundPoint> places)
    {
        var step = time - (_lastTime ?? time);
        if (step < (_cameras.Length > 1 ? -LongestLate : TimeSpan.Zero) || step > LongestPause) return 0;
        var (count, seconds) = (0, step.TotalSeconds);
        foreach (var track in _tracker.Tracks)
        {
            if (track.Class != ObjectClass.Ball) continue;
            var (place, velocity) = (track.Place, track.Velocity);
            var moved = new GroundPoint(
                place.X + seconds * velocity.X, place.Y + seconds * velocity.Y,
                place.XX + seconds * seconds * velocity.XX, place.XY + seconds * seconds * velocity.XY, place.YY + seconds * seconds * velocity.YY);
            places[count++] = (pose.Odometry ?? default).ToRobot(moved);
        }

        return count;
    }

    /// <summary>Writes all that decides the tracks of the next frames.</summary>
    public void Save(TrackerSnapshot snapshot)
    {
        snapshot.Cameras = _cameras.Length;
        _tracker.Save(snapshot);
        (snapshot.LastTime, snapshot.LastSize, snapshot.HadOdometry) = (_lastTime, _lastSize, _hadOdometry);
        _lastTimes.CopyTo(snapshot.LastTimes);
    }

    /// <summary>Goes on from a snapshot.</summary>
    public void Restore(TrackerSnapshot snapshot)
    {
        _tracker.Restore(snapshot);
        (_lastTime, _lastSize, _hadOdometry) = (snapshot.LastTime, snapshot.LastSize, snapshot.HadOdometry);
        snapshot.LastTimes[..Math.Min(snapshot.Cameras, _lastTimes.Length)].CopyTo(_lastTimes);
    }

    /// <summary>Updates the tracks with the detections of a frame.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="time">Its time on a monotonic clock; null where it has none: then nothing is tracked.</param>
    /// <param name="pose">The camera's pose; null where it is not known.</param>
    /// <param name="placer">For the frame's size; null without a calibration for it.</param>
    /// <param name="detections">The placed detections; replaced by the same with the numbers of their tracks.</param>
    /// <param name="tracks">Overwritten with the confirmed tracks.</param>
    /// <param name="camera">The frame's camera, by its place among those of the tracker.</param>
    public void Track(
        Frame frame, TimeSpan? time, TimedPose? pose, DetectionPlacer? placer, DetectionList detections, TrackList tracks, int camera = 0)
    {
        tracks.Clear();
        if (time is not { } now) return;
        var setup = _cameras[camera];
        // Without a lens model for frames of this size nothing can be placed on the ground.
        if (placer is null && setup.Camera is not null) pose = null;
        // Of several cameras, one whose pose has no odometry cannot be joined to those that have it.
        if (_cameras.Length > 1 && _hadOdometry && pose is { Odometry: null }) pose = null;
        var late = Begin(frame, now, camera, pose, out var seconds);
        if (late > LongestLate) return;
        if (IsOnGround && pose is null) return; // it is not known what should be in view: no evidence for or against a track
        var (odometry, turn) = (pose?.Odometry ?? default, new CameraTurn(camera, seconds, late.TotalSeconds));
        var count = TakeSightings(frame, detections, odometry);
        foreach (var track in _tracker.Tracks) track.Visibility = Visibility(track, frame, pose, placer, detections, odometry, turn);
        _tracker.Update(_sightings.AsSpan(0, count), _trackOfSighting, turn);
        for (var i = 0; i < count; i++)
            if (_trackOfSighting[i] >= 0)
                detections.Replace(_detectionOfSighting[i], detections.Span[_detectionOfSighting[i]] with { Track = _trackOfSighting[i] });
        foreach (var track in _tracker.Tracks)
            if (track.IsConfirmed) tracks.Add(Describe(track, odometry, turn.Late));
    }

    /// <summary>Predicts the tracks to the time of a frame, or drops them where they cannot be continued.</summary>
    /// <returns>How much older the frame is than the newest of another camera; zero mostly.</returns>
    TimeSpan Begin(Frame frame, TimeSpan now, int camera, TimedPose? pose, out double seconds)
    {
        var (step, own) = (now - (_lastTime ?? now), now - (_lastTimes[camera] ?? now));
        var size = (frame.Width, frame.Height);
        var hasOdometry = pose is { Odometry: not null };
        // Places before and after such a change have different coordinate frames: all tracks are dropped.
        var hasOtherFrame = (pose is not null && hasOdometry != _hadOdometry) || (!IsOnGround && size != _lastSize);
        if (own < TimeSpan.Zero || step > LongestPause || hasOtherFrame)
        {
            _tracker.Clear();
            if (own < TimeSpan.Zero) _lastTime = null; // a jump back
        }

        var late = step < TimeSpan.Zero && own >= TimeSpan.Zero ? -step : TimeSpan.Zero;
        (_lastTimes[camera], _lastSize) = (now, size);
        if (late == TimeSpan.Zero) _lastTime = now;
        if (pose is not null) _hadOdometry = hasOdometry;
        for (var c = 0; c < _motions.Length; c++)
            _motions[c] = IsOnGround ? MotionModel.OnGround((ObjectClass)c, _hadOdometry) : MotionModel.InImage(frame.Width);
        _tracker.Predict(Math.Max(0, step.TotalSeconds), _motions);
        seconds = Math.Clamp(own.TotalSeconds, 0, LongestPause.TotalSeconds);
        return late;
    }

    int TakeSightings(Frame frame, DetectionList detections, RobotPose odometry)
    {
        var count = 0;
        var (width, height) = (frame.Width, frame.Height);
        for (var i = 0; i < detections.Count; i++)
        {
            var detection = detections.Span[i];
            PlaneEstimate place;
            if (IsOnGround)
            {
                if (detection.Ground is not { } ground) continue;
                place = odometry.FromRobot(ground).Estimate;
            }
            else
            {
                var (x, y) = DetectionPlacer.StandingPoint(detection);
                var noise = DetectionPlacer.Noise(detection, width, height);
                place = new(x, y, noise.XX, noise.XY, noise.YY);
            }

            (_sightings[count], _detectionOfSighting[count]) = (new(detection.Class, detection.Confidence, place), i);
            count++;
        }

        return count;
    }

    double Visibility(Track track, Frame frame, TimedPose? pose, DetectionPlacer? placer, DetectionList detections, RobotPose odometry,
        in CameraTurn turn)
    {
        var (place, setup) = (track.PlaceBefore(turn.Late), _cameras[turn.Camera]);
        if (!IsOnGround) return ImageVisibility.Of(place.X, place.Y, double.PositiveInfinity, detections.Span, frame.Width, frame.Height);
        var here = odometry.ToRobot(new(place));
        var known = pose!.Value;
        var height = track.Class == ObjectClass.Ball ? setup.Ground.BallRadius : 0;
        if (!placer!.Projector.TryProject(known, new(here.X, here.Y, height), out var x, out var y)) return 0;
        var inSight = ImageVisibility.Of(x, y, here.Range, detections.Span, frame.Width, frame.Height);
        return track.Class == ObjectClass.Ball && inSight > 0 && placer.TryBallBox(known, here.X, here.Y, out var box)
            ? inSight * ImageVisibility.OfBall(box, frame.Width)
            : inSight;
    }

    TrackedObject Describe(Track track, RobotPose odometry, double late)
    {
        var (place, velocity) = (track.PlaceBefore(late), track.Velocity);
        var described = new TrackedObject(track.Id, track.Class, track.Confidence, Math.Max(0, track.UnseenSeconds - late));
        if (!IsOnGround)
            return described with
            {
                Pixel = new(place.X, place.Y, place.XX, place.XY, place.YY),
                PixelVelocity = new(velocity.X, velocity.Y, velocity.XX, velocity.XY, velocity.YY),
            };
        velocity = velocity.Turned(-odometry.Heading);
        return described with
        {
            Ground = odometry.ToRobot(new(place)),
            GroundVelocity = new(velocity.X, velocity.Y, velocity.XX, velocity.XY, velocity.YY),
        };
    }
}
