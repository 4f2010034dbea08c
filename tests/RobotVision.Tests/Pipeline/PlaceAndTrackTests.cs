using RobotVision.Cameras;
using RobotVision.CloseUps;
using RobotVision.Detections;
using RobotVision.Field;
using RobotVision.Geometry;
using RobotVision.Pipeline;
using RobotVision.Placing;
using RobotVision.Poses;
using RobotVision.Testing;
using RobotVision.Tests.Field;
using RobotVision.Tests.Publishing;

namespace RobotVision.Tests.Pipeline;

public class PlaceAndTrackTests
{
    static readonly FisheyeCamera Camera = new(new(640, 480, 280, 280, 320, 240), -0.02);

    static Observation Frame(int number, int width = 640, int height = 480)
    {
        var observation = TestObservation.Empty(width, height, number: number);
        observation.Frame.SourceTime = TimeSpan.FromMilliseconds(40 * number);
        return observation;
    }

    static Observation See(Observation observation, TimedPose pose, params Vector3d[] balls)
    {
        foreach (var ball in balls)
            if (BallOutline.TryBox(Camera, pose.ToCamera(ball), ball.Z, out var box)) observation.Detections.Add(new(ObjectClass.Ball, 0.9f, box));
        return observation;
    }

    static TimedPose Pose(int milliseconds, double yaw = 0) => TimedPose.Of(new CameraPose(0.6, 0, 0.5, yaw), milliseconds * 1000);

    static PoseHistory Poses(Func<int, TimedPose> at, int until = 4000)
    {
        var poses = new PoseHistory(1000);
        for (var time = 0; time <= until; time += 10) poses.Add(at(time));
        return poses;
    }

    [Test]
    public void Localize_TurningHead_PlacesTheBallByThePoseOfTheExposure()
    {
        // 2 rad/s and a camera that is 30 ms late: the pose of the time stamp would be 0.06 rad, 9 cm, off.
        static TimedPose At(int time) => Pose(time, -1 + 0.002 * time);
        var tracking = new PlaceAndTrack(new CameraSetup { Camera = Camera, Poses = Poses(At), CameraLatency = TimeSpan.FromMilliseconds(30) });
        var observation = See(Frame(12), At(450), new Vector3d(1.5, 0, 0.11));
        tracking.Localize(observation);
        Assert.That(observation.PoseStatus, Is.EqualTo(PoseStatus.Known));
        Assert.That(observation.Detections.Span[0].Ground!.Value.X, Is.EqualTo(1.5).Within(0.005));
        Assert.That(observation.Detections.Span[0].Ground!.Value.Y, Is.EqualTo(0).Within(0.005));
    }

    [Test]
    public void Localize_StalePose_WithholdsPlacesAndSaysSo()
    {
        var tracking = new PlaceAndTrack(new CameraSetup { Camera = Camera, Poses = Poses(time => Pose(time), until: 100) });
        var observation = See(Frame(4), Pose(0), new Vector3d(1.5, 0, 0.11));
        tracking.Localize(observation);
        Assert.That(observation.PoseStatus, Is.EqualTo(PoseStatus.Stale));
        Assert.That(observation.Detections.Span[0], Has.Property("Ground").Null.And.Property("Bearing").Not.Null);
    }

    [Test]
    public void Localize_WalkingRobotWithOdometry_KeepsTheBallStill()
    {
        static TimedPose At(int time) => Pose(time) with { Odometry = new(0.0005 * time, 0, 0.0001 * time) };
        var tracking = new PlaceAndTrack(new CameraSetup { Camera = Camera, Poses = Poses(At) });
        Observation observation = null!;
        for (var i = 0; i < 50; i++)
        {
            // The ball lies at (2.5, 0.2) of the odometry's frame.
            var here = At(40 * i).Odometry!.Value.ToRobot(new(2.5, 0.2, 0, 0, 0));
            tracking.Localize(observation = See(Frame(i), Pose(0), new Vector3d(here.X, here.Y, 0.11)));
        }

        Assert.That(observation.Tracks.Count, Is.EqualTo(1));
        var track = observation.Tracks.Span[0];
        Assert.That(Math.Abs(track.GroundVelocity.X) + Math.Abs(track.GroundVelocity.Y), Is.LessThan(0.05));
        Assert.That(track.Ground!.Value.X, Is.EqualTo(observation.Detections.Span[0].Ground!.Value.X).Within(0.02));
        Assert.That((track.Ground is not null, observation.Detections.Span[0].Track), Is.EqualTo((true, (int?)track.Id)));
    }

