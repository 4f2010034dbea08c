using System.Globalization;
using RobotVision.Evaluation.Scores;
using RobotVision.Inference;
using RobotVision.Training.Checkpoints;
using RobotVision.Training.Confidences;
using RobotVision.Training.Recipes;

namespace RobotVision.Training.Runs;

/// <summary>Notes on how to read a new model's thresholds and score, in sentences for the terminal, the summary and the report.</summary>
static class TrainingNotes
{
    /// <summary>The notes, one sentence or two each.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="task">The task of the network.</param>
    /// <param name="thresholds">The thresholds.</param>
    /// <param name="score">The score on the validation data.</param>
    /// <param name="shared">Number of validation images that are also training images.</param>
    /// <param name="heldOut">Without validation data: what was held out.</param>
    public static IReadOnlyList<string> Of(
        TrainingRecipe recipe, TrainingTask task, ClassThresholds thresholds, ScoreReport score, int shared, HeldOut? heldOut)
    {
        var notes = new List<string>
        {
            (heldOut is null
                ? $"The thresholds were chosen on these same {score.Frames} validation images, so that this score is optimistic: expect less on others. "
                : $"Thresholds, calibration and the number of steps were chosen on {heldOut.Frames.Frames} of {heldOut.Frames.All} frames, each found by a "
                    + "model that was not trained on it or on its recording, so far as there are recordings enough; the exported weights then learned from "
                    + "all frames. Frames of other days are harder. ")
                + "Measure it on recordings that are in neither list: 'robotvision evaluate --model MODEL --data DATA.yaml --split test'.",
            task.Output == ModelOutput.Presence
                ? "A threshold is where the balanced accuracy is best ('balanced'), not where F1 is best ('at'): F1 ignores true negatives, "
                    + "so for a class that nearly every image shows it would be best to answer always yes."
                : "A threshold is where F1 is best on all validation sources together, each of which counts the same, however many images it has; "
                    + "'at' is where it is best on all images thrown together.",
        };
        if (heldOut?.Taught is { } taught)
            notes.Add(string.Create(CultureInfo.InvariantCulture,
                $"{taught.Frames.Count} frames without labels: average precision on the frames held out {taught.Without:F3} without them, ")
                + string.Create(CultureInfo.InvariantCulture, $"{taught.With:F3} with them, trained for as long; ")
                + (taught.IsBetter ? "the exported weights learned from them too." : "no gain, so that they were left out."));
        if (Overlap(shared, score.Frames) is { } overlap) notes.Add(overlap);
        Add(ThresholdOrigin.Off, "are off, since no training image has one labelled; "
            + "'run' and 'replay' publish none of them unless --threshold CLASS=VALUE turns them on.");
        Add(ThresholdOrigin.Kept, "keep the thresholds of the model that this one started from, since the new data do not tell."
            + (recipe.Freeze is null
                ? " The layers before the last were trained further without these classes, so that they may be found less well now: measure it, "
                    + "or keep these layers with --freeze features."
                : ""));
        Add(ThresholdOrigin.Guess, "have the default threshold, 0.5: the validation images do not tell, since the network finds none of them there, "
            + "or since none or all of the images show one.");
        return notes;

        void Add(ThresholdOrigin origin, string note)
        {
            if (thresholds.From(origin) is { Count: > 0 } names) notes.Add($"{string.Join(", ", names)}: {note}");
        }
    }

    /// <summary>A warning about validation images that are also training images; null where there are none.</summary>
    /// <param name="shared">Number of validation images that are also training images, or nearly the same.</param>
    /// <param name="frames">Number of validation images.</param>
    public static string? Overlap(int shared, int frames) => shared == 0 ? null
        : $"{shared} of {frames} validation images are trained on too, or nearly the same picture is: thresholds and score show how well the model "
            + "remembers them, not how good it is on new images. Leave 'validation' out of the recipe, and images are held out by recording, "
            + "or use those of other recordings; 'robotvision data split' splits a data set that way.";

    /// <summary>Counts validation images that are also training images: files of the same contents, rendered scenes of the same seed.</summary>
    public static int Shared(TrainingRecipe recipe, IReadOnlyList<DataFingerprint> data, IReadOnlyList<DataFingerprint> validation)
    {
        var scenes = recipe.Validation.Where(source => source.Synthetic is not null).Sum(source => Math.Min(
            Count(source), recipe.Data.Where(other => other.Synthetic?.Seed == source.Synthetic!.Seed).Select(Count).DefaultIfEmpty().Max()));
        return scenes + validation.Sum(set => set.SharedWith(data));

        static int Count(DataSource source) => source.Limit > 0 ? source.Limit : source.Synthetic!.Count;
    }
}
