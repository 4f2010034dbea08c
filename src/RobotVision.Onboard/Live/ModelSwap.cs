using RobotVision.CloseUps;
using RobotVision.Inference;
using RobotVision.Pipeline;

namespace RobotVision.Onboard.Live;

/// <summary>What is told of a model that takes over.</summary>
/// <param name="Path">Its file.</param>
/// <param name="Hash">The name by which results name it.</param>
/// <param name="Told">What happens now, for people.</param>
/// <param name="Earlier">Why an earlier model was taken back; null where none was.</param>
/// <param name="FrameMs">Milliseconds that a frame takes with it.</param>
/// <param name="BeforeMs">Milliseconds with the model before, on the same frames.</param>
/// <param name="BudgetMs">Milliseconds between two frames.</param>
public sealed record SwapAnswer(string Path, string Hash, string Told, string? Earlier, double FrameMs, double BeforeMs, double BudgetMs);

/// <summary>
/// Swaps the model of a running pipeline: the new one is loaded beside the old one, tried on the last frames and put on probation. One after the other;
/// any thread.
/// </summary>
/// <param name="pipeline">The pipeline; borrowed.</param>
/// <param name="load">Loads a model from a path, on the processor of the run.</param>
/// <param name="thresholds">The thresholds to use with a model.</param>
/// <param name="clock">Measures the models.</param>
public sealed class ModelSwap(
    VisionPipeline pipeline, Func<string, VisionModel> load, Func<VisionModel, FrameThresholds> thresholds, TimeProvider clock) : IDisposable
{
    readonly ModelTrial _trial = new(pipeline, clock);
    readonly SemaphoreSlim _swapping = new(1);
    VisionModel? _newest; // of those that were loaded here

    /// <summary>The names of the model files in the folder of the model that runs.</summary>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    public IReadOnlyList<string> Names => ModelFolder.NamesBeside(pipeline.Model.Path);

    /// <summary>Swaps in a model of the folder of the one that runs.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="isForced">Whether it may be too slow.</param>
    /// <param name="stop">Ends the waiting.</param>
    /// <exception cref="InvalidDataException">It is no such name, or as for <see cref="SwapAsync"/>.</exception>
    public Task<SwapAnswer> SwapToNameAsync(string name, bool isForced, CancellationToken stop) =>
        SwapAsync(ModelFolder.Find(pipeline.Model.Path, name), isForced, stop);

    /// <summary>Swaps in a model.</summary>
    /// <param name="path">Its file.</param>
    /// <param name="isForced">Whether it may be too slow.</param>
    /// <param name="stop">Ends the waiting.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It cannot be used, or is too slow; the one that runs goes on.</exception>
    /// <exception cref="EnvironmentException">The processor of the run cannot run it.</exception>
    public async Task<SwapAnswer> SwapAsync(string path, bool isForced, CancellationToken stop)
    {
        await _swapping.WaitAsync(stop).ConfigureAwait(false);
        try
        {
            var (before, earlier) = (pipeline.Model, pipeline.State.Swap?.Reason);
            var next = load(path);
            try
            {
                var nextThresholds = thresholds(next);
                var times = await _trial.RunAsync(next, nextThresholds, stop).ConfigureAwait(false);
                if (times.IsTooSlow && !isForced)
                    throw new InvalidDataException(
                        $"Model '{path}': {times}: it is too slow, and the one that runs goes on. Take a smaller one, or this one all the same (--force).");
                pipeline.Replace(next, nextThresholds, new() { ChecksSpeed = !isForced });
                // What is disposed keeps its memory as long as the pipeline has a runner of it.
                _newest?.Dispose();
                _newest = next;
                return AnswerOf(next, before, times, earlier);
            }
            catch
            {
                if (_newest != next) next.Dispose();
                throw;
            }
        }
        finally
        {
            _swapping.Release();
        }
    }

    /// <summary>Has the model before run again, while it is kept.</summary>
    /// <returns>What happens now, for people.</returns>
    /// <exception cref="InvalidDataException">None is kept.</exception>
    public string Return() => pipeline.TryReturn()
        ? "The model before runs from the next frame on."
        : throw new InvalidDataException("Expected a model that took over within the last minute, found none: no model before is kept. Swap its file in.");

    /// <inheritdoc/>
    public void Dispose()
    {
        _trial.Dispose();
        _newest?.Dispose();
        _swapping.Dispose();
    }

    static SwapAnswer AnswerOf(VisionModel next, VisionModel before, TrialTimes times, string? earlier)
    {
        var told = $"{Path.GetFileName(next.Path)} runs from the next frame on; results name it {next.Hash}. "
            + $"On {(times.Frames > 0 ? $"the last {times.Frames} frames" : "a picture of noise, since no frames come")}, {times}. "
            + $"If it fails within a minute, {Path.GetFileName(before.Path)} comes back by itself.";
        return new(next.Path, next.Hash, told, earlier, times.Candidate.TotalMilliseconds, times.Running.TotalMilliseconds, times.Budget.TotalMilliseconds);
    }
}
