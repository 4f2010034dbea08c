using RobotVision.Capture;
using RobotVision.CloseUps;
using RobotVision.Pipeline;
using RobotVision.Testing;

namespace RobotVision.Tests.Pipeline;

/// <summary>What several share: a model, frames, and a pipeline's results.</summary>
[CancelAfter(300_000)]
public class SharingTests
{
    static FrameThresholds Low => TestModel.LowThresholds;

    [Test]
    public async Task RunAsync_TwoPipelinesWithOneModel_BothPublishEveryFrameAndTheSame(CancellationToken cancellationToken)
    {
        using var model = TestModel.Load();
        var results = new List<(long, int, float)>[] { [], [] };
        await Task.WhenAll(results.Select(async result =>
        {
            var publisher = new RecordingPublisher
            {
                OnFrame = observation => result.Add((observation.Frame.Number, observation.Detections.Count, observation.Features.Values[0])),
            };
            await new VisionPipeline(ScriptedSource.Of(200), model, [publisher], TimeProvider.System) { Thresholds = Low }.RunAsync(cancellationToken);
        }));
        Assert.That(results[0], Has.Count.EqualTo(200));
        Assert.That(results[1], Is.EqualTo(results[0]));
    }

    [Test]
    public async Task Replace_UnderLoad_LosesNoFrameAndNoneMeetsTwoModels(CancellationToken cancellationToken)
    {
        using var folder = new TemporaryFolder();
        // an unknown field of a space
        var copy = folder.Write("copy.onnx", RobotVision.Inference.ModelChecksum.Seal(
            [.. await File.ReadAllBytesAsync(TestModel.Path, cancellationToken), 0x5a, 0x01, 0x20]));
        using var first = TestModel.Load();
        using var second = RobotVision.Inference.VisionModel.Load(copy, new() { Accelerator = RobotVision.Inference.Accelerator.Cpu });
        var met = new List<(string Model, FrameThresholds Thresholds, int Detections)>();
        var frames = 0;
        VisionPipeline pipeline = null!;
        var publisher = new RecordingPublisher
        {
            OnFrame = observation => met.Add((observation.Inputs.Model, observation.Inputs.Thresholds, observation.Detections.Count)),
        };
        var source = new ScriptedSource(reading =>
        {
            // Another model at every tenth frame, from the capturing thread, while other frames are on their way.
            if (reading % 10 == 9) pipeline.Replace(reading / 10 % 2 == 0 ? second : first, reading / 10 % 2 == 0 ? Low : null);
            return ++frames <= 500 ? ReadOutcome.Frame : ReadOutcome.End;
        });
        pipeline = new VisionPipeline(source, first, [publisher], TimeProvider.System);
        await pipeline.RunAsync(cancellationToken);
        Assert.That(first.Hash, Is.Not.EqualTo(second.Hash));
        Assert.That(publisher.Numbers, Is.EqualTo(Enumerable.Range(0, 500).Select(number => (long)number)));
        Assert.That(met.Select(frame => frame.Model).Distinct(), Is.EquivalentTo(new[] { first.Hash, second.Hash }));
        // The second came with low thresholds, the first with its own, which nothing passes.
        Assert.That(met.Where(frame => frame.Model == second.Hash).Select(frame => frame.Detections), Is.All.Positive);
        Assert.That(met.Where(frame => frame.Model == first.Hash).Select(frame => frame.Detections), Is.All.Zero);
        Assert.That(pipeline.Pool.Outstanding, Is.Zero);
    }

    [Test]
    public async Task Subscribe_ReaderThatNeverReads_StallsNothingAndItsLossesAreCounted(CancellationToken cancellationToken)
    {
        using var model = TestModel.Load();
        var publisher = new RecordingPublisher();
        var pipeline = new VisionPipeline(ScriptedSource.Of(300), model, [publisher], TimeProvider.System);
        using var subscription = pipeline.Subscribe(queueLength: 2);
        await pipeline.RunAsync(cancellationToken);
        Assert.That(publisher.Numbers, Has.Count.EqualTo(300));
        Assert.That(subscription.Lost, Is.EqualTo(298));
        Assert.That(pipeline.Pool.Outstanding, Is.EqualTo(2));
        Assert.That(subscription.TryRead(out var oldest), Is.True);
        Assert.That(oldest!.Observation.Frame.Number, Is.EqualTo(298), "the newest two wait");
        oldest.Dispose();
        subscription.Dispose();
        Assert.That(pipeline.Pool.Outstanding, Is.Zero);
    }

