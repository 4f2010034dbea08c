using RobotVision.Data.Datasets;
using RobotVision.Training.Checkpoints;
using RobotVision.Training.Recipes;

namespace RobotVision.Training.Runs;

// How a run begins, or goes on: only with what it was begun with, and never at the cost of finished work.
public sealed partial class TrainingRun
{
    static DataFingerprint[] Fingerprints(string words, WeightedDataset[] sets, IProgress<WorkProgress>? work, CancellationToken cancellation)
    {
        var (before, total) = (0, sets.Sum(set => set.Dataset.Count));
        return [.. sets.Select(set =>
        {
            var first = before;
            before += set.Dataset.Count;
            return DataFingerprint.Of(set.Dataset, done => work?.Report(new($"checking the {words}", first + done, total)), cancellation);
        })];
    }

    Trainer Begin(Checkpoint? checkpoint, RunInputs inputs, WeightedDataset[] data, bool resume, Action<string>? warn)
    {
        if (checkpoint is not null && ChangesSince(checkpoint, inputs, data) is { Count: > 0 } changes)
        {
            var words = $"Checkpoint '{Checkpoints.LatestPath}': the run was begun with something else: {string.Join("; ", changes)}.";
            if (!Overwrite) throw new InvalidDataException($"{words} Resume with the recipe and data that it was begun with, or begin anew: --overwrite instead of --resume.");
            warn?.Invoke($"{words} It begins anew.");
            checkpoint = null;
        }
        else if (resume && checkpoint is null)
        {
            warn?.Invoke($"Checkpoint '{Checkpoints.LatestPath}': there is none yet; beginning at step 0.");
        }

        if (checkpoint is not null)
        {
            if (checkpoint.Inputs is null)
                warn?.Invoke($"Checkpoint '{Checkpoints.LatestPath}': it was written before runs noted the contents of their data, so that nothing says whether images and labels are still the same.");
            return Trainer.Resume(_network, _task.CreateLoss(_recipe), checkpoint with { Data = _recipe.DataDigest(), Inputs = inputs }, Start, Device);
        }

        var trainer = new Trainer(_network, _task.CreateLoss(_recipe), _recipe.Training, Start, Device) { Data = _recipe.DataDigest(), Inputs = inputs };
        Checkpoints.Delete(); // now that a new run can begin
        return trainer;
    }

    /// <summary>What is not as it was when a run was begun, in words; empty when all is.</summary>
    IReadOnlyList<string> ChangesSince(Checkpoint checkpoint, RunInputs inputs, WeightedDataset[] data)
    {
        var options = RecipeOption.Differences(RecipeOption.Values(checkpoint.Options, "training."), RecipeOption.Values(_recipe.Training, "training."));
        var others = checkpoint.Inputs is { } before ? inputs.ChangesSince(before, data)
            : checkpoint.Data is { } digest && digest != _recipe.DataDigest() ? ["network, loss, data or augmentation are others than then"]
            : [];
        string[] start = checkpoint.Start == Start?.Origin ? [] : [$"from: was {checkpoint.Start ?? TrainingRecipe.Nothing}, now {Start?.Origin ?? TrainingRecipe.Nothing}"];
        return [.. options, .. start, .. others];
    }

    void RefuseToLoseWork()
    {
        if (Overwrite) return;
        if (Checkpoints.TryRead() is { Step: > 0 } unfinished && (unfinished.Step < unfinished.Options.Steps || !IsExported))
            throw new InvalidDataException(
                $"Checkpoint '{Checkpoints.LatestPath}': a run that is not finished stands here, at step {unfinished.Step} of {unfinished.Options.Steps}. "
                + "Go on with --resume, or give it up with --overwrite.");
        if (new[] { Files.Model, Files.Summary }.FirstOrDefault(File.Exists) is { } there)
            throw new InvalidDataException($"Output '{Files.Model}': a finished model stands there already ('{there}'). Choose another --output, or replace it with --overwrite.");
    }

    // The summary is written after the model, and the model after the last checkpoint.
    bool IsExported => File.Exists(Files.Summary) && File.GetLastWriteTimeUtc(Files.Summary) >= File.GetLastWriteTimeUtc(Checkpoints.LatestPath);
}