    [Test]
    public void Localize_NoCalibration_FollowsInTheImage()
    {
        var tracking = new PlaceAndTrack();
        Observation observation = null!;
        for (var i = 0; i < 20; i++)
        {
            observation = Frame(i);
            observation.Detections.Add(new(ObjectClass.Ball, 0.9f, Box.FromCenter(100 + 6 * i, 200, 40, 40)));
            tracking.Localize(observation);
        }

        var track = observation.Tracks.Span[0];
        Assert.That(
            (track.Ground is not null, observation.Detections.Span[0].Track, observation.Detections.Span[0].Bearing),
            Is.EqualTo((false, (int?)0, (Bearing?)null)));
        Assert.That(track.PixelVelocity.X, Is.EqualTo(150).Within(30)); // 6 pixels in 40 ms
    }

    [Test]
    public void Localize_SourceWithoutTimes_FollowsNothing()
    {
        var tracking = new PlaceAndTrack();
        for (var i = 0; i < 20; i++)
        {
            var observation = TestObservation.Empty(number: i);
            observation.Detections.Add(new(ObjectClass.Ball, 0.9f, new(50, 50, 60, 60)));
            tracking.Localize(observation);
            Assert.That(observation.Tracks.Count, Is.Zero);
        }
    }

    [Test]
    public void Localize_TimeBackwards_BeginsAnew()
    {
        var tracking = new PlaceAndTrack();
        for (var i = 0; i < 20; i++) tracking.Localize(See(Frame(i + 10), Pose(0), new Vector3d(1.5, 0, 0.11)));
        var observation = See(Frame(0), Pose(0), new Vector3d(1.5, 0, 0.11));
        tracking.Localize(observation);
        Assert.That(observation.Tracks.Count, Is.Zero);
    }

    [Test]
    public void Localize_SmallerFrames_ScalesTheLens()
    {
        var tracking = new PlaceAndTrack(new CameraSetup { Camera = Camera, Poses = new PoseHistory(Pose(0)) });
        BallOutline.TryBox(Camera.Scaled(320, 240), Pose(0).ToCamera(new(1.5, 0, 0.11)), 0.11, out var box);
        var observation = Frame(0, 320, 240);
        observation.Detections.Add(new(ObjectClass.Ball, 0.9f, box));
        tracking.Localize(observation);
        Assert.That(observation.Detections.Span[0].Ground!.Value.X, Is.EqualTo(1.5).Within(0.005));
    }

    [Test]
    public void Localize_StreamOfAnotherShape_IsABrokenSetUp() =>
        Assert.That(() => new PlaceAndTrack(new CameraSetup { Camera = Camera }).Localize(Frame(0, 640, 360)),
            Throws.TypeOf<InvalidDataException>().With.Message.Contain("640x480").And.Message.Contain("640x360"));

    /// <summary>Used to end the run.</summary>
    [Test]
    public void Localize_OneFrameOfAnotherShape_LeavesTheCalibrationOutAndGoesOn()
    {
        var tracking = new PlaceAndTrack(new CameraSetup { Camera = Camera, Poses = Poses(time => Pose(time)) });
        var ball = new Vector3d(1.5, 0, 0.11);
        for (var i = 0; i < 10; i++) Assert.That(tracking.Localize(See(Frame(i), Pose(0), ball)), Is.False);
        var odd = See(Frame(10, 640, 360), Pose(0), ball);
        Assert.That(tracking.Localize(odd), Is.True, "the state tells it");
        Assert.That(odd.Detections.Span[0], Has.Property("Ground").Null.And.Property("Bearing").Null);
        Assert.That(tracking.Problem, Does.Contain("expected frames of the shape 640x480, found 640x360"));
        var next = See(Frame(11), Pose(0), ball);
        Assert.That(tracking.Localize(next), Is.True);
        Assert.That(tracking.Problem, Is.Null);
        Assert.That(next.Detections.Span[0].Ground!.Value.X, Is.EqualTo(1.5).Within(0.005));
        Assert.That(next.Detections.Span[0].Track, Is.Zero, "the track goes on");
        Assert.That(tracking.Warnings, Has.One.Contain("640x360").And.One.Contain("1 of 12 frames do not fit"));
    }

