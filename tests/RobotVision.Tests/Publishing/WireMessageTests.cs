using RobotVision.Detections;
using RobotVision.Inference;
using RobotVision.Pipeline;
using RobotVision.Publishing;
using RobotVision.Testing;
using RobotVision.Wire;

namespace RobotVision.Tests.Publishing;

public class WireMessageTests
{
    [Test]
    public void Of_FullObservation_HoldsAllOfIt()
    {
        var observation = TestObservation.Full();
        var message = WireMessage.Of(observation, 5);
        Assert.That((message.Version, message.Sequence, message.ContentCase), Is.EqualTo((1u, 5ul, Message.ContentOneofCase.Frame)));
        var frame = message.Frame;
        Assert.That((frame.Number, frame.Source, frame.Width, frame.Height), Is.EqualTo((12ul, "match.mp4", 640u, 480u)));
        Assert.That(frame.SourceTimeUs, Is.EqualTo(400_000));
        Assert.That(DateTimeOffset.UnixEpoch.AddMicroseconds(frame.CapturedAtUs), Is.EqualTo(observation.Frame.CapturedAt));
        Assert.That(new[] { frame.Latency.Capture, frame.Latency.Sample, frame.Latency.Infer, frame.Latency.Decode, frame.Latency.Total },
            Is.EqualTo(new[] { 0.2f, 0.1f, 0.6f, 0.05f, 1.1f }).Within(1e-6f));
        Assert.That(frame.Features, Is.EqualTo(observation.Features.Values.ToArray()));
        Assert.That(frame.Detections, Has.Count.EqualTo(2));
        var ball = frame.Detections[0];
        Assert.That((ball.ObjectClass, ball.Confidence, new Box(ball.X1, ball.Y1, ball.X2, ball.Y2)),
            Is.EqualTo((RobotVision.Wire.ObjectClass.Ball, 0.97f, observation.Detections.Span[0].Box)));
        Assert.That(frame.Detections[1].ObjectClass, Is.EqualTo(RobotVision.Wire.ObjectClass.LineL));
    }

    [Test]
    public void Of_PlacedAndFollowed_HoldsPlaceAndTrack()
    {
        var observation = TestObservation.Full();
        var ground = new RobotVision.Geometry.GroundPoint(1.84, 0.06, 0.002, 0.0001, 0.001);
        observation.Detections.Replace(0, observation.Detections.Span[0] with { Bearing = new(0.02, -0.31), Ground = ground, Track = 3 });
        observation.Inputs = observation.Inputs with { PoseStatus = RobotVision.Poses.PoseStatus.Gap };
        observation.Tracks.Add(new(3, RobotVision.Detections.ObjectClass.Ball, 0.9, 0.2)
        {
            Ground = ground,
            GroundVelocity = new(0.5, ground.Y, ground.XX, ground.XY, ground.YY),
        });
        var frame = WireMessage.Of(observation, 5).Frame;
        var ball = frame.Detections[0];
        Assert.That((ball.Bearing.Azimuth, ball.Bearing.Elevation, ball.Ground.X, ball.Ground.Yy, ball.Track), Is.EqualTo((0.02, -0.31, 1.84, 0.001, 3u)));
        Assert.That(
            (frame.Detections[1].Bearing, frame.Detections[1].Ground, frame.Detections[1].HasTrack),
            Is.EqualTo(((Bearing?)null, (PlanePoint?)null, false)));
        Assert.That(frame.Pose, Is.EqualTo(PoseStatus.Gap));
        var track = frame.Tracks.Single();
        Assert.That(
            (track.Id, track.OnGround, track.Place.Xy, track.Velocity.X, track.Confidence, track.UnseenS),
            Is.EqualTo((3u, true, 0.0001, 0.5, 0.9, 0.2)));
    }

    [Test]
    public void Of_NothingKnown_LeavesItOut()
    {
        var frame = WireMessage.Of(TestObservation.Empty(), 0).Frame;
        Assert.That((frame.HasCapturedAtUs, frame.HasSourceTimeUs), Is.EqualTo((false, false)));
        Assert.That(frame.Features, Has.Count.EqualTo(40));
        Assert.That(frame.Detections, Is.Empty);
    }

    [Test]
    public void Of_State_HoldsAllOfIt()
    {
        var lost = new PipelineState(ManualTimeProvider.Start, PipelineStatus.SourceLost, "a", "gone", ExecutionProvider.Cpu, 7, 2, 1);
        var state = WireMessage.Of(lost, 0).State;
        Assert.That((state.Status, state.Source, state.Problem, state.Provider), Is.EqualTo((Status.SourceLost, "a", "gone", "CPU")));
        Assert.That((state.Published, state.Dropped, state.TimesLost), Is.EqualTo((7ul, 2ul, 1ul)));
        Assert.That(DateTimeOffset.UnixEpoch.AddMicroseconds(state.AtUs), Is.EqualTo(ManualTimeProvider.Start));
    }

    [Test]
    public void Of_StateOfADriftingCamera_SaysSo()
    {
        var state = new PipelineState(ManualTimeProvider.Start, PipelineStatus.Running, "a", null, ExecutionProvider.Cpu, 7, 2, 0)
        {
            Drift = new(true, 0.01, -0.03, 2),
        };
        Assert.That(WireMessage.Of(state, 0).State.Drift, Is.EqualTo(new Drift { Drifting = true, Roll = 0.01, Pitch = -0.03, Warnings = 2 }));
        Assert.That(WireMessage.Of(state with { Drift = null }, 0).State.Drift, Is.Null);
    }

    /// <summary>The numbers are cast: both sides must name the same things in the same order.</summary>
    [Test]
    public void Enums_OfTheMessages_AreOurs()
    {
        Assert.That(Enum.GetNames<RobotVision.Wire.ObjectClass>(), Is.EqualTo(Enum.GetNames<RobotVision.Detections.ObjectClass>()));
        Assert.That(Enum.GetNames<Status>(), Is.EqualTo(Enum.GetNames<PipelineStatus>()));
        Assert.That(Enum.GetNames<RobotVision.Wire.SwapStatus>(), Is.EqualTo(Enum.GetNames<RobotVision.Pipeline.SwapStatus>()));
        Assert.That(Enum.GetNames<PoseStatus>(), Is.EqualTo(Enum.GetNames<RobotVision.Poses.PoseStatus>()));
    }
}
