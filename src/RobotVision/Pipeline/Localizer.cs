using RobotVision.Cameras;
using RobotVision.Capture;
using RobotVision.CloseUps;
using RobotVision.Detections;
using RobotVision.Field;
using RobotVision.Geometry;
using RobotVision.Placing;
using RobotVision.Poses;
using RobotVision.Tracking;

namespace RobotVision.Pipeline;

/// <summary>
/// Places what was found on the ground, as far as lens and pose are known, and follows it from frame to frame: on the ground when there
/// are poses, in the image otherwise. Frames come in order, one thread at a time. Allocates only when it is made and when frames change size.
/// </summary>
public sealed class Localizer
{
    /// <summary>After a longer pause between frames, chosen by us, nothing is where it was.</summary>
    static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    readonly LocalizerOptions _options;
    readonly PoseUse? _poses;
    readonly CalibrationFit? _fit;
    readonly DriftWatch? _drift;
    readonly Tracker _tracker = new();
    readonly MotionModel[] _motions = new MotionModel[ObjectClasses.Count];
    readonly Sighting[] _sightings = new Sighting[DetectionList.Capacity];
    readonly int[] _detectionOfSighting = new int[DetectionList.Capacity];
    readonly int[] _trackOfSighting = new int[DetectionList.Capacity];
    DetectionPlacer? _placer;
    TimeSpan? _lastTime;
    (int Width, int Height) _lastSize;
    bool _hadOdometry;

    /// <summary>Makes one that knows nothing of the camera and follows objects in the image.</summary>
    public Localizer()
        : this(new LocalizerOptions())
    {
        // The options' defaults are that.
    }

    /// <summary>Makes it for one run.</summary>
    /// <exception cref="ArgumentException">The options cannot be.</exception>
    public Localizer(LocalizerOptions options)
    {
        options.Validate();
        _options = options;
        _poses = options.Poses is { } poses ? new(poses) : null;
        _fit = options.Camera is { } camera ? new(camera) : null;
        _drift = options.Field is { } field ? new(field) : null;
    }

    /// <summary>What has become of the poses that were sent; null where nobody sends any. Any thread may ask.</summary>
    public PoseCounts? PoseCounts => _poses?.Counts;

    /// <summary>Whether the camera still sits as it was calibrated; null where it is not watched. Any thread may ask.</summary>
    public DriftState? Drift => _drift?.State;

    /// <summary>What is wrong with the frame that came last: its shape is not the calibration's; null when nothing is. Any thread may ask.</summary>
    public string? Problem => _fit?.Problem;

    /// <summary>What was given and hardly used so far, or cannot be right, a sentence each; to be told when the run has ended. Any thread may ask.</summary>
    public IEnumerable<string> Warnings => new[] { PoseCounts?.Warning, _poses?.Problem, _fit?.Warning, _drift?.Problem }.OfType<string>();

    /// <summary>The size in pixels of the pictures with which the camera was calibrated; null without calibration.</summary>
    public (int Width, int Height)? CalibratedSize => _options.Camera is { } camera ? (camera.Width, camera.Height) : null;

    bool IsOnGround => _options.Poses is not null;

    /// <summary>Places and follows the detections of a frame.</summary>
    /// <returns>Whether the state has changed: the drift warning has begun or ended, or frames of another shape come or come no more.</returns>
    /// <exception cref="InvalidDataException">The calibration is of another shape of image than a stream's first frame.</exception>
    public bool Localize(Observation observation)
    {
        var frame = observation.Frame;
        observation.PoseStatus = PoseAt(frame, out var pose);
        var placer = PlacerFor(frame);
        var changed = _fit?.Count(frame) ?? false;
        if (placer is not null)
            for (var i = 0; i < observation.Detections.Count; i++) observation.Detections.Replace(i, placer.Place(observation.Detections.Span[i], pose));
        observation.Tracks.Clear();
        if (TimeOf(frame) is not { } now) return changed;
        // Of a frame whose lens is not known nothing is known on the ground.
        if (placer is null && _options.Camera is not null) pose = null;
        Follow(observation, now, pose);
        return (pose is { } known && _drift is not null && _drift.Observe(now, known, observation.Detections.Span)) || changed;
    }

    /// <summary>
    /// Says what is known of a frame before it is looked at closer: its pose, and where the balls that are followed ought to be. To be called before
    /// <see cref="Localize"/> of the same frame; changes no track.
    /// </summary>
    /// <exception cref="InvalidDataException">The calibration is of another shape of image than a stream's first frame.</exception>
    internal void Expect(Frame frame, ViewExpectation view)
    {
        view.Clear();
        if (TimeOf(frame) is not { } time || PlacerFor(frame) is not { } placer) return;
        if (_options.Poses is not { } poses || poses.At(Exposure(frame) ?? long.MinValue, out var at) != PoseStatus.Known) return;
        var pose = CameraPoseOf(at);
        view.Begin(placer, pose);
        var step = time - (_lastTime ?? time);
        if (step < TimeSpan.Zero || step > LongestPause) return;
        var seconds = step.TotalSeconds;
        foreach (var track in _tracker.Tracks)
        {
            if (track.Class != ObjectClass.Ball) continue;
            var (place, velocity) = (track.Place, track.Velocity);
            var moved = new PlanePoint(
                place.X + seconds * velocity.X, place.Y + seconds * velocity.Y,
                place.XX + seconds * seconds * velocity.XX, place.XY + seconds * seconds * velocity.XY, place.YY + seconds * seconds * velocity.YY);
            view.AddBall((pose.Odometry ?? default).ToRobot(moved));
        }
    }

