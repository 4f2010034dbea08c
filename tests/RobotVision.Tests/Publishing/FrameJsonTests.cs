using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text;
using RobotVision.Detections;
using RobotVision.Health;
using RobotVision.Inference;
using RobotVision.Pipeline;
using RobotVision.Publishing;
using RobotVision.Testing;

namespace RobotVision.Tests.Publishing;

public class FrameJsonTests
{
    const string FullText =
        """{"schema":"robotvision.frame/1","frame":12,"source":"match.mp4","source_time_s":0.4,"captured_at":"2026-01-31T12:00:00.400000Z","""
        + """
        "width":640,"height":480,"latency_ms":{"capture":0.2,"sample":0.1,"infer":0.6,"close_up":0,"decode":0.05,"place":0,"track":0,"total":1.1},
        """
        + """
        "features":{"ball":[0.97,0.5117,0.4186,0.0509,0.0706],"robot":[0,0,0,0,0],"goalpost":[0,0,0,0,0],"obstacle":[0,0,0,0,0],
        """
        + """
        "line_l":[0.5,0.025,0.025,0.05,0.05],"line_t":[0,0,0,0,0],"line_x":[0,0,0,0,0],"penalty_mark":[0,0,0,0,0]},
        """
        + """
        "detections":[{"class":"ball","confidence":0.97,"box":[311.2,184,343.8,217.9]},{"class":"line_l","confidence":0.5,"box":[0,0,32,24]}],
        """
        + Inputs;

    const string Inputs =
        """
        "inputs":{"camera":"match.mp4","model":"0123456789abcdef","thresholds":{"ball":0.5,"robot":0.5,"goalpost":0.5,"obstacle":0.5,
        """
        + """
        "line_l":0.5,"line_t":0.5,"line_x":0.5,"penalty_mark":0.5},"close_ups":0}}
        """;

