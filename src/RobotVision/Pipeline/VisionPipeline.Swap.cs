using RobotVision.CloseUps;
using RobotVision.Inference;

namespace RobotVision.Pipeline;

/// <content>The exchange of the model while the pipeline runs; but for what others ask for, all of it happens on the thread that processes frames.</content>
public sealed partial class VisionPipeline
{
    /// <summary>The speed of a model on probation is judged from so many frames on; chosen by us: a second of a camera at 30 Hz.</summary>
    const int FramesToJudge = 30;

    /// <summary>After so long the speed is judged on fewer frames, but no fewer than these; chosen by us.</summary>
    const int FewestToJudge = 3;

    static readonly TimeSpan LongestUnjudged = TimeSpan.FromSeconds(5);

    /// <summary>Frames a second of a source that does not know its rate.</summary>
    const double UsualRate = 30;

    Replacement? _replacement;
    volatile Former? _former; // of a model on probation
    volatile ModelSwapState? _swap;
    volatile bool _isReturnWanted;
    LatencyHistogram _processTimes = new(); // of the model that runs, all steps between capture and publishing

    /// <summary>The model that runs; that of <see cref="Replace"/> from the next frame on. Borrowed. Any thread.</summary>
    public VisionModel Model => _runner.Model;

    /// <summary>
    /// The time between two frames, of whatever camera, at the sources' rates, or at 30 Hz of one that knows none: no more may the work on a frame take.
    /// Any thread.
    /// </summary>
    public TimeSpan FrameBudget => TimeSpan.FromSeconds(1 / Cameras.Sum(camera => camera.Source.FramesPerSecond is > 0 and var rate ? rate : UsualRate));

    /// <summary>
    /// Runs another model, with its own thresholds or those given, from the next frame on. No frame is lost, and none meets both. On probation, the model
    /// before is kept loaded; it comes back between two frames where the new one throws, yields what is not finite, or is too slow, and
    /// <see cref="State"/> says so. Any thread.
    /// </summary>
    /// <param name="model">The network; borrowed, may be shared, and may be disposed from now on.</param>
    /// <param name="thresholds">The confidences from which a candidate counts; the model's own when null.</param>
    /// <param name="probation">How it proves itself; it need not when null.</param>
    /// <exception cref="ArgumentException">
    /// The model takes fewer samples than there are close-ups, or has another number of classes than there are thresholds.
    /// </exception>
    /// <exception cref="InvalidDataException">The output of the model is not <c>grid</c>.</exception>
    public void Replace(VisionModel model, FrameThresholds? thresholds = null, ProbationOptions? probation = null)
    {
        Check(model);
        probation?.Validate();
        var next = new Replacement(model.CreateRunner(), Fitting(thresholds ?? FrameThresholds.Of(model.Contract), model), probation);
        Interlocked.Exchange(ref _replacement, next)?.Runner.Dispose();
    }

    /// <summary>
    /// Has the model before run again from the next frame on, while the one that runs is on probation or waits for its first frame. Any thread.
    /// </summary>
    /// <returns>False where no model before is kept.</returns>
    public bool TryReturn()
    {
        if (Interlocked.Exchange(ref _replacement, null) is { } waiting)
        {
            waiting.Runner.Dispose();
            return true;
        }

        return _isReturnWanted = _former is not null;
    }

    /// <summary>Works on a frame; if a model on probation fails at it, the model before takes over and works on the same frame.</summary>
    bool ProcessByModel(VisionCamera camera, Observation observation)
    {
        if (Volatile.Read(ref _replacement) is not null) TakeReplacement();
        if (_former is not null) ReviewProbation(_former);
        var processor = camera.Processor;
        observation.Inputs = InputsOf(camera, observation.Frame);
        if (KeepsSnapshots) processor.Save(observation.Before ??= new());
        observation.Processed = _processed++;
        try
        {
            return processor.Process(observation);
        }
        catch (Exception exception) when (_former is not null)
        {
            // If the frame is the reason and not the model, the same comes out of the last line.
            Return(_former, $"failed: {exception.Message}");
            var (model, inputs) = (_runner.Model, observation.Inputs);
            observation.Inputs = inputs with { Model = model.Hash, Classes = model.Contract.Classes, Thresholds = _thresholds };
            if (KeepsSnapshots) processor.Save(observation.Before!); // with what the failed attempt left behind
            observation.Processed = _processed++;
            return processor.Process(observation);
        }
    }

