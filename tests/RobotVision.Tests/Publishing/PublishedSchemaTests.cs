using System.Text.Json.Nodes;
using RobotVision.Cameras;
using RobotVision.Capture;
using RobotVision.Geometry;
using RobotVision.Pipeline;
using RobotVision.Placing;
using RobotVision.Poses;
using RobotVision.Publishing;
using RobotVision.Testing;
using RobotVision.Tests.Pipeline;

namespace RobotVision.Tests.Publishing;

/// <summary>What a pipeline really writes is what the published schemas say.</summary>
[CancelAfter(300_000)]
public class PublishedSchemaTests
{
    static readonly JsonSchema Frame = JsonSchema.Load("robotvision.frame.schema.json");
    static readonly JsonSchema State = JsonSchema.Load("robotvision.state.schema.json");

    static readonly CameraSetup OnGround = new()
    {
        Camera = new FisheyeCamera(new(160, 120, 70, 70, 80, 60)),
        Poses = new PoseHistory(TimedPose.Of(new CameraPose(0.6, 0, 0.5, 0))),
    };

    /// <summary>
    /// Foxglove reads no other JSON Schemas: every property has one type, every object lists its properties, every array has one kind of item.
    /// </summary>
    [TestCase(FrameJson.FrameSchema)]
    [TestCase(FrameJson.StateSchema)]
    [TestCase(PoseMessage.Schema)]
    public void Schema_SentToViewers_IsOfTheKindThatTheyRead(string name)
    {
        static IEnumerable<string> Problems(JsonNode schema, string at) => schema["type"]?.GetValue<string>() switch
        {
            "object" when schema["properties"] is JsonObject properties => properties.SelectMany(one => Problems(one.Value!, $"{at}.{one.Key}")),
            "array" when schema["items"] is { } items => Problems(items, $"{at}[]"),
            "boolean" or "string" or "number" or "integer" => [],
            var type => [$"{at}: {type}"],
        };
        var schema = MessageSchema.Json(name);
        Assert.That(Problems(JsonNode.Parse(schema.Data.Span)!, "$"), Is.Empty);
    }

    static async Task<string[]> RunAsync(IFrameSource source, CancellationToken cancellationToken, FramePlacer? placer = null)
    {
        using var folder = new TemporaryFolder();
        using var model = TestModel.Load();
        using (var publisher = new JsonLinesPublisher(folder["a.jsonl"], isLive: false, timing: true))
        {
            var pipeline = new VisionPipeline(source, model, [publisher], TimeProvider.System, placer: placer) { Thresholds = TestModel.LowThresholds };
            await pipeline.RunAsync(cancellationToken);
            Assert.That(pipeline.Pool.Outstanding, Is.Zero);
            publisher.Complete();
        }

        return await File.ReadAllLinesAsync(folder["a.jsonl"], cancellationToken);
    }

    [Test]
    public async Task RunAsync_Replay_WritesValidFrames(CancellationToken cancellationToken)
    {
        var lines = await RunAsync(ScriptedSource.Of(20), cancellationToken);
        Assert.That(lines, Has.Length.EqualTo(20));
        Assert.That(lines.SelectMany(Frame.Validate), Is.Empty);
        Assert.That(lines[^1], Does.Contain("\"class\":"), "with detections");
    }

    [Test]
    public async Task RunAsync_WithAPose_WritesValidPlacesAndTracks(CancellationToken cancellationToken)
    {
        // The untrained network has low confidences, so that it takes hundreds of frames until a track is confirmed: all of them are checked.
        var lines = await RunAsync(ScriptedSource.Of(1500, interval: TimeSpan.FromMilliseconds(200)), cancellationToken, new FramePlacer(OnGround));
        Assert.That(lines.SelectMany(Frame.Validate), Is.Empty);
        string[] fields =
            ["\"pose\":\"known\"", "bearing_rad", "ground_m", "ground_covariance_m2", "\"tracks\":[{\"track\":0", "velocity_m_s", "\"track\":0}"];
        using (Assert.EnterMultipleScope())
            foreach (var field in fields)
                Assert.That(lines, Has.Some.Contain(field));
    }

    [Test]
    public async Task RunAsync_InTheImage_WritesValidTracks(CancellationToken cancellationToken)
    {
        var lines = await RunAsync(ScriptedSource.Of(1500, interval: TimeSpan.FromMilliseconds(200)), cancellationToken);
        Assert.That(lines.SelectMany(Frame.Validate), Is.Empty);
        Assert.That(lines, Has.Some.Contain("velocity_pixels_s").And.None.Contain("ground_m").And.None.Contain("\"pose\""));
    }

