using RobotVision.Capture;
using RobotVision.Detections;
using RobotVision.Inference;
using RobotVision.Pipeline;
using RobotVision.Testing;

namespace RobotVision.Tests.Pipeline;

public class VisionPipelineTests
{
    VisionModel _model = null!;
    VisionPipeline? _pipeline;

    [OneTimeSetUp]
    public void LoadModel() => _model = TestModel.Load();

    [OneTimeTearDown]
    public void FreeModel() => _model.Dispose();

    [TearDown]
    public void EveryFrameIsBack() => Assert.That(_pipeline?.Pool.Outstanding ?? 0, Is.Zero);

    VisionPipeline Make(IFrameSource source, RecordingPublisher publisher, TimeProvider? clock = null) =>
        _pipeline = new VisionPipeline(source, _model, [publisher], clock ?? TimeProvider.System);

    /// <summary>Blocks until capture waits for a frame: all of the pool are on their way.</summary>
    void AwaitBackPressure(ScriptedSource source, int frames) =>
        SpinWait.SpinUntil(() => _pipeline!.Pool.Outstanding == _pipeline.Pool.Capacity || source.FramesRead == frames);

    [Test]
    [CancelAfter(300_000)]
    public async Task RunAsync_ReplayWithSlowPublishing_LosesNoFrameAndKeepsTheirOrder(CancellationToken cancellationToken)
    {
        const int frames = 60;
        var source = ScriptedSource.Of(frames);
        var publisher = new RecordingPublisher { OnFrame = _ => AwaitBackPressure(source, frames) };
        await Make(source, publisher).RunAsync(cancellationToken);
        Assert.That(publisher.Numbers, Is.EqualTo(Enumerable.Range(0, frames)));
        Assert.That(_pipeline!.Metrics.Published, Is.EqualTo(frames));
        Assert.That(_pipeline.Metrics.Dropped, Is.Zero);
        Assert.That(publisher.States, Is.Empty);
    }

    [Test]
    [CancelAfter(300_000)]
    public async Task RunAsync_LiveWithSlowPublishing_KeepsTheNewestAndCountsTheOthers(CancellationToken cancellationToken)
    {
        const int frames = 300;
        using var allRead = new ManualResetEventSlim();
        var source = new ScriptedSource(
            reading =>
            {
                if (reading == frames) allRead.Set();
                return reading < frames ? ReadOutcome.Frame : ReadOutcome.End;
            },
            live: true);
        var publisher = new RecordingPublisher { OnFrame = _ => allRead.Wait(cancellationToken) };
        await Make(source, publisher).RunAsync(cancellationToken);

        Assert.That(publisher.Numbers, Is.Ordered.And.Unique);
        Assert.That(publisher.Numbers[^1], Is.EqualTo(frames - 1));
        Assert.That(publisher.Numbers, Has.Count.LessThanOrEqualTo(9)); // one blocked, four at work, four waiting
        Assert.That(_pipeline!.Metrics.Published, Is.EqualTo(publisher.Numbers.Count));
        Assert.That(_pipeline.Metrics.Published + _pipeline.Metrics.Dropped, Is.EqualTo(source.FramesRead));
        Assert.That(_pipeline.Metrics.Drops().Sum(drop => drop.Count), Is.EqualTo(_pipeline.Metrics.Dropped));
        Assert.That(_pipeline.Metrics.Drops().Select(drop => drop.Reason), Is.All.EqualTo(DropReason.NewerFrame));
        Assert.That(_pipeline.Metrics.Drops().Select(drop => drop.Stage), Is.SubsetOf(new[] { Stage.Sample, Stage.Infer, Stage.Decode, Stage.Publish }));
    }

    /// <summary>A stage that always found a frame waiting used to run on the caller's thread and the next stage was never started.</summary>
    [Test]
    [CancelAfter(300_000)]
    public async Task RunAsync_LiveSourceFasterThanSampling_PublishesBeforeTheSourceEnds(CancellationToken cancellationToken)
    {
        using var published = new ManualResetEventSlim();
        var source = new ScriptedSource(reading => published.IsSet || reading == 200_000 ? ReadOutcome.End : ReadOutcome.Frame, live: true);
        await Make(source, new RecordingPublisher { OnFrame = _ => published.Set() }).RunAsync(cancellationToken);
        Assert.That(source.FramesRead, Is.LessThan(200_000));
    }