    /// <summary>Between two frames: the one before met the old model, the next meets the new one.</summary>
    void TakeReplacement()
    {
        if (Interlocked.Exchange(ref _replacement, null) is not { } next) return;
        var before = new Former(_runner, _thresholds, _processTimes, next.Probation, _clock.GetTimestamp());
        _former?.Runner.Dispose(); // the one before the one before
        _former = next.Probation is null ? null : before;
        (_runner, _thresholds, _processTimes) = (next.Runner, next.Thresholds, new());
        Tell(next.Probation is null ? SwapStatus.Kept : SwapStatus.Probation, next.Runner.Model, before.Runner.Model);
        Use(next.Runner, checksOutputs: next.Probation is not null);
        if (next.Probation is null) before.Runner.Dispose();
    }

    /// <summary>Ends the probation where its time is over, and gives the model before back where it was asked for.</summary>
    void ReviewProbation(Former former)
    {
        if (_isReturnWanted) Return(former, null);
        else if (_clock.GetElapsedTime(former.Since) >= former.Probation!.Length) EndProbation(former);
    }

    void EndProbation(Former former)
    {
        _former = null;
        foreach (var camera in Cameras) camera.Processor.ChecksOutputs = false;
        Tell(SwapStatus.Kept, _runner.Model, former.Runner.Model);
        former.Runner.Dispose();
    }

    /// <summary>Counts what a frame took, and takes a model on probation back that is slower than frames come.</summary>
    void JudgeSpeed(TimeSpan processTime)
    {
        _processTimes.Add(processTime);
        if (_former is not { Probation.ChecksSpeed: true, Times.Count: > 0 } former) return;
        var isEnough = _processTimes.Count >= FramesToJudge
            || (_processTimes.Count >= FewestToJudge && _clock.GetElapsedTime(former.Since) >= LongestUnjudged);
        if (!isEnough) return;
        var (budget, before, now) = (FrameBudget, former.Times.Percentile(0.5), _processTimes.Percentile(0.5));
        if (before > budget || now <= budget) return;
        Return(former, string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"is too slow: the median of {_processTimes.Count} frames took {now.TotalMilliseconds:F1} ms, and a frame comes every "
            + $"{budget.TotalMilliseconds:F1} ms; with the model before it was {before.TotalMilliseconds:F1} ms"));
    }

    /// <summary>Has the model before run again, from the next frame or attempt on.</summary>
    void Return(Former former, string? fault)
    {
        var failed = _runner;
        (_former, _isReturnWanted) = (null, false);
        (_runner, _thresholds, _processTimes) = (former.Runner, former.Thresholds, former.Times);
        Use(former.Runner, checksOutputs: false);
        Tell(SwapStatus.Returned, failed.Model, former.Runner.Model, fault);
        failed.Dispose();
    }

    void Use(ModelRunner runner, bool checksOutputs)
    {
        foreach (var camera in Cameras)
        {
            camera.Processor.ChecksOutputs = checksOutputs;
            camera.Processor.Replace(runner);
        }
    }

    void Tell(SwapStatus status, VisionModel model, VisionModel before, string? fault = null)
    {
        var (file, beforeFile) = (Path.GetFileName(model.Path), Path.GetFileName(before.Path));
        _swap = new(status, model.Hash, file, before.Hash, beforeFile)
        {
            Reason = fault is null ? null : $"The model {file} {fault.TrimEnd('.')}. The one before, {beforeFile}, runs again.",
        };
        _isReturnWanted = false;
        Tell();
    }

    sealed record Replacement(ModelRunner Runner, FrameThresholds Thresholds, ProbationOptions? Probation);

    /// <summary>What ran before, with the times of its frames, and since when it does not.</summary>
    sealed record Former(ModelRunner Runner, FrameThresholds Thresholds, LatencyHistogram Times, ProbationOptions? Probation, long Since);
}
