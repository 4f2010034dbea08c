using RobotVision.Capture;
using RobotVision.CloseUps;
using RobotVision.Imaging;
using RobotVision.Inference;
using RobotVision.Pipeline;
using RobotVision.Placing;
using RobotVision.Publishing;
using RobotVision.Tracking;

namespace RobotVision.Tools.Bench;

/// <summary>Works on frames in one of the ways that are compared, a block of time after the other, and keeps what was measured. One thread.</summary>
sealed class VariantRun : IDisposable
{
    /// <summary>Frames at the beginning of a block that do not count: others have filled the caches of the processor.</summary>
    const int UncountedFrames = 3;

    const int FewestFrames = 3;

    /// <summary>The file that takes the published lines and keeps nothing.</summary>
    const string Nowhere = "/dev/null";

    readonly ModelRunner _runner;
    readonly Lane[] _lanes;
    readonly JsonLinesPublisher _publisher = new(Nowhere, isLive: true, timing: true);
    readonly LatencyHistogram[] _stages = [.. Enum.GetValues<Stage>().Select(_ => new LatencyHistogram())];
    readonly LatencyHistogram _detect = new(), _total = new();
    readonly TimeSpan[] _times = new TimeSpan[StageTimes.Count];
    readonly List<TimeSpan> _block = [];
    readonly List<double> _roundMedians = [];
    TimeSpan _sum, _processorTime;
    AllocatedBytes _allocated;

    /// <summary>Prepares a variant.</summary>
    /// <param name="variant">The variant.</param>
    /// <param name="model">Its network, loaded for its threads and close-ups; borrowed.</param>
    /// <param name="input">The frames; borrowed.</param>
    public VariantRun(Variant variant, VisionModel model, BenchInput input)
    {
        (Variant, Model, _runner) = (variant, model, model.CreateRunner());
        var placed = input.Setup.Poses is null ? null : new FrameTracker([.. Enumerable.Repeat(input.Setup, variant.Cameras)]);
        _lanes = [.. Enumerable.Range(0, variant.Cameras).Select(view => new Lane(
            new(_runner, new() { CloseUps = variant.CloseUps }, new FramePlacer(input.Setup), TimeProvider.System, placed, placed is null ? 0 : view),
            FrameThresholds.Of(model.Contract), variant.Scale is { } scale ? new PictureCycle(input.PicturesAt(scale)).Show : input.Read))];
    }

    public Variant Variant { get; }

    public VisionModel Model { get; }

    /// <summary>Works for about so long without counting, until all code is compiled for speed.</summary>
    public void WarmUp(TimeSpan time)
    {
        var started = TimeProvider.System.GetTimestamp();
        do Work(counts: false);
        while (TimeProvider.System.GetElapsedTime(started) < time);
    }

    /// <summary>Works for about so long.</summary>
    public void RunBlock(TimeSpan time)
    {
        for (var i = 0; i < UncountedFrames; i++) Work(counts: false);
        _block.Clear();
        var (started, used) = (TimeProvider.System.GetTimestamp(), Environment.CpuUsage.TotalTime);
        do Work(counts: true);
        while (_block.Count < FewestFrames || TimeProvider.System.GetElapsedTime(started) < time);
        _processorTime += Environment.CpuUsage.TotalTime - used;
        _block.Sort();
        _roundMedians.Add(_block[_block.Count / 2].TotalMilliseconds);
    }

    /// <summary>What was measured, beside that which the group is compared with.</summary>
    public VariantResult Result(VariantRun first)
    {
        var ratios = _roundMedians.Zip(first._roundMedians, (own, other) => own / other).Order().ToArray();
        var layout = _lanes[0].Frame.Layout;
        return new()
        {
            Variant = Variant,
            Width = layout.Width,
            Height = layout.Height,
            Frames = _total.Count,
            Stages = Enum.GetValues<Stage>().Where(stage => stage != Stage.Capture || Variant.Scale is null)
                .ToDictionary(stage => stage.Name(), stage => Latency.Of(_stages[(int)stage])),
            Detect = Latency.Of(_detect),
            Total = Latency.Of(_total),
            TotalTimes = _total,
            FramesPerSecond = _total.Count * Variant.Cameras / _sum.TotalSeconds,
            ProcessorMs = Variant.IsLoaded ? null : (_processorTime / _total.Count).TotalMilliseconds,
            AllocatedBytes = _allocated.Over(_total.Count),
            RoundMedians = [.. _roundMedians],
            Ratio = new(ratios[ratios.Length / 2], ratios[0], ratios[^1]),
        };
    }

    public void Dispose()
    {
        _publisher.Dispose();
        _runner.Dispose();
    }

    /// <summary>Works on a frame of each camera.</summary>
    void Work(bool counts)
    {
        _times.AsSpan().Clear();
        var (clock, total, bytes) = (TimeProvider.System, TimeSpan.Zero, default(AllocatedBytes));
        foreach (var lane in _lanes)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var capture = lane.Next(lane.Frame);
            var captured = GC.GetAllocatedBytesForCurrentThread();
            var started = clock.GetTimestamp();
            lane.Process();
            var (processed, processedBytes) = (clock.GetTimestamp(), GC.GetAllocatedBytesForCurrentThread());
            _publisher.Publish(lane.Observation);
            var ended = clock.GetTimestamp();
            bytes += new AllocatedBytes(captured - before, processedBytes - captured, GC.GetAllocatedBytesForCurrentThread() - processedBytes);
            total += capture + clock.GetElapsedTime(started, ended);
            _times[(int)Stage.Capture] += capture;
            for (var stage = Stage.Sample; stage < Stage.Publish; stage++) _times[(int)stage] += lane.Observation.Times[stage];
            _times[(int)Stage.Publish] += clock.GetElapsedTime(processed, ended);
        }

        if (!counts) return;
        var detect = _times[(int)Stage.Sample] + _times[(int)Stage.Infer] + _times[(int)Stage.CloseUp] + _times[(int)Stage.Decode];
        for (var stage = 0; stage < _times.Length; stage++) _stages[stage].Add(_times[stage]);
        _detect.Add(detect);
        _total.Add(total);
        _block.Add(detect);
        _sum += total;
        _allocated += bytes;
    }

    /// <summary>The frames of one camera.</summary>
    sealed class Lane
    {
        readonly FrameProcessor _processor;
        readonly FrameThresholds _thresholds;

        public Lane(FrameProcessor processor, FrameThresholds thresholds, Func<Frame, TimeSpan> next)
        {
            (_processor, _thresholds, Next, Frame) = (processor, thresholds, next, Frame.OfNoPool());
            Observation = processor.CreateObservation(Frame);
        }

        public Frame Frame { get; }

        public Observation Observation { get; }

        /// <summary>Fills the frame and says how long that took.</summary>
        public Func<Frame, TimeSpan> Next { get; }

        public void Process()
        {
            Observation.Inputs = _processor.InputsOf(Frame, "bench", _thresholds);
            _processor.Process(Observation);
        }
    }

    /// <summary>Pictures in memory, one after the other without end.</summary>
    sealed class PictureCycle(IReadOnlyList<(BgrImage Image, TimeSpan Time)> pictures)
    {
        int _next;

        public TimeSpan Show(Frame frame)
        {
            var (image, time) = pictures[_next++ % pictures.Count];
            frame.Show(image, "memory");
            frame.SourceTime = time;
            return TimeSpan.Zero;
        }
    }
}