    [Test]
    [CancelAfter(300_000)]
    public async Task RunAsync_BadFrames_AreCountedNumberedAndReported(CancellationToken cancellationToken)
    {
        var source = new ScriptedSource(reading => reading switch { 1 or 3 => ReadOutcome.BadFrame, 5 => ReadOutcome.End, _ => ReadOutcome.Frame });
        var publisher = new RecordingPublisher();
        await Make(source, publisher).RunAsync(cancellationToken);
        Assert.That(publisher.Numbers, Is.EqualTo(new long[] { 0, 2, 4 }));
        Assert.That(_pipeline!.Metrics.Drops(), Is.EqualTo(new[] { (Stage.Capture, DropReason.BadFrame, 2L) }));
        Assert.That(_pipeline.Problems, Is.EqualTo(new[] { "BadFrame at reading 1", "BadFrame at reading 3" }));
        Assert.That(_pipeline.State.Problem, Is.Null, "the last frame was good");
    }

    [Test]
    [CancelAfter(300_000)]
    public async Task RunAsync_ThresholdsExchangedBetweenTwoFrames_HoldFromTheNextOneOn(CancellationToken cancellationToken)
    {
        using var published = new SemaphoreSlim(1);
        var source = new ScriptedSource(reading =>
        {
            published.Wait(cancellationToken);
            return reading < 8 ? ReadOutcome.Frame : ReadOutcome.End;
        });
        var found = new List<int>();
        await Make(source, new RecordingPublisher
        {
            OnFrame = observation =>
            {
                found.Add(observation.Detections.Count);
                if (observation.Frame.Number == 3) _pipeline!.Thresholds = TestModel.LowThresholds;
                published.Release();
            },
        }).RunAsync(cancellationToken);
        Assert.That(found.Take(4), Is.All.Zero);
        Assert.That(found.Skip(4), Has.Exactly(4).Positive);
    }

    /// <summary>Live, close-ups are left out where time is short; what the whole view shows was then judged by the thresholds for close-ups.</summary>
    [Test]
    [CancelAfter(300_000)]
    public async Task RunAsync_NoTimeForCloseUps_UsesTheThresholdsOfTheWholeView([Values] bool isTime, CancellationToken cancellationToken)
    {
        using var model = TestModel.Load(maxSamples: 2);
        var clock = new ManualTimeProvider(); // stands still: any budget is enough
        var closeUps = new RobotVision.CloseUps.CloseUpOptions { CloseUps = 2, Budget = TimeSpan.FromTicks(1) };
        var found = new List<(int Views, int Detections)>();
        var publisher = new RecordingPublisher { OnFrame = observation => found.Add((observation.Views.Count, observation.Detections.Count)) };
        _pipeline = new VisionPipeline(ScriptedSource.Of(3, live: true), model, [publisher], isTime ? clock : TimeProvider.System, closeUps)
        {
            Thresholds = new(TestModel.LowThresholds, new(TestModel.Contract.Thresholds)),
        };
        await _pipeline.RunAsync(cancellationToken);
        Assert.That(found.Select(frame => frame.Views), Is.All.EqualTo(isTime ? 3 : 1));
        Assert.That(found.Select(frame => frame.Detections), isTime ? Is.All.Zero : Is.All.Positive);
    }

