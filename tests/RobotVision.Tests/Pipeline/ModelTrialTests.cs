using RobotVision.CloseUps;
using RobotVision.Inference;
using RobotVision.Pipeline;
using RobotVision.Testing;

namespace RobotVision.Tests.Pipeline;

/// <summary>A model is tried on the last frames before it takes over.</summary>
[CancelAfter(300_000)]
public class ModelTrialTests
{
    TemporaryFolder _folder = null!;
    VisionModel _running = null!, _candidate = null!;

    [SetUp]
    public void WriteModels()
    {
        _folder = new();
        _running = WrittenModels.Load(WrittenModels.WriteFinite(_folder["running.onnx"]));
        _candidate = WrittenModels.Load(WrittenModels.WriteFinite(_folder["candidate.onnx"], seed: 1));
    }

    [TearDown]
    public void FreeModels()
    {
        _running.Dispose();
        _candidate.Dispose();
        _folder.Dispose();
    }

    static FrameThresholds ThresholdsOf(VisionModel model) => FrameThresholds.Of(model.Contract);

    /// <summary>Tries a model after a run of so many frames, of which the last ones are kept.</summary>
    async Task<TrialTimes> TryAsync(VisionModel candidate, TimeProvider clock, CancellationToken cancellationToken, int frames = 5)
    {
        var pipeline = new VisionPipeline(ScriptedSource.Of(frames), _running, [], TimeProvider.System);
        using var trial = new ModelTrial(pipeline, clock);
        await pipeline.RunAsync(cancellationToken);
        try
        {
            return await trial.RunAsync(candidate, ThresholdsOf(candidate), cancellationToken);
        }
        finally
        {
            trial.Dispose();
            Assert.That(pipeline.Pool.Outstanding, Is.Zero);
        }
    }

    [Test]
    public async Task RunAsync_FastModel_IsTriedOnTheLastFrames(CancellationToken cancellationToken)
    {
        var times = await TryAsync(_candidate, new AlternatingClock(running: 2, candidate: 4), cancellationToken);
        Assert.That(times.Frames, Is.EqualTo(ModelTrial.KeptFrames), "those that are kept when no more come");
        Assert.That(times.Running.TotalMilliseconds, Is.EqualTo(2).Within(0.05));
        Assert.That(times.Candidate.TotalMilliseconds, Is.EqualTo(4).Within(0.1));
        Assert.That(times.Budget.TotalMilliseconds, Is.EqualTo(33.3).Within(0.1));
        Assert.That(times.IsTooSlow, Is.False);
    }

    [Test]
    public async Task RunAsync_NoFrameYet_IsTriedOnAPicture(CancellationToken cancellationToken)
    {
        var times = await TryAsync(_candidate, TimeProvider.System, cancellationToken, frames: 0);
        Assert.That(times.Frames, Is.Zero);
        Assert.That(times.Candidate, Is.GreaterThan(TimeSpan.Zero));
    }

    [TestCase(2, 60, true)]
    [TestCase(40, 60, false)] // the old one is too slow as well
    [TestCase(2, 30, false)]
    [TestCase(2, 4000, true)] // which would take a minute, were it run as often as others
    public async Task RunAsync_SlowModel_IsTooSlowIfTheOldOneIsNot(int running, int candidate, bool isTooSlow, CancellationToken cancellationToken)
    {
        var times = await TryAsync(_candidate, new AlternatingClock(running, candidate), cancellationToken);
        Assert.That(times.IsTooSlow, Is.EqualTo(isTooSlow));
        Assert.That(times.ToString(), Does.Contain("33.3 ms"));
    }

    [Test]
    public void RunAsync_ModelThatYieldsNaN_IsRefused([Values(5, 0)] int frames, CancellationToken cancellationToken)
    {
        using var nan = WrittenModels.Load(WrittenModels.WriteNaN(_folder["nan.onnx"]));
        Assert.That(() => TryAsync(nan, TimeProvider.System, cancellationToken, frames),
            Throws.InstanceOf<InvalidDataException>().With.Message.Contains("nan.onnx").And.Message.Contains("expected finite outputs, found NaN"));
    }
}
