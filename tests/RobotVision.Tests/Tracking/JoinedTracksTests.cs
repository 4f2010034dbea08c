using RobotVision.Cameras;
using RobotVision.Capture;
using RobotVision.Detections;
using RobotVision.Geometry;
using RobotVision.Placing;
using RobotVision.Poses;
using RobotVision.Tracking;

namespace RobotVision.Tests.Tracking;

/// <summary>Two cameras on one robot, one ahead and one behind, whose tracks are in common.</summary>
public class JoinedTracksTests
{
    static readonly FisheyeCamera Lens = new(new(640, 480, 280, 280, 320, 240), -0.02);

    static readonly CameraPose[] Places = [new(0.6, 0, 0.5, 0), new(0.5, 0, 0.4, 0.6, 0.1, 0.05), new(0.5, 0, 0.4, Math.PI, -0.1)];

    readonly FrameTracker _tracker = new([.. Places.Select(Setup)]);
    readonly FramePlacer[] _placers = [.. Places.Select(place => new FramePlacer(Setup(place)))];
    readonly Frame _frame = Frame.OfNoPool();

    [OneTimeSetUp]
    public void SizeFrame() => _frame.Show(new(640, 480), "");

    [OneTimeTearDown]
    public void FreeFrame() => _frame.Dispose();

    static CameraSetup Setup(CameraPose place) => new() { Camera = Lens, Poses = new PoseHistory(TimedPose.Of(place)) };

    /// <summary>A frame of a camera that shows a ball, if it is in its view and to be shown.</summary>
    (Detection[] Detections, TrackedObject[] Tracks) See(int camera, double milliseconds, Vector3d? ball)
    {
        var (detections, tracks, pose) = (new DetectionList(), new TrackList(), TimedPose.Of(Places[camera]));
        if (ball is { } there && BallOutline.TryBox(Lens, pose.ToCamera(there), there.Z, out var box) && box.X1 > 20 && box.X2 < 620)
            detections.Add(new(ObjectClass.Ball, 0.9f, box));
        var time = TimeSpan.FromMilliseconds(milliseconds);
        _placers[camera].Place(_frame, time, pose, detections);
        _tracker.Track(_frame, time, pose, _placers[camera].For(_frame), detections, tracks, camera);
        return (detections.Span.ToArray(), tracks.Span.ToArray());
    }

    static Vector3d Rolling(double milliseconds) => new(1.6, 0.2 + 0.0008 * milliseconds, 0.11);

    [SetUp]
    public void Forget() => See(0, -1_000_000 - TestContext.CurrentContext.Random.Next(1000), null);

    [Test]
    public void Track_BallThatBothSee_HasOneNumberInBoth()
    {
        var (ahead, aside) = (See(0, -33, null), See(1, -17, null));
        for (var time = 0.0; time < 600; time += 33)
        {
            ahead = See(0, time, Rolling(time));
            aside = See(1, time + 16, Rolling(time + 16));
        }

        Assert.That(ahead.Tracks, Has.Length.EqualTo(1));
        Assert.That(aside.Tracks, Has.Length.EqualTo(1));
        Assert.That(aside.Detections[0].Track, Is.EqualTo(ahead.Detections[0].Track).And.Not.Null);
        Assert.That(aside.Tracks[0].GroundVelocity.Y, Is.EqualTo(0.8).Within(0.25));
    }

    /// <summary>The camera behind shows nothing of what is ahead: it neither helps nor harms, however many frames it takes.</summary>
    [Test]
    public void Track_BallThatOneCannotSee_IsConfirmedAndKeptAsByOneCameraAlone()
    {
        double? confirmed = null;
        for (var time = 0.0; time < 600; time += 33)
        {
            if (See(0, time, Rolling(0)).Tracks.Length == 1) confirmed ??= time;
            for (var i = 1; i < 4; i++) See(2, time + 8 * i, Rolling(0));
        }

        Assert.That(confirmed, Is.InRange(60, 150), "after a tenth of a second, as with one camera");
        var tracks = See(0, 600, Rolling(0)).Tracks;
        var certain = tracks[0].Confidence;
        for (var time = 633.0; time < 1600; time += 33) tracks = See(2, time, null).Tracks; // only the camera behind goes on
        Assert.That(tracks, Has.Length.EqualTo(1));
        Assert.That(tracks[0].Confidence, Is.InRange(certain - 0.05, certain));
        for (var time = 1633.0; time < 3600; time += 33) tracks = See(0, time, null).Tracks; // now the one that would see it
        Assert.That(tracks, Is.Empty);
    }

    /// <summary>A frame that comes after a newer one of another camera says where the ball was then.</summary>
    [Test]
    public void Track_FrameThatComesLate_IsUsedAtItsOwnTime()
    {
        for (var time = 0.0; time < 990; time += 33)
        {
            See(0, time, Rolling(time));
            See(1, time - 60, Rolling(time - 60));
        }

        var newest = See(0, 990, Rolling(990)).Tracks.Single();
        var late = See(1, 930, Rolling(930));
        Assert.That(late.Detections[0].Track, Is.EqualTo(newest.Id));
        Assert.That(late.Tracks.Single().Ground!.Value.Y, Is.EqualTo(Rolling(930).Y).Within(0.03), "where it was then");
        Assert.That(newest.Ground!.Value.Y, Is.EqualTo(Rolling(990).Y).Within(0.03));
        Assert.That(newest.GroundVelocity.Y, Is.EqualTo(0.8).Within(0.15));
        Assert.That(See(1, 5, Rolling(5)).Tracks, Is.Empty, "its own frame before was newer: a jump back");
    }

    [Test]
    public void PlaceBefore_OfAMovingState_IsTheTextbooksMatrix()
    {
        var filter = new KalmanFilter();
        filter.Start(new(1, 2, 0.04, 0.01, 0.09), 2);
        // H = [I, -t I] with P = diag(place, 4 I) and no velocity.
        var before = filter.PlaceBefore(0.1);
        Assert.That((before.X, before.Y), Is.EqualTo((1.0, 2.0)));
        Assert.That(before.XX, Is.EqualTo(0.04 + 0.01 * 4).Within(1e-12));
        Assert.That(before.XY, Is.EqualTo(0.01).Within(1e-12));
        // A late measurement also says how fast it was since: K for vx is -t * 4 / S.
        filter.Update(new(0.9, 2, 0.04, 0, 1e6), late: 0.1);
        Assert.That(filter.Velocity.X, Is.EqualTo(-0.1 * 4 / (0.04 + 0.04 + 0.04) * -0.1).Within(1e-3));
    }
}
