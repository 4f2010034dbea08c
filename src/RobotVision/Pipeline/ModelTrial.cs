using System.Globalization;
using RobotVision.Capture;
using RobotVision.CloseUps;
using RobotVision.Imaging;
using RobotVision.Inference;

namespace RobotVision.Pipeline;

/// <summary>How long a frame takes with two models, measured in turn on the same frames by the same thread.</summary>
/// <param name="Candidate">The median with the model that is to take over.</param>
/// <param name="Running">The median with the model that runs.</param>
/// <param name="Budget">The time between two frames: <see cref="VisionPipeline.FrameBudget"/>.</param>
/// <param name="Frames">Frames of the source that both were run on; 0 where none came, and both were run on a drawn picture.</param>
public sealed record TrialTimes(TimeSpan Candidate, TimeSpan Running, TimeSpan Budget, int Frames)
{
    /// <summary>Whether the candidate is slower than frames come, while the model that runs is not.</summary>
    public bool IsTooSlow => Candidate > Budget && Running <= Budget;

    /// <summary>The three times, for messages.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"a frame takes {Candidate.TotalMilliseconds:F1} ms, with the model that ran until now {Running.TotalMilliseconds:F1} ms, and one comes every "
        + $"{Budget.TotalMilliseconds:F1} ms");
}

/// <summary>
/// Tries a model on the last frames of a pipeline, beside the model that runs there, before it takes over: it must process them without an exception,
/// with finite outputs, and its time is measured. The last frames are kept, so that they are there also when the source is lost. One trial at a time.
/// </summary>
/// <param name="pipeline">Where frames come from; borrowed.</param>
/// <param name="clock">Measures: it is read before and after each run, first of the model that runs, then of the candidate.</param>
public sealed class ModelTrial(VisionPipeline pipeline, TimeProvider clock) : IDisposable
{
    /// <summary>Frames that both models are run on, chosen by us: more take longer and say the same.</summary>
    internal const int MostFrames = 4;

    /// <summary>Frames that are kept for a trial after which no more come.</summary>
    internal const int KeptFrames = 2;

    /// <summary>Runs of each model on each frame, and those before the first frame that do not count, because the first runs are slower.</summary>
    internal const int RunsEach = 4, WarmUps = 3;

    /// <summary>After so much time in all a slow model is not run again, but for <see cref="FewestRuns"/>.</summary>
    static readonly TimeSpan LongestTrial = TimeSpan.FromSeconds(5);

    const int FewestRuns = 3;

    /// <summary>So long the next frame is waited for.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    readonly Subscription _newest = pipeline.Subscribe(KeptFrames);

    /// <summary>Tries a model.</summary>
    /// <param name="candidate">The model; borrowed.</param>
    /// <param name="thresholds">The thresholds that it would run with.</param>
    /// <param name="stop">Ends the waiting for frames.</param>
    /// <exception cref="ArgumentException">The model takes fewer samples than there are close-ups.</exception>
    /// <exception cref="InvalidDataException">Its output is not <c>grid</c>, or its values are not finite.</exception>
    /// <exception cref="EnvironmentException">ONNX Runtime failed.</exception>
    public async Task<TrialTimes> RunAsync(VisionModel candidate, FrameThresholds thresholds, CancellationToken stop)
    {
        pipeline.Check(candidate);
        using var running = new Contender(pipeline.Model, pipeline.Thresholds, pipeline.CloseUps);
        using var next = new Contender(candidate, thresholds, pipeline.CloseUps) { ChecksOutputs = true };
        var frames = 0;
        for (; frames < MostFrames && await NextAsync(stop).ConfigureAwait(false) is { } lease; frames++)
            using (lease) Run(running, next, lease.Observation.Frame);
        if (frames == 0) Run(running, next, DrawnFrame());
        return new(next.Times.Percentile(0.5), running.Times.Percentile(0.5), pipeline.FrameBudget, frames);
    }

    /// <inheritdoc/>
    public void Dispose() => _newest.Dispose();

    /// <summary>The next frame; null where none comes.</summary>
    async Task<Subscription.Lease?> NextAsync(CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(Patience);
        try
        {
            while (await _newest.WaitToReadAsync(limit.Token).ConfigureAwait(false))
                if (_newest.TryRead(out var lease)) return lease;
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            // The source gives no frames at present.
        }

        return null;
    }

    void Run(Contender running, Contender next, Frame frame)
    {
        var warmUps = running.Times.Count == 0 ? WarmUps : 0;
        for (var run = 0; run < warmUps + RunsEach; run++)
        {
            if (running.Total + next.Total > LongestTrial && next.Times.Count >= FewestRuns) return;
            running.Run(frame, clock, counts: run >= warmUps);
            next.Run(frame, clock, counts: run >= warmUps);
        }
    }

    /// <summary>A picture of noise, which is the same each time.</summary>
    static Frame DrawnFrame()
    {
        var (frame, image) = (Frame.OfNoPool(), new BgrImage(640, 480));
        new Random(1).NextBytes(image.Pixels);
        frame.Show(image, "");
        return frame;
    }

    /// <summary>A model with the steps of a frame around it.</summary>
    sealed class Contender : IDisposable
    {
        readonly ModelRunner _runner;
        readonly FrameProcessor _processor;
        readonly FrameThresholds _thresholds;

        public Contender(VisionModel model, FrameThresholds thresholds, int closeUps)
        {
            (_runner, _thresholds) = (model.CreateRunner(), thresholds);
            _processor = new(_runner, new() { CloseUps = closeUps });
        }

        public bool ChecksOutputs { init => _processor.ChecksOutputs = value; }

        /// <summary>The times of the runs that count.</summary>
        public LatencyHistogram Times { get; } = new();

        /// <summary>The time of all runs.</summary>
        public TimeSpan Total { get; private set; }

        public void Run(Frame frame, TimeProvider clock, bool counts)
        {
            var observation = _processor.CreateObservation(frame);
            observation.Inputs = _processor.InputsOf(frame, frame.Source, _thresholds, isLive: true) with { Time = null };
            var started = clock.GetTimestamp();
            _processor.Process(observation);
            var time = clock.GetElapsedTime(started);
            Total += time;
            if (counts) Times.Add(time);
        }

        public void Dispose() => _runner.Dispose();
    }
}