    [Test]
    [CancelAfter(300_000)]
    public async Task CloseUpsAndThresholds_ChangedWhileItRuns_HoldFromTheNextFrameOn(CancellationToken cancellationToken)
    {
        using var model = TestModel.Load(maxSamples: 2);
        var found = new List<(int Views, int Detections)>();
        using var published = new SemaphoreSlim(0);
        var publisher = new RecordingPublisher
        {
            OnFrame = observation =>
            {
                found.Add((observation.Views.Count, observation.Detections.Count));
                if (found.Count == 1)
                    (_pipeline!.CloseUps, _pipeline.Thresholds) =
                        (0, Enum.GetValues<ObjectClass>().Aggregate(_pipeline.Thresholds, (all, one) => all.With(one, Thresholds.Off)));
                published.Release();
            },
        };
        var source = new ScriptedSource(reading =>
        {
            if (reading > 0) published.Wait(cancellationToken); // one frame after the other
            return reading < 3 ? ReadOutcome.Frame : ReadOutcome.End;
        });
        _pipeline = new VisionPipeline(source, model, [publisher], TimeProvider.System, new() { CloseUps = 2 }) { Thresholds = TestModel.LowThresholds };
        Assert.That(() => _pipeline.CloseUps = 3, Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That((_pipeline.CloseUps, _pipeline.MostCloseUps), Is.EqualTo((2, 2)));
        await _pipeline.RunAsync(cancellationToken);
        Assert.That(found.Select(frame => frame.Views), Is.EqualTo(new[] { 3, 1, 1 }));
        Assert.That(found.Select(frame => frame.Detections > 0), Is.EqualTo(new[] { true, false, false }));
    }

    [Test]
    [CancelAfter(300_000)]
    public async Task RunAsync_SourceWithAPassword_PublishesItNowhere(CancellationToken cancellationToken)
    {
        var names = new List<string>();
        var publisher = new RecordingPublisher { OnFrame = observation => names.Add(observation.Frame.Source) };
        const string url = "http://cam:secret@127.0.0.1/x?token=secret";
        static ReadOutcome Outcome(int reading) => reading switch
        {
            0 or 3 => ReadOutcome.Frame,
            1 => ReadOutcome.SourceLost,
            2 => ReadOutcome.BadFrame,
            _ => ReadOutcome.End,
        };
        await Make(new ScriptedSource(Outcome, live: true) { Name = url }, publisher).RunAsync(cancellationToken);
        var texts = names.Concat(publisher.States.Select(state => $"{state.Source} {state.Problem}")).Concat(_pipeline!.Problems).ToList();
        Assert.That(texts, Has.None.Contain("secret").And.Some.Contain("http://***@127.0.0.1/x?token=***"));
        Assert.That(_pipeline.Problems, Has.One.Contain("***"));
    }

    [Test]
    [CancelAfter(300_000)]
    public async Task RunAsync_CancelledWhileCaptureWaits_StillPublishesEveryFrameThatWasRead(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var source = ScriptedSource.Of(int.MaxValue);
        var publisher = new RecordingPublisher
        {
            OnFrame = _ =>
            {
                if (stop.IsCancellationRequested) return;
                AwaitBackPressure(source, int.MaxValue);
                stop.Cancel();
            },
        };
        await Make(source, publisher).RunAsync(stop.Token);
        Assert.That(publisher.Numbers, Is.EqualTo(Enumerable.Range(0, source.FramesRead)));
        Assert.That(_pipeline!.State.Status, Is.EqualTo(PipelineStatus.Ended));
    }

    [Test]
    [CancelAfter(300_000)]
    public async Task RunAsync_LiveCancelled_EndsAndAccountsForEveryFrame(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var source = ScriptedSource.Of(int.MaxValue, live: true);
        var publisher = new RecordingPublisher { OnFrame = observation => { if (observation.Frame.Number > 20) stop.Cancel(); } };
        await Make(source, publisher).RunAsync(stop.Token);
        Assert.That(_pipeline!.Metrics.Published + _pipeline.Metrics.Dropped, Is.EqualTo(source.FramesRead));
        Assert.That(publisher.States[^1].Status, Is.EqualTo(PipelineStatus.Ended));
    }

    [Test]
    [CancelAfter(300_000)]
    public void RunAsync_ThrowingPublisher_EndsAReplayWithItsException(CancellationToken cancellationToken)
    {
        var publisher = new RecordingPublisher { OnFrame = observation => { if (observation.Frame.Number >= 5) throw new IOException("disk full"); } };
        var run = Make(ScriptedSource.Of(int.MaxValue), publisher).RunAsync(cancellationToken);
        Assert.That(async () => await run, Throws.InstanceOf<IOException>().With.Message.EqualTo("disk full"));
        Assert.That(publisher.Numbers.Count(number => number >= 5), Is.EqualTo(1));
    }

    [TestCase(false)]
    [TestCase(true)]
    [CancelAfter(300_000)]
    public void RunAsync_ThrowingSource_EndsTheRunWithItsException(bool live, CancellationToken cancellationToken)
    {
        var source = new ScriptedSource(reading => reading < 12 ? ReadOutcome.Frame : throw new InvalidDataException("broken source"), live);
        var publisher = new RecordingPublisher();
        var run = Make(source, publisher).RunAsync(cancellationToken);
        Assert.That(async () => await run, Throws.InstanceOf<InvalidDataException>().With.Message.EqualTo("broken source"));
        Assert.That(publisher.Numbers[^1], Is.EqualTo(11), "what was read before is still published");
    }
}
