using RobotVision.Cameras;
using RobotVision.Capture;
using RobotVision.Geometry;
using RobotVision.Inference;
using RobotVision.Pipeline;
using RobotVision.Placing;
using RobotVision.Testing;

namespace RobotVision.Tests.Pipeline;

/// <summary>A model that takes over while frames come, on probation, and the way back.</summary>
[CancelAfter(300_000)]
public class ModelSwapTests
{
    const int Change = 20; // the reading at which the second model is asked for

    TemporaryFolder _folder = null!;
    VisionModel _first = null!, _second = null!;
    readonly List<string> _met = [];
    RecordingPublisher _publisher = null!;
    VisionPipeline _pipeline = null!;

    [SetUp]
    public void WriteModels()
    {
        _folder = new();
        _first = WrittenModels.Load(WrittenModels.WriteFinite(_folder["first.onnx"]));
        _second = WrittenModels.Load(WrittenModels.WriteFinite(_folder["second.onnx"], seed: 1));
        _met.Clear();
        _publisher = new() { OnFrame = observation => _met.Add(observation.Inputs.Model) };
    }

    [TearDown]
    public void FreeModels()
    {
        _first.Dispose();
        _second.Dispose();
        _folder.Dispose();
        Assert.That(_pipeline.Pool.Outstanding, Is.Zero);
    }

    VisionModel LoadNaN(float limit = -2) => WrittenModels.Load(WrittenModels.WriteNaN(_folder["nan.onnx"], limit));

    /// <summary>Runs so many frames, with something done at one reading or more.</summary>
    async Task RunAsync(
        int frames, Action<int> onReading, CancellationToken cancellationToken, TimeProvider? clock = null, FramePlacer? placer = null, bool live = false)
    {
        var source = new ScriptedSource(reading =>
        {
            onReading(reading);
            return reading < frames ? ReadOutcome.Frame : ReadOutcome.End;
        }, live);
        _pipeline = new(source, _first, [_publisher], clock ?? TimeProvider.System, placer: placer);
        await _pipeline.RunAsync(cancellationToken);
        if (live) Assert.That(_pipeline.Metrics.Published + _pipeline.Metrics.Dropped, Is.EqualTo(source.FramesRead), "each frame is published or counted");
        else Assert.That(_publisher.Numbers, Is.EqualTo(Enumerable.Range(0, frames)), "no frame is lost, and none comes twice");
    }

    [Test]
    public async Task Replace_ModelThatYieldsNaN_TheOneBeforeComesBackAndNoFrameIsLost(CancellationToken cancellationToken)
    {
        using var nan = LoadNaN();
        await RunAsync(60, reading => { if (reading == Change) _pipeline.Replace(nan, probation: new()); }, cancellationToken);
        Assert.That(_met, Is.All.EqualTo(_first.Hash), "what it was given is processed by the one before, whose name the result has");
        var swap = _pipeline.State.Swap!;
        Assert.That((swap.Status, swap.Model, swap.Before), Is.EqualTo((SwapStatus.Returned, nan.Hash, _first.Hash)));
        Assert.That(swap.Reason, Does.Contain("nan.onnx").And.Contain("expected finite outputs, found NaN").And.Contain("first.onnx, runs again"));
        Assert.That(_pipeline.Model, Is.SameAs(_first));
    }

    /// <summary>It passes on dark frames, and its first bright one comes later.</summary>
    [Test]
    public async Task Replace_ModelThatYieldsNaNLater_ItsGoodFramesStayItsOwn(CancellationToken cancellationToken)
    {
        using var nan = LoadNaN(limit: 0.9f);
        await RunAsync(300, reading => { if (reading == 0) _pipeline.Replace(nan, probation: new()); }, cancellationToken);
        var change = _met.IndexOf(_first.Hash);
        Assert.That(change, Is.Positive, "the first frames are dark");
        Assert.That(_met.Take(change), Is.All.EqualTo(nan.Hash));
        Assert.That(_met.Skip(change), Is.All.EqualTo(_first.Hash));
    }