    [Test]
    public void Localize_FirstImageOfAFolderOfAnotherShape_GoesOn()
    {
        var tracking = new PlaceAndTrack(new CameraSetup { Camera = Camera });
        foreach (var height in new[] { 360, 480, 360, 300 })
        {
            var observation = TestObservation.Empty(640, height);
            observation.Detections.Add(new(ObjectClass.Ball, 0.9f, new(300, 200, 340, 240)));
            tracking.Localize(observation);
            Assert.That(observation.Detections.Span[0].Bearing.HasValue, Is.EqualTo(height == 480));
        }

        Assert.That(tracking.Warnings, Has.Exactly(1).Contains("640x360").And.Exactly(1).Contains("3 of 4 frames do not fit"));
    }

    [Test]
    public void Localize_FramesOfAnotherSizeInTheImage_BeginsTracksAnew()
    {
        var tracking = new PlaceAndTrack();
        for (var i = 0; i < 20; i++) tracking.Localize(See(Frame(i), Pose(0), new Vector3d(1.5, 0, 0.11)));
        var observation = See(Frame(20, 320, 240), Pose(0), new Vector3d(1.5, 0, 0.11));
        tracking.Localize(observation);
        Assert.That(observation.Tracks.Count, Is.Zero, "places in one image are none in the other");
    }

    /// <summary>Tracks used to be cleared, or to run away, when the clock of the day was set.</summary>
    [TestCase(-1)]
    [TestCase(3)]
    public void Localize_ClockSetInPlay_KeepsTracksAndTheirVelocity(int seconds)
    {
        var clock = new ManualTimeProvider();
        var tracking = new PlaceAndTrack(new CameraSetup { Clock = clock });
        Observation observation = null!;
        for (var i = 0; i < 40; i++)
        {
            observation = TestObservation.Empty(640, 480, number: i);
            observation.Frame.Timestamp = clock.GetTimestamp();
            observation.Frame.CapturedAt = clock.GetUtcNow() + TimeSpan.FromSeconds(i < 20 ? 0 : seconds);
            observation.Detections.Add(new(ObjectClass.Ball, 0.9f, Box.FromCenter(100 + 6 * i, 200, 40, 40)));
            tracking.Localize(observation);
            clock.Advance(TimeSpan.FromMilliseconds(40));
            if (i >= 20) Assert.That(observation.Detections.Span[0].Track, Is.Zero, $"frame {i}");
            if (i >= 20) Assert.That(observation.Tracks.Span[0].PixelVelocity.X, Is.EqualTo(150).Within(30), $"frame {i}"); // 6 pixels in 40 ms
        }
    }

    [Test]
    public void Warnings_PosesThatFitNoFrame_SaySo()
    {
        var tracking = new PlaceAndTrack(new CameraSetup { Camera = Camera, Poses = Poses(time => Pose(time + 100_000)) });
        for (var i = 0; i < 10; i++) tracking.Localize(Frame(i));
        Assert.That(tracking.Warnings, Has.One.Contain("poses: known at 0 of 10 frames").And.One.Contain("100.000 s later"));
    }

    [Test]
    public void Warnings_FieldWithoutCrossings_SaySo()
    {
        var tracking = new PlaceAndTrack(new CameraSetup { Camera = Camera, Poses = new PoseHistory(Pose(0)), Field = new() });
        for (var i = 0; i < 10; i++) tracking.Localize(See(Frame(i), Pose(0), new Vector3d(1.5, 0, 0.11)));
        Assert.That(tracking.Warnings, Has.One.Contain("--field: 0 line crossings were seen in 10 frames"));
    }

    [Test]
    public void Warnings_AllIsWell_AreNone()
    {
        var tracking = new PlaceAndTrack(new CameraSetup { Camera = Camera, Poses = Poses(time => Pose(time)), Field = new() });
        for (var i = 0; i < 10; i++)
        {
            var observation = See(Frame(i), Pose(0), new Vector3d(1.5, 0, 0.11));
            observation.Detections.Add(new(ObjectClass.LineX, 0.9f, new(300, 200, 340, 240)));
            tracking.Localize(observation);
        }

        Assert.That(tracking.Warnings, Is.Empty);
    }