    [Test]
    public async Task Subscribe_ReaderThatGivesNothingBack_StallsNothing(CancellationToken cancellationToken)
    {
        using var model = TestModel.Load();
        var held = new List<Subscription.Lease>();
        var publisher = new RecordingPublisher();
        var pipeline = new VisionPipeline(ScriptedSource.Of(300), model, [publisher], TimeProvider.System);
        using var subscription = pipeline.Subscribe();
        var reading = Task.Run(async () =>
        {
            while (await subscription.WaitToReadAsync(cancellationToken))
                if (subscription.TryRead(out var result)) held.Add(result);
        }, cancellationToken);
        await pipeline.RunAsync(cancellationToken);
        await reading;
        Assert.That(publisher.Numbers, Has.Count.EqualTo(300));
        Assert.That(held, Has.Count.EqualTo(2), "as many as it may hold");
        foreach (var result in held) result.Dispose();
        Assert.That(pipeline.Pool.Outstanding, Is.Zero);
    }

    [Test]
    public async Task Subscribe_ReaderAtWork_SeesThePixelsOfTheVeryFrame(CancellationToken cancellationToken)
    {
        using var model = TestModel.Load();
        var wrong = new List<long>();
        var seen = 0;
        var pipeline = new VisionPipeline(ScriptedSource.Of(500), model, [], TimeProvider.System);
        using var subscription = pipeline.Subscribe();
        var reading = Task.Run(async () =>
        {
            while (await subscription.WaitToReadAsync(cancellationToken))
                while (subscription.TryRead(out var result))
                    using (result)
                    {
                        // The source fills each frame with one shade that follows from its number.
                        var frame = result.Observation.Frame;
                        seen++;
                        if (frame.View.Row(0).ToArray().Any(value => value != (byte)(frame.Number * 37))) wrong.Add(frame.Number);
                    }
        }, cancellationToken);
        await pipeline.RunAsync(cancellationToken);
        await reading;
        Assert.That(seen, Is.Positive);
        Assert.That(seen + subscription.Lost, Is.EqualTo(500));
        Assert.That(wrong, Is.Empty);
        Assert.That(pipeline.Pool.Outstanding, Is.Zero);
    }

    [Test]
    public async Task Subscribe_AfterTheEnd_HasNothingToWaitFor(CancellationToken cancellationToken)
    {
        using var model = TestModel.Load();
        var pipeline = new VisionPipeline(ScriptedSource.Of(3), model, [], TimeProvider.System);
        await pipeline.RunAsync(cancellationToken);
        using var subscription = pipeline.Subscribe();
        Assert.That(await subscription.WaitToReadAsync(cancellationToken), Is.False);
    }

    [Test]
    public async Task RunAsync_LivePublisherThatFails_IsCountedAndTheOthersGoOn(CancellationToken cancellationToken)
    {
        using var model = TestModel.Load();
        var broken = new RecordingPublisher { OnFrame = _ => throw new IOException("Output 'a.jsonl' cannot be written: the disk is full.") };
        var whole = new RecordingPublisher();
        var pipeline = new VisionPipeline(ScriptedSource.Of(20, live: true), model, [broken, whole], TimeProvider.System);
        await pipeline.RunAsync(cancellationToken);
        Assert.That(whole.Numbers, Has.Count.EqualTo(pipeline.Metrics.Published).And.Not.Empty);
        Assert.That(pipeline.Unsent, Has.Property("Problem").Contain("the disk is full"));
        Assert.That(pipeline.Unsent!.Count, Is.GreaterThanOrEqualTo(pipeline.Metrics.Published));
        Assert.That(whole.States.Select(state => state.Unsent), Has.Some.Not.Null, "the state says so");
        Assert.That(pipeline.HasFailedPublisher, Is.True);
    }

    [Test]
    public async Task RunAsync_LivePublisherOfStatesThatFails_IsCounted(CancellationToken cancellationToken)
    {
        using var model = TestModel.Load();
        var broken = new RecordingPublisher { OnState = _ => throw new IOException("no network") };
        var pipeline = new VisionPipeline(ScriptedSource.Of(20, live: true), model, [broken], TimeProvider.System);
        await pipeline.RunAsync(cancellationToken);
        Assert.That(pipeline.Unsent, Has.Property("Problem").EqualTo("no network").And.Property("Count").Positive);
    }

    [Test]
    public void RunAsync_LiveStandardOutputThatIsClosed_Throws(CancellationToken cancellationToken)
    {
        using var model = TestModel.Load();
        var closed = new RecordingPublisher { OnFrame = _ => throw new OutputClosedException("Has whatever reads it ended?", new IOException()) };
        var pipeline = new VisionPipeline(ScriptedSource.Of(int.MaxValue, live: true), model, [closed], TimeProvider.System);
        Assert.That(() => pipeline.RunAsync(cancellationToken), Throws.InstanceOf<OutputClosedException>());
    }
}
