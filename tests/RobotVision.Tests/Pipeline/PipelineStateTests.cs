using RobotVision.Capture;
using RobotVision.Health;
using RobotVision.Inference;
using RobotVision.Pipeline;
using RobotVision.Testing;

namespace RobotVision.Tests.Pipeline;

/// <summary>What a live pipeline says of itself, with a clock that only the source moves.</summary>
[CancelAfter(300_000)]
public class PipelineStateTests
{
    readonly ManualTimeProvider _clock = new();
    VisionModel _model = null!;

    [OneTimeSetUp]
    public void LoadModel() => _model = TestModel.Load();

    [OneTimeTearDown]
    public void FreeModel() => _model.Dispose();

    async Task<(List<PipelineState> States, VisionPipeline Pipeline)> RunAsync(Func<int, ReadOutcome> script, CancellationToken cancellationToken)
    {
        var publisher = new RecordingPublisher();
        var pipeline = new VisionPipeline(new ScriptedSource(script, live: true, _clock), _model, [publisher], _clock);
        await pipeline.RunAsync(cancellationToken);
        Assert.That(pipeline.Pool.Outstanding, Is.Zero);
        return (publisher.States, pipeline);
    }

    [Test]
    public async Task RunAsync_SourceLostAndBack_PublishesEveryChangeAndCountsIt(CancellationToken cancellationToken)
    {
        var (states, pipeline) = await RunAsync(
            reading => reading switch { 0 or 3 or 5 => ReadOutcome.Frame, 1 or 2 or 4 => ReadOutcome.SourceLost, _ => ReadOutcome.End }, cancellationToken);
        Assert.That(states.Select(state => state.Status), Is.EqualTo(new[]
        {
            PipelineStatus.Waiting, PipelineStatus.Running, PipelineStatus.SourceLost, PipelineStatus.Running, PipelineStatus.SourceLost,
            PipelineStatus.Running, PipelineStatus.Ended,
        }));
        Assert.That(states.Select(state => state.TimesLost), Is.EqualTo(new[] { 0, 0, 1, 1, 2, 2, 2 }));
        Assert.That(states.Select(state => state.Problem),
            Is.EqualTo(new[] { null, null, "SourceLost at reading 1", null, "SourceLost at reading 4", null, null }));
        Assert.That(pipeline.Metrics.Published + pipeline.Metrics.Dropped, Is.EqualTo(3), "attempts to bring it back are no frames");
        Assert.That(states[^1].Published, Is.EqualTo(pipeline.Metrics.Published));
    }

    [Test]
    public async Task RunAsync_SourceThatIsNotThereYet_SaysOnceASecondThatItWaitsAndWhy(CancellationToken cancellationToken)
    {
        var (states, _) = await RunAsync(
            reading =>
            {
                if (reading > 0) _clock.Advance(TimeSpan.FromSeconds(1));
                return reading < 3 ? ReadOutcome.SourceLost : ReadOutcome.End;
            },
            cancellationToken);
        Assert.That(states.Select(state => state.Status),
            Is.EqualTo(new[] { PipelineStatus.Waiting, PipelineStatus.Waiting, PipelineStatus.Waiting, PipelineStatus.Waiting, PipelineStatus.Ended }));
        Assert.That(states[1].Problem, Is.EqualTo("SourceLost at reading 0"));
        Assert.That((states[2].At - states[1].At).TotalSeconds, Is.EqualTo(1).Within(1e-9));
        Assert.That(states[^1].TimesLost, Is.Zero, "it was never there");
    }

    [Test]
    public async Task RunAsync_CameraWithOnePicture_IsLostThenOkThenNotOkAndLostAtTheEnd(CancellationToken cancellationToken)
    {
        var publisher = new RecordingPublisher();
        VisionPipeline? pipeline = null;
        var source = new ScriptedSource(
            reading =>
            {
                // Every frame is worked on before the next one comes, as long as the machine needs for that.
                SpinWait.SpinUntil(() => pipeline!.Metrics.Published == reading || cancellationToken.IsCancellationRequested);
                _clock.Advance(TimeSpan.FromSeconds(0.5));
                return reading < 12 ? ReadOutcome.Frame : ReadOutcome.End;
            },
            live: true, _clock);
        pipeline = new(source, _model, [publisher], _clock);
        await pipeline.RunAsync(cancellationToken);
        var health = publisher.States.Select(state => state.Health!).ToArray();
        Assert.That((health[0].Level, health[1].Level, health[^1].ToString()), Is.EqualTo((HealthLevel.Lost, HealthLevel.Ok, "lost: the run has ended")));
        var reason = health.Where(one => one.Level == HealthLevel.Degraded).SelectMany(one => one.Reasons).Select(one => one.Problem).Distinct();
        Assert.That(reason, Is.EqualTo(new[] { HealthProblem.Covered }), "the pictures of this source have one colour");
    }
}
