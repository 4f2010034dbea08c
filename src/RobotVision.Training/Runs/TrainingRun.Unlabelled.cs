using System.Globalization;
using System.Text.Json;
using RobotVision.Data.Datasets;
using RobotVision.Data.Labels;
using RobotVision.Files;
using RobotVision.Training.SelfTraining;

namespace RobotVision.Training.Runs;

// Frames without labels: labelled by the models of the folds, and from then on by the moving average of the weights that are trained.
public sealed partial class TrainingRun
{
    const float DefaultAlsoPart = 0.25f;

    /// <summary>
    /// The gain of mean average precision on the frames held out from which frames without labels are learned from; gains below it are by chance.
    /// </summary>
    internal double LeastGain { get; init; } = 0.005;

    /// <summary>The parts of the training of the exported weights after which the frames are labelled anew.</summary>
    static readonly double[] RelabelAt = [1.0 / 3, 2.0 / 3];

    /// <summary>The frames without labels; null where the recipe has no recordings.</summary>
    IReadOnlyList<UnlabelledFrame>? Unlabelled(bool resume, IProgress<WorkProgress>? work, CancellationToken cancellation)
    {
        if (!resume && Directory.Exists(Files.Unlabelled)) Directory.Delete(Files.Unlabelled, recursive: true);
        if (_recipe.Also is null) return null;
        var frames = UnlabelledFrames.Extract([.. _recipe.Also], Files.Unlabelled, read => work?.Report(new("reading recordings", (int)read, 0)), cancellation);
        return frames.Count > 0 ? frames : throw new InvalidDataException(
            $"also: expected frames in {string.Join(", ", _recipe.Also.Select(path => $"'{path}'"))}, found none that can be read.");
    }

    /// <summary>Data with their share of the samples beside the other data.</summary>
    WeightedDataset WithWeight(PseudoLabels labels, WeightedDataset[] data)
    {
        var part = _recipe.AlsoPart ?? DefaultAlsoPart;
        return new(labels, data.Sum(set => set.Weight) * part / (1 - part));
    }

    /// <summary>
    /// The training data from the trainer's step on: with frames without labels, as they were last labelled, or labelled anew now when that is due. The
    /// labels are kept in files, so that a resumed run learns the same.
    /// </summary>
    WeightedDataset[] WithLabelled(
        Trainer trainer, WeightedDataset[] data, SelfTaught taught, IProgress<WorkProgress>? work, CancellationToken cancellation)
    {
        var due = RelabelAt.Count(part => part <= trainer.Part);
        long[] done = [.. LabelledSteps().Where(step => step > 0 && step <= trainer.Step)];
        var from = due > done.Length ? trainer.Step : done.DefaultIfEmpty().Max();
        var file = LabelFile(from);
        if (!File.Exists(file))
        {
            using var average = from == 0 ? null : new TemporaryModel(_task, _network, trainer.ToInferenceValues());
            var models = average is null ? taught.Models : [average.Path];
            var labels = PseudoLabels.Of(
                taught.Frames, models, taught.Sure, _task.Classes, done => Report(work, done, taught.Frames.Count), cancellation);
            WholeFile.WriteAllText(file, JsonSerializer.Serialize(labels.Labels));
        }

        var kept = JsonSerializer.Deserialize<Label[][]>(File.ReadAllText(file))!;
        return [.. data, WithWeight(new(taught.Frames, kept, taught.Sure.Classes, _task.Classes), data)];
    }

    IEnumerable<long> LabelledSteps() => Directory.EnumerateFiles(Files.Unlabelled, "labels-*.json")
        .Select(file => long.Parse(Path.GetFileNameWithoutExtension(file)["labels-".Length..], CultureInfo.InvariantCulture));

    string LabelFile(long step) => Path.Combine(Files.Unlabelled, string.Create(CultureInfo.InvariantCulture, $"labels-{step}.json"));

    static void Report(IProgress<WorkProgress>? work, int done, int total) => work?.Report(new("labelling frames", done, total));
}