    [Test]
    public void Localize_CameraBumpedInPlay_SaysWithinFiveSecondsThatItDrifts()
    {
        var play = new SimulatedPlay(77);
        var poses = new PoseHistory();
        var tracking = new PlaceAndTrack(new CameraSetup { Camera = SimulatedPlay.Camera, Poses = poses, Field = FieldDimensions.Leagues["humanoid"] });
        bool Next()
        {
            var (pose, crossings) = play.Next();
            var observation = TestObservation.Empty(640, 480);
            observation.Frame.SourceTime = play.Time;
            poses.Add(TimedPose.Of(pose, play.Time.Ticks / TimeSpan.TicksPerMicrosecond));
            foreach (var crossing in crossings)
                observation.Detections.Add(new(crossing.Class, 0.9f, Box.FromCenter((float)crossing.X, (float)crossing.Y, 20, 20)));
            return tracking.Localize(observation);
        }

        while (play.Time < TimeSpan.FromMinutes(1)) Assert.That(Next(), Is.False, $"at {play.Time}, {tracking.Drift}");
        Assert.That(tracking.Drift, Has.Property("IsDrifting").False.And.Property("Warnings").Zero);
        play.Bump = (0, 2 * Math.PI / 180, 0);
        while (!Next()) Assert.That(play.Time, Is.LessThan(TimeSpan.FromSeconds(65)));
        Assert.That(tracking.Drift, Has.Property("IsDrifting").True.And.Property("Warnings").EqualTo(1));
        Assert.That(tracking.Drift!.Pitch, Is.EqualTo(play.Bump.Pitch).Within(0.02));
    }

    [Test]
    public void Localize_PosesOfTheHeadsJoint_PlacesByWhereTheCameraSitsOnIt()
    {
        var mount = new CameraMount(Rotation.FromAngles(0, 0.1, 0), new(0.08, 0, 0.05));
        var tracking = new PlaceAndTrack(new CameraSetup { Camera = Camera, Poses = new PoseHistory(Pose(0)), Mount = mount });
        var observation = See(Frame(0), mount.CameraOf(Pose(0)), new Vector3d(1.5, 0.2, 0.11));
        tracking.Localize(observation);
        Assert.That(observation.Detections.Span[0].Ground!.Value.X, Is.EqualTo(1.5).Within(0.005));
        Assert.That(observation.Detections.Span[0].Ground!.Value.Y, Is.EqualTo(0.2).Within(0.005));
    }

    [Test]
    public void PlaceAndTrack_FieldWithoutPoses_IsRejected() =>
        Assert.That(() => new PlaceAndTrack(new CameraSetup { Camera = Camera, Field = new() }), Throws.ArgumentException.With.Message.Contain("Field"));

    [Test]
    public void PlaceAndTrack_PosesWithoutALens_AreRejected() =>
        Assert.That(() => new PlaceAndTrack(new CameraSetup { Poses = new PoseHistory(Pose(0)) }), Throws.ArgumentException);

    [Test]
    public void Expect_BallThatIsFollowed_IsExpectedWhereItWillBeSeen()
    {
        // The head turns by 1 rad/s; the ball lies still at (2, 0.3) of the robot's frame.
        static TimedPose At(int time) => Pose(time, 0.001 * time);
        var tracking = new PlaceAndTrack(new CameraSetup { Camera = Camera, Poses = Poses(At) });
        for (var i = 0; i < 10; i++) tracking.Localize(See(Frame(i), At(40 * i), new Vector3d(2, 0.3, 0.11)));
        var balls = new ExpectedBalls();
        tracking.Expect(Frame(11).Frame, balls);

        Assert.That(BallOutline.TryBox(Camera, At(440).ToCamera(new Vector3d(2, 0.3, 0.11)), 0.11, out var box), Is.True);
        Assert.That(balls.IsKnown, Is.True);
        Assert.That(balls.Places.Length, Is.EqualTo(1));
        Assert.That(balls.Places[0].X, Is.EqualTo(box.CenterX).Within(4));
        Assert.That(balls.Places[0].Y, Is.EqualTo(box.CenterY).Within(4));
        Assert.That(balls.Places[0].Side, Is.EqualTo(box.Width).Within(2));
        Assert.That(balls.Places[0].Spread, Is.InRange(0.1f, 20f));
    }

    [Test]
    public void Expect_NoPose_ExpectsNothing()
    {
        var balls = new ExpectedBalls();
        new PlaceAndTrack(new CameraSetup { Camera = Camera, Poses = Poses(time => Pose(time), until: 100) }).Expect(Frame(50).Frame, balls);
        Assert.That((balls.IsKnown, balls.Places.Length, balls.TryBallSide(320, 400, out _)), Is.EqualTo((false, 0, false)));
    }
}
