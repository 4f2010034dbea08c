using RobotVision.Capture;
using RobotVision.CloseUps;
using RobotVision.Geometry;
using RobotVision.Inference;
using RobotVision.Mcap;
using RobotVision.Pipeline;
using RobotVision.Placing;
using RobotVision.Poses;
using RobotVision.Recording;
using RobotVision.Testing;

namespace RobotVision.Tests.Recording;

/// <summary>A run of two cameras is recorded by camera and computed again bit by bit, with their tracks in common.</summary>
[CancelAfter(300_000)]
public class SeveralCamerasReplayTests
{
    const int Frames = 40;

    static readonly string[] Names = ["head", "chest"];

    static CameraSetup Setup(int camera) => Recorded.PlacedSetup(new PoseHistory(TimedPose.Of(new CameraPose(0.6, 0, 0.5, 0.3 * camera))));

    static RunSettings Settings(int camera) => new()
    {
        Camera = "drawn",
        Name = Names[camera],
        HasPoses = true,
        BallRadius = Setup(camera).Ground.BallRadius,
        MostCloseUps = 2,
        Calibration = $"image_width: {64 + camera}\n",
    };

    static readonly CloseUpOptions Most = new() { CloseUps = 2, Budget = TimeSpan.FromHours(1) };

    /// <summary>Records both cameras into one file.</summary>
    static async Task<string> RecordAsync(TemporaryFolder folder, VisionModel model, CancellationToken cancellationToken)
    {
        using var recorder = new FrameRecorder(Recorded.In(folder["rec"]), [Settings(0), Settings(1)], TimeProvider.System);
        // Both cameras give a frame once those before are recorded, so that none is missed; which of the two is first is left to the machine.
        void Before(int number) => SpinWait.SpinUntil(() => cancellationToken.IsCancellationRequested || recorder.Recording!.Frames >= 2 * number);
        VisionCamera[] cameras =
            [.. Names.Select((name, i) => new VisionCamera(new DrawnSource(Frames, Recorded.Small) { Before = Before }, new(Setup(i)), name))];
        var pipeline = new VisionPipeline(cameras, model, [recorder], TimeProvider.System, Most) { Thresholds = TestModel.LowThresholds };
        recorder.Start(pipeline);
        await pipeline.RunAsync(cancellationToken);
        recorder.Complete();
        return Recorded.Files(folder["rec"]).Single();
    }

    /// <summary>As the time line of the page does it.</summary>
    [Test]
    public async Task Seek_ToAnyFrame_GoesOnFromThere(CancellationToken cancellationToken)
    {
        using var folder = new TemporaryFolder();
        using var model = TestModel.Load(2);
        using var source = new RecordingSource(RecordedRun.TryOpen(await RecordAsync(folder, model, cancellationToken))!, new(), TimeProvider.System);
        using var frame = Frame.OfNoPool();
        (int Camera, long Number)? Next() => source.Read(frame) == ReadOutcome.Frame ? (frame.Camera, frame.Number) : null;
        var all = new List<(int, long)>();
        while (Next() is { } one) all.Add(one);
        Assert.That((all.Count, source.FrameCount, source.CanSeek, source.HasJumped), Is.EqualTo((2 * Frames, 2 * Frames, true, false)));
        foreach (var at in new[] { 0, 79, 40, 41, 41, 3, 78 })
        {
            source.Seek(at);
            Assert.That(Next(), Is.EqualTo(all[at]), $"frame {at}");
        }

        Assert.That((Next(), Next(), source.HasJumped), Is.EqualTo((all[79], ((int, long)?)null, true)));
    }

    [Test]
    public async Task Replay_OfTwoCameras_GivesTheSameBitsInTheirOrder(CancellationToken cancellationToken)
    {
        using var folder = new TemporaryFolder();
        using var model = TestModel.Load(2);
        var file = await RecordAsync(folder, model, cancellationToken);
        var run = RecordedRun.TryOpen(file)!;
        Assert.That(run.Cameras.Select(camera => (camera.Name, camera.Calibration)), Is.EqualTo(new[]
        {
            ("head", "image_width: 64\n"), ("chest", "image_width: 65\n"),
        }));
        var topics = McapReader.ReadSummary(file).OfType<McapChannel>().Select(channel => channel.Topic).ToArray();
        Assert.That(topics, Is.SupersetOf(new[] { "/head/camera", "/chest/camera", "/head/replay", "/chest/detections", "/state" }));

        using var source = new RecordingSource(run, new(), TimeProvider.System);
        using var comparison = new RecordingComparison(source, run.Cameras, run.Cameras);
        var seen = new List<string>();
        using var names = new NamedFrames(seen);
        VisionCamera[] again = [.. Names.Select((name, i) => new VisionCamera(source, new(Setup(i)), name))];
        var replay = new VisionPipeline(again, model, [comparison, names], TimeProvider.System, Most) { Recorded = source.Inputs };
        await replay.RunAsync(cancellationToken);
        Assert.That(comparison.First, Is.Null);
        Assert.That(comparison.Equal, Is.EqualTo(source.FrameCount).And.EqualTo(2 * Frames));
        Assert.That(seen.Distinct(), Is.EquivalentTo(Names));
        Assert.That(again.Sum(camera => camera.Metrics.Published), Is.EqualTo(comparison.Equal));
    }

    sealed class NamedFrames(List<string> seen) : IPublisher
    {
        public void Publish(Observation observation) => seen.Add(observation.Inputs.Camera);

        public void Publish(PipelineState state)
        {
            // A replay has no states.
        }

        public void Complete()
        {
            // Keeps everything anyway.
        }

        public void Dispose()
        {
            // Owns nothing.
        }
    }
}