    [Test]
    public async Task Replace_WithoutProbation_StaysWhateverItYields(CancellationToken cancellationToken)
    {
        using var nan = LoadNaN();
        await RunAsync(60, reading => { if (reading == Change) _pipeline.Replace(nan); }, cancellationToken);
        Assert.That(_met[^1], Is.EqualTo(nan.Hash));
        Assert.That(_pipeline.State.Swap!.Status, Is.EqualTo(SwapStatus.Kept));
        Assert.That(_pipeline.TryReturn(), Is.False, "none is kept");
    }

    [Test]
    public async Task Replace_ModelWithWhichAFrameThrows_TheOneBeforeComesBack(CancellationToken cancellationToken)
    {
        var lens = new FailingLens(() => _pipeline?.Model == _second);
        await RunAsync(
            60, reading => { if (reading == Change) _pipeline.Replace(_second, probation: new()); }, cancellationToken, placer: new(new() { Camera = lens }));
        Assert.That(_met, Is.All.EqualTo(_first.Hash));
        Assert.That(_pipeline.State.Swap!.Reason, Does.Contain("second.onnx failed: a lens that breaks"));
    }

    /// <summary>Then it is not the model's fault, and the run ends as it would have without a swap.</summary>
    [Test]
    public void Replace_FrameThatThrowsWithBoth_EndsTheRun(CancellationToken cancellationToken)
    {
        var hasChanged = false;
        var lens = new FailingLens(() => hasChanged |= _pipeline?.Model == _second);
        Assert.That(
            () => RunAsync(
                60, reading => { if (reading == Change) _pipeline.Replace(_second, probation: new()); }, cancellationToken,
                placer: new(new() { Camera = lens })),
            Throws.InvalidOperationException.With.Message.EqualTo("a lens that breaks"));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Replace_ModelThatIsTooSlow_TheOneBeforeComesBackUnlessItWasForced(bool isForced, CancellationToken cancellationToken)
    {
        // With the second model each reading of the clock comes 10 ms later: a frame takes 70 ms or more, and comes every 33.3 ms.
        var clock = new DelayingClock(() => _pipeline?.Model == _second ? TimeSpan.FromMilliseconds(10) : TimeSpan.Zero);
        await RunAsync(
            100, reading => { if (reading == Change) _pipeline.Replace(_second, probation: new() { ChecksSpeed = !isForced }); }, cancellationToken, clock);
        var swap = _pipeline.State.Swap!;
        if (isForced)
        {
            Assert.That((_met[^1], swap.Status), Is.EqualTo((_second.Hash, SwapStatus.Probation)));
            return;
        }

        Assert.That((_met[^1], swap.Status), Is.EqualTo((_first.Hash, SwapStatus.Returned)));
        Assert.That(_met.Count(model => model == _second.Hash), Is.InRange(3, 30), "it had the frames on which it is judged");
        Assert.That(swap.Reason, Does.Match(
            @"second.onnx is too slow: the median of \d+ frames took \d+\.\d ms, and a frame comes every 33\.3 ms; .*it was 0\.0 ms"));
    }

    /// <summary>A machine that is too slow for both is no reason to go back.</summary>
    [Test]
    public async Task Replace_BothTooSlow_TheNewOneStays(CancellationToken cancellationToken)
    {
        var clock = new DelayingClock(() => TimeSpan.FromMilliseconds(10));
        await RunAsync(100, reading => { if (reading == Change) _pipeline.Replace(_second, probation: new()); }, cancellationToken, clock);
        Assert.That(_met[^1], Is.EqualTo(_second.Hash));
    }

    [Test]
    public async Task Replace_ModelThatProvesItself_IsKeptAndTheOneBeforeGoes(CancellationToken cancellationToken)
    {
        var clock = new DelayingClock(() => TimeSpan.FromMilliseconds(1)); // a frame takes some 7 ms
        await RunAsync(
            100, reading => { if (reading == Change) _pipeline.Replace(_second, probation: new() { Length = TimeSpan.FromMilliseconds(200) }); },
            cancellationToken, clock);
        Assert.That((_met[^1], _pipeline.State.Swap!.Status), Is.EqualTo((_second.Hash, SwapStatus.Kept)));
        Assert.That(_pipeline.TryReturn(), Is.False);
    }

    [Test]
    public async Task TryReturn_OnProbation_RunsTheOneBefore(CancellationToken cancellationToken)
    {
        var isReturning = false;
        _publisher = new()
        {
            OnFrame = observation =>
            {
                _met.Add(observation.Inputs.Model);
                if (observation.Inputs.Model == _second.Hash && !isReturning) isReturning = _pipeline.TryReturn();
            },
        };
        await RunAsync(100, reading => { if (reading == Change) _pipeline.Replace(_second, probation: new()); }, cancellationToken);
        Assert.That(isReturning, Is.True);
        Assert.That(_met[^1], Is.EqualTo(_first.Hash));
        Assert.That((_pipeline.State.Swap!.Status, _pipeline.State.Swap.Reason), Is.EqualTo((SwapStatus.Returned, (string?)null)));
        Assert.That(_pipeline.TryReturn(), Is.False, "there is nothing to go back to");
    }

    [Test]
    public async Task TryReturn_BeforeTheNextFrame_TheNewModelNeverRuns(CancellationToken cancellationToken)
    {
        await RunAsync(10, reading =>
        {
            if (reading != 0) return;
            _pipeline.Replace(_second, probation: new());
            Assert.That(_pipeline.TryReturn(), Is.True);
        }, cancellationToken);
        Assert.That(_met, Is.All.EqualTo(_first.Hash));
    }

    /// <summary>Every few frames another one, good or bad, while more frames come than can be worked on.</summary>
    [Test]
    public async Task Replace_LiveUnderLoad_EachFrameIsPublishedOrCounted(CancellationToken cancellationToken)
    {
        using var nan = LoadNaN();
        VisionModel[] models = [_second, nan, _first];
        VisionModel? asked = null;
        var isReturnTold = false;
        _publisher = new()
        {
            OnFrame = observation => _met.Add(observation.Inputs.Model),
            OnState = state => { if (state.Swap?.Status == SwapStatus.Returned) Volatile.Write(ref isReturnTold, true); },
        };
        await RunAsync(3000, reading =>
        {
            if (reading % 50 != 49) return;

            // Frames came since the last was asked for, so it takes over, and where it fails, the failure is told, however slow the machine is.
            while ((asked is not null && _pipeline.State.Swap?.Model != asked.Hash) || (asked == nan && !Volatile.Read(ref isReturnTold)))
            {
                cancellationToken.ThrowIfCancellationRequested();
                Thread.Sleep(1);
            }

            asked = models[reading / 50 % models.Length];
            _pipeline.Replace(asked, probation: new());
        }, cancellationToken, live: true);
        Assert.That(_met.Distinct(), Is.EquivalentTo(new[] { _first.Hash, _second.Hash }), "no result of NaN");
        Assert.That(_publisher.States.Select(state => state.Swap?.Status), Does.Contain(SwapStatus.Returned), "a state tells of it");
    }

    [Test]
    public async Task Replace_ProbationOfNoLength_Throws(CancellationToken cancellationToken)
    {
        await RunAsync(1, _ => { }, cancellationToken);
        Assert.That(() => _pipeline.Replace(_second, probation: new() { Length = TimeSpan.Zero }), Throws.TypeOf<OptionException>());
    }

    /// <summary>A clock that moves at each reading.</summary>
    sealed class DelayingClock(Func<TimeSpan> delay) : TimeProvider
    {
        long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Interlocked.Add(ref _now, delay().Ticks);
    }

    /// <summary>A lens that throws while something holds.</summary>
    sealed class FailingLens(Func<bool> fails) : ICameraModel
    {
        readonly FisheyeCamera _lens = new(new(160, 120, 70, 70, 80, 60));

        public CameraIntrinsics Intrinsics => _lens.Intrinsics;

        public int Width => fails() ? throw new InvalidOperationException("a lens that breaks") : _lens.Width;

        public int Height => _lens.Height;

        public bool TryProject(Vector3d pointInCamera, out double x, out double y) => _lens.TryProject(pointInCamera, out x, out y);

        public bool TryProject(Vector3d pointInCamera, out double x, out double y, out ProjectionJacobian jacobian) =>
            _lens.TryProject(pointInCamera, out x, out y, out jacobian);

        public bool TryUnproject(double x, double y, out Vector3d rayInCamera) => _lens.TryUnproject(x, y, out rayInCamera);

        public ICameraModel Scaled(int width, int height) => this;
    }
}
