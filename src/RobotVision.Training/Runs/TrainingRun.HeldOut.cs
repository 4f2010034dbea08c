using RobotVision.Data.Datasets;
using RobotVision.Training.Checkpoints;

namespace RobotVision.Training.Runs;

// Without validation data: trainings without a fold of the frames, before the one of the exported weights.
public sealed partial class TrainingRun
{
    /// <summary>The part of the minutes that is trained; the rest is for reading, scoring and writing.</summary>
    const double TrainedPart = 0.85;

    HeldOut HoldOut(WeightedDataset[] data, RunInputs inputs, bool resume, IProgress<TrainingProgress> progress, Action<string>? warn,
        IProgress<WorkProgress>? work, CancellationToken cancellation)
    {
        bool[] isHeldOut = [.. _recipe.Data.Select(source => source.IsHeldOut)];
        var total = data.Where((_, i) => isHeldOut[i]).Sum(set => set.Dataset.Count);
        var frames = HeldOutFrames.Divide(data, isHeldOut, _recipe.Folds, _recipe.Training.Seed,
            done => work?.Report(new("dividing the frames", done, total)), cancellation);
        _training = _training with { Minutes = _recipe.Training.Minutes * TrainedPart / (frames.Count + 1) };
        var folds = new FoldTraining(_recipe with { Training = _training }, _task, _network, Start, frames, Files.Folds) { Device = Device };
        var result = folds.Run(inputs, resume, progress, warn, cancellation);
        if (_training.Minutes > 0) _training = _training with { Steps = result.Steps };
        return new(frames, folds, result);
    }
}

/// <summary>Models trained without some of the frames, on which thresholds are chosen.</summary>
/// <param name="Frames">The frames.</param>
/// <param name="Training">The models.</param>
/// <param name="Result">What they say of the length of the training.</param>
sealed record HeldOut(HeldOutFrames Frames, FoldTraining Training, FoldResult Result);