    /// <summary>The pose of a frame's exposure; null where it is not known.</summary>
    PoseStatus PoseAt(Frame frame, out TimedPose? pose)
    {
        pose = null;
        if (_poses is null) return PoseStatus.None;
        var status = _poses.At(Exposure(frame), out var at);
        if (status == PoseStatus.Known) pose = CameraPoseOf(at);
        return status;
    }

    TimedPose CameraPoseOf(in TimedPose pose) => _options.Mount is { } mount ? mount.CameraOf(pose) : pose;

    void Follow(Observation observation, TimeSpan time, TimedPose? pose)
    {
        var step = time - (_lastTime ?? time);
        var size = (observation.Frame.Width, observation.Frame.Height);
        var hasOdometry = pose is { Odometry: not null };
        // Places before and after do not belong to one frame: tracks begin anew.
        if (step < TimeSpan.Zero || step > LongestPause || (pose is not null && hasOdometry != _hadOdometry) || (!IsOnGround && size != _lastSize)) _tracker.Clear();
        (_lastTime, _lastSize) = (time, size);
        if (pose is not null) _hadOdometry = hasOdometry;
        for (var c = 0; c < _motions.Length; c++)
            _motions[c] = IsOnGround ? MotionModel.OnGround((ObjectClass)c, _hadOdometry) : MotionModel.InImage(observation.Frame.Width);
        _tracker.Predict(Math.Max(0, step.TotalSeconds), _motions);
        if (IsOnGround && pose is null) return; // nobody knows what ought to be seen: nothing counts for or against a track
        var odometry = pose?.Odometry ?? default;
        var count = Sight(observation, odometry);
        foreach (var track in _tracker.Tracks) track.Visibility = Visibility(track, observation, pose, odometry);
        _tracker.Update(_sightings.AsSpan(0, count), _trackOfSighting);
        for (var i = 0; i < count; i++)
            if (_trackOfSighting[i] >= 0)
                observation.Detections.Replace(_detectionOfSighting[i], observation.Detections.Span[_detectionOfSighting[i]] with { Track = _trackOfSighting[i] });
        foreach (var track in _tracker.Tracks)
            if (track.IsConfirmed) observation.Tracks.Add(Describe(track, odometry));
    }

    int Sight(Observation observation, Odometry odometry)
    {
        var count = 0;
        var (width, height) = (observation.Frame.Width, observation.Frame.Height);
        for (var i = 0; i < observation.Detections.Count; i++)
        {
            var detection = observation.Detections.Span[i];
            PlanePoint place;
            if (IsOnGround)
            {
                if (detection.Ground is not { } ground) continue;
                place = odometry.FromRobot(ground);
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

    double Visibility(Track track, Observation observation, TimedPose? pose, Odometry odometry)
    {
        var (place, frame) = (track.Place, observation.Frame);
        if (!IsOnGround) return ImageVisibility.Of(place.X, place.Y, double.PositiveInfinity, observation.Detections.Span, frame.Width, frame.Height);
        var here = odometry.ToRobot(place);
        var known = pose!.Value;
        var height = track.Class == ObjectClass.Ball ? _options.Ground.BallRadius : 0;
        if (!_placer!.Projector.TryProject(known, new(here.X, here.Y, height), out var x, out var y)) return 0;
        var inSight = ImageVisibility.Of(x, y, here.Range, observation.Detections.Span, frame.Width, frame.Height);
        return track.Class == ObjectClass.Ball && inSight > 0 && _placer.TryBallBox(known, here.X, here.Y, out var box)
            ? inSight * ImageVisibility.OfBall(box, frame.Width)
            : inSight;
    }

    TrackedObject Describe(Track track, Odometry odometry)
    {
        var (place, velocity) = (track.Place, track.Velocity);
        if (IsOnGround) (place, velocity) = (odometry.ToRobot(place), velocity.Turned(-odometry.Heading));
        return new(track.Id, track.Class, place, velocity, IsOnGround, track.Confidence, track.UnseenSeconds);
    }

    /// <summary>When a frame was exposed, on the clock that poses are sent by.</summary>
    long? Exposure(Frame frame) => frame.TimeMicroseconds - _options.CameraLatency.Ticks / TimeSpan.TicksPerMicrosecond;

    /// <summary>A frame's time on a clock that runs evenly, since that of the day may be set while the robot plays; null where the source knows no times.</summary>
    TimeSpan? TimeOf(Frame frame) => frame.CapturedAt is null ? frame.SourceTime : _options.Clock.GetElapsedTime(0, frame.Timestamp);

    /// <summary>Places with the lens as frames of this size show it; null without a calibration and for frames of another shape.</summary>
    DetectionPlacer? PlacerFor(Frame frame)
    {
        if (_options.Camera is not { } camera || !_fit!.Fits(frame)) return null;
        var scaled = _placer?.Projector.Camera;
        if (scaled is not null && scaled.Width == frame.Width && scaled.Height == frame.Height) return _placer;
        scaled = camera.Scaled(frame.Width, frame.Height);
        _drift?.Use(scaled);
        return _placer = new DetectionPlacer(new GroundProjector(scaled, _options.Ground));
    }
}
