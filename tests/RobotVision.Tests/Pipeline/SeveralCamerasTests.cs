using RobotVision.Capture;
using RobotVision.Health;
using RobotVision.Inference;
using RobotVision.Pipeline;

namespace RobotVision.Tests.Pipeline;

/// <summary>Several cameras in one pipeline: each by its name, and none takes another with it.</summary>
[CancelAfter(300_000)]
public class SeveralCamerasTests
{
    VisionModel _model = null!;

    [OneTimeSetUp]
    public void LoadModel() => _model = TestModel.Load();

    [OneTimeTearDown]
    public void FreeModel() => _model.Dispose();

    static VisionCamera Camera(string name, Func<int, ReadOutcome> script) => new(new ScriptedSource(script, live: true) { Name = $"{name}.mp4" }, name: name);

    async Task<(VisionPipeline Pipeline, RecordingPublisher Publisher, List<(string Camera, string Source)> Seen)> RunAsync(
        CancellationToken stop, params VisionCamera[] cameras)
    {
        var seen = new List<(string, string)>();
        var publisher = new RecordingPublisher { OnFrame = observation => seen.Add((observation.Inputs.Camera, observation.Frame.Source)) };
        var pipeline = new VisionPipeline(cameras, _model, [publisher], TimeProvider.System);
        try
        {
            await pipeline.RunAsync(stop);
        }
        finally
        {
            Assert.That(pipeline.Pool.Outstanding, Is.Zero);
        }

        return (pipeline, publisher, seen);
    }

    [Test]
    public async Task RunAsync_OneThatFailsAndOneThatNeverComes_TakeNobodyWithThem(CancellationToken cancellationToken)
    {
        using var failed = new ManualResetEventSlim();
        var head = Camera("head", reading =>
        {
            if (reading == 5) failed.Wait(cancellationToken);
            return reading < 20 ? ReadOutcome.Frame : ReadOutcome.End;
        });
        var chest = Camera("chest", reading => reading < 2 ? ReadOutcome.Frame : throw new InvalidDataException("broken"));
        var rear = Camera("rear", _ =>
        {
            if (chest.Failure is not null) failed.Set();
            return failed.IsSet ? ReadOutcome.End : ReadOutcome.SourceLost;
        });
        var (pipeline, publisher, seen) = await RunAsync(cancellationToken, head, chest, rear);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(seen, Does.Contain(("head", "head.mp4")).And.Not.Contain(("rear", "rear.mp4")));
            Assert.That(seen[^1].Camera, Is.EqualTo("head"));
            Assert.That(head.Metrics.Published + head.Metrics.Dropped, Is.EqualTo(20));
            Assert.That(pipeline.Metrics.Published, Is.EqualTo(seen.Count));
            Assert.That((chest.Failure?.Message, head.Failure, rear.Failure), Is.EqualTo(("broken", (Exception?)null, (Exception?)null)));
            var last = publisher.States[^1];
            Assert.That((last.Status, last.Source), Is.EqualTo((PipelineStatus.Ended, "head, chest, rear")));
            Assert.That(last.Cameras.Select(camera => (camera.Camera, camera.Status)), Is.EqualTo(new[]
            {
                ("head", PipelineStatus.Ended), ("chest", PipelineStatus.Ended), ("rear", PipelineStatus.Ended),
            }));
            var between = publisher.States.Last(state => state is { Status: PipelineStatus.Running } && state.Cameras[1].Status == PipelineStatus.Ended);
            Assert.That(between.Health!.Level, Is.EqualTo(HealthLevel.Degraded), "others see");
            Assert.That(between.Health.Reasons.Select(reason => reason.Text), Does.Contain("chest: broken"));
        }
    }

    [Test]
    public void RunAsync_AllFail_ThrowsWhatTheFirstDied(CancellationToken cancellationToken) =>
        Assert.That(async () => await RunAsync(cancellationToken, Camera("head", _ => throw new InvalidDataException("no lens")),
            Camera("chest", _ => throw new IOException("no cable"))), Throws.InstanceOf<InvalidDataException>().With.Message.EqualTo("no lens"));

    [Test]
    public void Make_CamerasThatCannotBeToldApart_IsRefused() => Assert.That(
        () => new VisionPipeline([Camera("head", _ => ReadOutcome.End), Camera("head", _ => ReadOutcome.End)], _model, [], TimeProvider.System),
        Throws.InstanceOf<ArgumentException>().With.Message.Contains("names that differ"));

    [Test]
    public void FrameQueue_Live_KeepsTheNewestOfEachCameraAndGivesWhatWasCapturedFirst()
    {
        var (pool, dropped) = (new FramePool(8), new List<long>());
        var queue = new FrameQueue<Frame>(8, isLive: true, frame => frame, frame => dropped.Add(frame.Number));
        foreach (var (camera, number, time) in new[] { (0, 1L, 10L), (1, 2L, 40L), (0, 3L, 50L), (0, 4L, 60L), (2, 5L, 30L) })
        {
            var frame = pool.Rent(default);
            (frame.Camera, frame.Number, frame.Timestamp) = (camera, number, time);
            Assert.That(queue.TryWrite(frame), Is.True);
        }

        queue.Complete();
        var read = new List<long>();
        while (queue.TryRead(out var frame)) read.Add(frame.Number);
        Assert.That(dropped, Is.EqualTo(new[] { 1, 3 }), "a newer frame of the same camera came");
        Assert.That(read, Is.EqualTo(new[] { 5, 2, 4 }));
        Assert.That(queue.TryWrite(pool.Rent(default)), Is.False);
    }
}
