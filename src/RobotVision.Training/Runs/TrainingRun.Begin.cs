using RobotVision.Data.Datasets;
using RobotVision.Training.Checkpoints;
using RobotVision.Training.Recipes;

namespace RobotVision.Training.Runs;

// How a run begins or resumes: only with the recipe and data it was started with, and never overwriting finished work.
public sealed partial class TrainingRun
{
    static DataFingerprint[] Fingerprints(string description, WeightedDataset[] sets, IProgress<WorkProgress>? work, CancellationToken cancellation)
    {
        var (before, total) = (0, sets.Sum(set => set.Dataset.Count));
        return [.. sets.Select(set =>
        {
            var first = before;
            before += set.Dataset.Count;
            return DataFingerprint.Of(set.Dataset, done => work?.Report(new($"checking the {description}", first + done, total)), cancellation);
        })];
    }

    Trainer Begin(Checkpoint? checkpoint, RunInputs inputs, WeightedDataset[] data, bool resume, Action<string>? warn)
    {
        if (checkpoint is not null && ChangesSince(checkpoint, inputs, data) is { Count: > 0 } changes)
        {
            var difference = $"Checkpoint '{Checkpoints.LatestPath}': the run was begun with something else: {string.Join("; ", changes)}.";
            if (!Overwrite)
                throw new InvalidDataException(
                    $"{difference} Resume with the recipe and data that it was begun with, or begin anew: --overwrite instead of --resume.");
            warn?.Invoke($"{difference} It begins anew.");
            checkpoint = null;
        }
        else if (resume && checkpoint is null)
        {
            warn?.Invoke($"Checkpoint '{Checkpoints.LatestPath}': there is none yet; beginning at step 0.");
        }

        if (checkpoint is not null)
        {
            if (checkpoint.Inputs is null)
                warn?.Invoke($"Checkpoint '{Checkpoints.LatestPath}': it was written by a version that did not store digests of the data, "
                    + "so whether images and labels are still the same cannot be checked.");
            return Trainer.Resume(_network, _task.CreateLoss(_recipe), checkpoint with { Data = _recipe.DataDigest(), Inputs = inputs }, Start, Device);
        }

        var trainer = new Trainer(_network, _task.CreateLoss(_recipe), _training, Start, Device) { Data = _recipe.DataDigest(), Inputs = inputs };
        Checkpoints.Delete(); // now that a new run can begin
        return trainer;
    }

    /// <summary>Describes what differs from the run that wrote the checkpoint; empty when nothing does.</summary>
    IReadOnlyList<string> ChangesSince(Checkpoint checkpoint, RunInputs inputs, WeightedDataset[] data)
    {
        var options = RecipeOption.Differences(RecipeOption.Values(checkpoint.Options, "training."), RecipeOption.Values(_training, "training."));
        var others = checkpoint.Inputs is { } before ? inputs.ChangesSince(before, data)
            : checkpoint.Data is { } digest && digest != _recipe.DataDigest() ? ["network, loss, data or augmentation changed"]
            : [];
        string[] start = checkpoint.Start == Start?.Origin ? []
            : [$"from: was {checkpoint.Start ?? TrainingRecipe.None}, now {Start?.Origin ?? TrainingRecipe.None}"];
        return [.. options, .. start, .. others];
    }

    void ThrowIfWorkWouldBeLost()
    {
        if (Overwrite) return;
        var checkpoint = Checkpoints.TryRead();
        if (checkpoint is { Step: > 0 } && !IsExported)
            throw new InvalidDataException(
                $"Checkpoint '{Checkpoints.LatestPath}': there is a run that is not finished, at step {checkpoint.Step} of {checkpoint.Options.Steps}. "
                + "Go on with --resume, or replace it with --overwrite.");
        if (new[] { Files.Model, Files.Summary, Files.QuantisedModel }.FirstOrDefault(File.Exists) is { } there)
            throw new InvalidDataException(
                $"Output '{Files.Model}': there is a finished model already ('{there}'). "
                + (checkpoint is { IsFinished: false } ? $"Its training was ended early, at step {checkpoint.Step}: go on with --resume, choose" : "Choose")
                + " another --output, or replace it with --overwrite.");
    }

    // The summary is written after the model, and the model after the last checkpoint.
    bool IsExported => File.Exists(Files.Summary) && File.GetLastWriteTimeUtc(Files.Summary) >= File.GetLastWriteTimeUtc(Checkpoints.LatestPath);
}
