using RobotVision.Capture;
using RobotVision.Inference;
using RobotVision.Pipeline;
using RobotVision.Testing;

namespace RobotVision.Tests.Pipeline;

/// <summary>What a live pipeline says of itself, with a clock that only the source moves.</summary>
[CancelAfter(60_000)]
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
}