    [Test]
    public async Task RunAsync_LiveWithPoses_WritesValidCounts(CancellationToken cancellationToken)
    {
        ((PoseHistory)OnGround.Poses!).CountInvalid("Pose datagram: noise.");
        var lines = await RunAsync(ScriptedSource.Of(3, live: true), cancellationToken, new FramePlacer(OnGround));
        var states = lines.Where(line => line.Contains(FrameJson.StateSchema, StringComparison.Ordinal)).ToList();
        Assert.That(states.SelectMany(State.Validate), Is.Empty);
        Assert.That(
            states[^1],
            Does.Contain("\"poses\":{\"received\":1,\"refused\":1,\"jumps\":0,\"restarts\":0,\"frames\":")
                .And.Contain(",\"problem\":\"Pose datagram: noise.\"}"));
    }

    [Test]
    public async Task RunAsync_LiveWithAField_WritesWhetherTheCameraDrifts(CancellationToken cancellationToken)
    {
        var lines = await RunAsync(ScriptedSource.Of(3, live: true), cancellationToken, new FramePlacer(OnGround with { Field = new() }));
        var states = lines.Where(line => line.Contains(FrameJson.StateSchema, StringComparison.Ordinal)).ToList();
        Assert.That(states.SelectMany(State.Validate), Is.Empty);
        Assert.That(
            states[^1],
            Does.Contain("\"drift\":{\"drifting\":false,\"roll_rad\":0,\"pitch_rad\":0,\"warnings\":0}"));
    }

    [Test]
    public async Task RunAsync_LiveAndLost_WritesValidFramesAndStates(CancellationToken cancellationToken)
    {
        var lines = await RunAsync(
            new ScriptedSource(reading => reading switch { 0 or 3 => ReadOutcome.Frame, 1 or 2 => ReadOutcome.SourceLost, _ => ReadOutcome.End }, live: true),
            cancellationToken);
        var states = lines.Where(line => line.Contains(FrameJson.StateSchema, StringComparison.Ordinal)).ToList();
        Assert.That(
            states.Select(line => (string?)JsonNode.Parse(line)!["status"]),
            Is.EqualTo(new[] { "waiting", "running", "source_lost", "running", "ended" }));
        Assert.That(states.SelectMany(State.Validate), Is.Empty);
        Assert.That(lines.Except(states).SelectMany(Frame.Validate), Is.Empty);
        Assert.That(lines.Except(states), Is.Not.Empty);
    }

    [TestCase("frame", "-1")]
    [TestCase("width", "\"160\"")]
    [TestCase("captured_at", "\"yesterday\"")]
    [TestCase("latency_ms", "{}")]
    [TestCase("features", """{"ball":[0,0,0,0,0]}""")]
    [TestCase("detections", """[{"class":"Cat","confidence":0.5,"box":[0,0,1,1]}]""")]
    [TestCase("detections", """[{"class":"ball","confidence":1.5,"box":[0,0,1,1]}]""")]
    [TestCase("detections", """[{"class":"ball","confidence":0.5,"box":[0,0,1]}]""")]
    [TestCase("mood", "1")]
    public async Task Frame_ChangedForTheWorse_IsRejected(string key, string value, CancellationToken cancellationToken)
    {
        var document = JsonNode.Parse((await RunAsync(ScriptedSource.Of(1), cancellationToken))[0])!;
        document[key] = JsonNode.Parse(value);
        Assert.That(Frame.Validate(document.ToJsonString()), Is.Not.Empty);
    }

    [Test]
    public void Frame_WithEverythingThatIsOptional_IsValid() =>
        Assert.That(Frame.Validate("""
            {"schema":"robotvision.frame/1","frame":12,"source":"match.mp4","source_time_s":0.4,"captured_at":"2026-01-31T12:00:00.400000Z",
             "width":640,"height":480,
             "features":{"ball":[0.97,0.5,0.4,0.05,0.07],"robot":[0,0,0,0,0],"goalpost":[0,0,0,0,0],"obstacle":[0,0,0,0,0],
                         "line_l":[0,0,0,0,0],"line_t":[0,0,0,0,0],"line_x":[0,0,0,0,0],"penalty_mark":[0,0,0,0,0]},
             "detections":[{"class":"ball","confidence":0.97,"box":[311.2,184.0,343.8,217.9],
                            "bearing_rad":[0.02,-0.31],"ground_m":[1.84,0.06],"ground_covariance_m2":[0.002,0.0,0.001],"track":3}]}
            """), Is.Empty);
}