    static string Text(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer)) write(writer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    static string Text(Observation observation, bool timing = true) => Text(writer => FrameJson.Write(writer, observation, timing));

    [Test]
    public void Write_FullObservation_IsThisText() => Assert.That(Text(TestObservation.Full()), Is.EqualTo(FullText));

    [Test]
    public void Write_ExtraClass_IsNamedInAllParts()
    {
        var text = Text(TestObservation.WithExtraClass());
        using (Assert.EnterMultipleScope())
        {
            Assert.That(text, Does.Contain("\"penalty_mark\":[0,0,0,0,0],\"cone\":[0.75,"));
            Assert.That(text, Does.Contain("{\"class\":\"cone\",\"confidence\":0.75,\"box\":[100,100,150,200],\"track\":3}"));
            Assert.That(text, Does.Contain("{\"track\":3,\"class\":\"cone\",").And.Contain("\"penalty_mark\":0.5,\"cone\":0.5}"));
            Assert.That(JsonSchema.Load("robotvision.frame.schema.json").Validate(text), Is.Empty);
        }
    }

    [Test]
    public void Write_PlacedAndFollowed_IsThisText()
    {
        var observation = TestObservation.Full();
        var ground = new RobotVision.Geometry.GroundPoint(1.84, 0.06, 0.002, 0, 0.001);
        observation.Detections.Replace(0, observation.Detections.Span[0] with { Bearing = new(0.02, -0.31), Ground = ground, Track = 3 });
        observation.Inputs = observation.Inputs with { PoseStatus = RobotVision.Poses.PoseStatus.Known };
        observation.Tracks.Add(new(3, ObjectClass.Ball, 0.9, 0.2) { Ground = ground, GroundVelocity = new(0.5, ground.Y, ground.XX, ground.XY, ground.YY) });
        var text = Text(observation);
        Assert.That(text, Does.Contain("""
            "pose":"known","detections":[{"class":"ball","confidence":0.97,"box":[311.2,184,343.8,217.9],"bearing_rad":[0.02,-0.31],
            "ground_m":[1.84,0.06],"ground_covariance_m2":[0.002,0,0.001],"track":3},
            """.ReplaceLineEndings("")));
        Assert.That(text, Does.EndWith("""
            "tracks":[{"track":3,"class":"ball","confidence":0.9,"unseen_s":0.2,"ground_m":[1.84,0.06],
            "ground_covariance_m2":[0.002,0,0.001],"velocity_m_s":[0.5,0.06]}],
            """.ReplaceLineEndings("") + Inputs));
    }

    /// <summary>A result can be computed again only from the very pose: it has all its digits.</summary>
    [Test]
    public void Write_PoseAsUsed_HasAllItsDigits()
    {
        var observation = TestObservation.Full();
        var pose = RobotVision.Geometry.TimedPose.Of(new RobotVision.Geometry.CameraPose(0.6, 0.1, 0.5, 1.0 / 3)) with { Odometry = new(1.0 / 3, 0, 0.1) };
        observation.Inputs = observation.Inputs with { Pose = pose, Time = TimeSpan.FromSeconds(12.5) };
        using var line = JsonDocument.Parse(Text(observation));
        var inputs = line.RootElement.GetProperty("inputs");
        Assert.That(inputs.GetProperty("monotonic_s").GetDouble(), Is.EqualTo(12.5));
        Assert.That(inputs.GetProperty("pose").GetProperty("orientation")[0].GetDouble(), Is.EqualTo(pose.Orientation.W));
        Assert.That(inputs.GetProperty("pose").GetProperty("odometry")[0].GetDouble(), Is.EqualTo(1.0 / 3));
    }

    [Test]
    public void Write_WithoutTiming_LeavesOutOnlyTheLatencies() =>
        Assert.That(Text(TestObservation.Full(), timing: false),
            Is.EqualTo(FullText.Replace(
                "\"latency_ms\":{\"capture\":0.2,\"sample\":0.1,\"infer\":0.6,\"close_up\":0,\"decode\":0.05,\"place\":0,\"track\":0,\"total\":1.1},",
                "", StringComparison.Ordinal)));

    [Test]
    public void Write_NothingKnown_LeavesItOut()
    {
        var text = Text(TestObservation.Empty(), timing: false);
        Assert.That(text, Does.Not.Contain("time").And.Not.Contain("captured"));
        Assert.That(text, Does.EndWith("\"detections\":[]," + Inputs));
    }

    [Test]
    public void Write_InACultureWithCommas_IsTheSameText()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = ",";
        culture.DateTimeFormat.TimeSeparator = ".";
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = culture;
            Assert.That(Text(TestObservation.Full()), Is.EqualTo(FullText));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Test]
    public void Write_ValuesThatAreNoNumbers_AreZero()
    {
        var observation = TestObservation.Empty();
        observation.Detections.Add(new(ObjectClass.Robot, 0.5f, new Box(float.NaN, float.NegativeInfinity, float.PositiveInfinity, 1)));
        Assert.That(Text(observation), Does.EndWith("\"box\":[0,0,0,1]}]," + Inputs));
    }

    /// <summary>Small confidences used to be written as 0.0000 and round ones as 0.5000.</summary>
    [Test]
    public void Write_ValuesThatRoundToFewDigits_HaveNoZerosAtTheEnd()
    {
        var observation = TestObservation.Empty();
        observation.Detections.Add(new(ObjectClass.Robot, 0.50001f, new Box(-0.01f, 1e-9f, 1, 20.04f)));
        Assert.That(Text(observation), Does.EndWith("\"confidence\":0.5,\"box\":[0,0,1,20]}]," + Inputs));
    }

    [Test]
    public void Write_State_IsThisText()
    {
        var state = new PipelineState(ManualTimeProvider.Start, PipelineStatus.SourceLost, "/dev/video0", "it is gone", ExecutionProvider.Cpu, 7, 2, 1);
        Assert.That(Text(writer => FrameJson.Write(writer, state)), Is.EqualTo("""
            {"schema":"robotvision.state/1","at":"2026-01-31T12:00:00.000000Z","status":"source_lost","source":"/dev/video0",
            "problem":"it is gone","provider":"CPU","published":7,"dropped":2,"times_lost":1}
            """.ReplaceLineEndings("")));
        Assert.That(Text(writer => FrameJson.Write(writer, state with { Unsent = new(3, "no route") })), Does.EndWith("""
            "times_lost":1,"unsent":{"count":3,"problem":"no route"}}
            """));
        Assert.That(Text(writer => FrameJson.Write(writer, state with { Problem = null })), Does.Not.Contain("problem"));
        var frozen = new HealthReason(HealthProblem.Frozen, "the same picture");
        var health = new HealthReport(HealthLevel.Degraded, [frozen]) { FramesPerSecond = 29.97, Stalls = 3, Losses = 1 };
        Assert.That(Text(writer => FrameJson.Write(writer, state with { Health = health })), Does.EndWith("""
            "times_lost":1,"health":{"level":"degraded","reasons":[{"problem":"frozen","text":"the same picture"}],"frames_per_second":30,
            "quality":"unsteady","stalls_in_an_hour":3,"losses_in_an_hour":1}}
            """.ReplaceLineEndings("")));
    }
}
