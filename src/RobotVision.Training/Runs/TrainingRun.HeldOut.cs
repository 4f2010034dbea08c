using System.Diagnostics;
using System.Globalization;
using RobotVision.Data.Datasets;
using RobotVision.Files;
using RobotVision.Inference;
using RobotVision.Training.SelfTraining;
using RobotVision.Training.Checkpoints;

namespace RobotVision.Training.Runs;

// Without validation data: trainings without a fold of the frames, before the one of the exported weights.
public sealed partial class TrainingRun
{
    /// <summary>The part of the minutes that is kept for scoring and writing.</summary>
    const double KeptPart = 0.12;

    /// <summary>
    /// Length of a training without a fold in parts of the last one: thresholds need no more, and the weights that are exported gain by the time.
    /// </summary>
    const double FoldPart = 0.5;

    HeldOut HoldOut(WeightedDataset[] data, RunInputs inputs, long began, bool resume, IProgress<TrainingProgress> progress, Action<string>? warn,
        IProgress<WorkProgress>? work, CancellationToken cancellation)
    {
        bool[] isHeldOut = [.. _recipe.Data.Select(source => source.IsHeldOut)];
        var total = data.Where((_, i) => isHeldOut[i]).Sum(set => set.Dataset.Count);
        var frames = HeldOutFrames.Divide(data, isHeldOut, _recipe.Folds, _recipe.Training.Seed,
            done => work?.Report(new("dividing the frames", done, total)), cancellation);
        LoadOnce([.. data.Where((_, i) => !isHeldOut[i])], work, cancellation);
        var unlabelled = Unlabelled(resume, work, cancellation);
        var foldTrainings = frames.Count * (unlabelled is null ? 1 : 2);
        if (_training.Minutes > 0) _training = _training with { Minutes = MinutesOfLast(foldTrainings * FoldPart + 1, began, resume) };
        var steps = Math.Max(1, (long)(_training.Steps * FoldPart));
        var options = _training with { Minutes = _training.Minutes * FoldPart, Steps = steps, WarmUpSteps = Math.Min(_training.WarmUpSteps, steps) };
        var folds = new FoldTraining(_recipe with { Training = options }, _task, _network, Start, frames, Files.Folds)
        {
            Device = Device,
            Begun = NameProcessor,
            Reported = HandOutIfWanted,
        };
        var result = folds.Run(inputs, resume, progress, warn, cancellation);
        SelfTaught? taught = null;
        if (unlabelled is not null)
        {
            var sure = new SureObjects(folds.SureThresholds(result, cancellation));
            var others = new FoldTraining(_recipe with { Training = options }, _task, _network, Start, frames, Path.Combine(Files.Folds, "also"))
            {
                Device = Device,
                Begun = NameProcessor,
                Reported = HandOutIfWanted,
                Also = fold => WithWeight(PseudoLabels.Of(
                    unlabelled, [folds.ModelOf(fold, result)], sure, _task.Classes, done => Report(work, done, unlabelled.Count), cancellation), data),
            };
            // Where nothing is sure, there is nothing to learn from.
            var with = sure.Classes == default ? result : others.Run(inputs, resume, progress, warn, cancellation);
            taught = new(unlabelled, sure, [.. Enumerable.Range(0, frames.Count).Select(fold => others.ModelOf(fold, with))],
                result.Quality[result.Point], with.Quality[with.Point], LeastGain);
            if (taught.IsBetter) (folds, result) = (others, with);
        }

        // Not stopped in the middle of its schedule: a shorter one, so that the learning rate falls to its end.
        var all = _training.Minutes > 0 ? result.Steps / FoldPart : _training.Steps;
        var best = Math.Max(1, (long)Math.Ceiling(all * result.Part));
        _training = _training with { Steps = best, Minutes = _training.Minutes * result.Part, WarmUpSteps = Math.Min(_training.WarmUpSteps, best) };
        return new(frames, folds, result, taught);
    }

    void NameProcessor(Trainer trainer) => Processor = trainer.Device.Name();

    /// <summary>Renders or reads images that no training leaves out, so that it does not take time from the first training alone.</summary>
    static void LoadOnce(WeightedDataset[] sets, IProgress<WorkProgress>? work, CancellationToken cancellation)
    {
        var (done, total) = (0, sets.Sum(set => set.Dataset.Count));
        foreach (var (dataset, _) in sets)
            InParallel.For(dataset.Count, Environment.ProcessorCount, i =>
            {
                dataset.Load(i);
                work?.Report(new("reading what the model was trained on", Interlocked.Increment(ref done), total));
            }, cancellation);
    }

    /// <summary>The minutes of the last training: its share of what is left; of a resumed run the same as before.</summary>
    double MinutesOfLast(double trainings, long began, bool resume)
    {
        var file = Path.Combine(Files.Folds, "minutes.txt");
        if (resume && File.Exists(file)) return double.Parse(File.ReadAllText(file), CultureInfo.InvariantCulture);
        var left = _recipe.Training.Minutes * (1 - KeptPart) - Stopwatch.GetElapsedTime(began).TotalMinutes;
        var last = Math.Max(left, _recipe.Training.Minutes * KeptPart) / trainings; // reading took most of it: a short training is better than none
        if (Directory.Exists(Files.Folds)) Directory.Delete(Files.Folds, recursive: true);
        WholeFile.WriteAllText(file, last.ToString("R", CultureInfo.InvariantCulture));
        return last;
    }
}

/// <summary>Models trained without some of the frames, on which thresholds are chosen.</summary>
/// <param name="Frames">The frames.</param>
/// <param name="Training">The models.</param>
/// <param name="Result">What they say of the length of the training.</param>
/// <param name="Taught">What frames without labels bring; null where there are none.</param>
sealed record HeldOut(HeldOutFrames Frames, FoldTraining Training, FoldResult Result, SelfTaught? Taught);
