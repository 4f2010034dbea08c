using RobotVision.Evaluation.Scores;
using RobotVision.Training.Checkpoints;
using RobotVision.Training.Recipes;

namespace RobotVision.Training.Runs;

/// <summary>What has to be known of a new model's thresholds and score, in sentences for the terminal, the summary and the report.</summary>
static class TrainingNotes
{
    /// <summary>The sentences.</summary>
    /// <param name="recipe">What was trained.</param>
    /// <param name="task">What the network answers.</param>
    /// <param name="thresholds">The thresholds.</param>
    /// <param name="score">The score on the validation data.</param>
    /// <param name="shared">How many of the validation images are trained on too.</param>
    public static IReadOnlyList<string> Of(TrainingRecipe recipe, TrainingTask task, ClassThresholds thresholds, ScoreReport score, int shared)
    {
        var notes = new List<string>
        {
            $"The thresholds were chosen on these same {score.Frames} validation images, so that this score is optimistic: expect less on others. "
                + "Measure it on recordings that are in neither list: 'robotvision evaluate --model MODEL --data DATA.yaml --split test'.",
            task.Output == "presence"
                ? "A threshold is where yes and no are right most often on average ('balanced'), not where F1 is best ('at'): F1 counts no right no, and of a class that nearly every image shows it would be best to say always yes."
                : "A threshold is not where F1 is best ('at'): it is chosen by what the network gives a candidate for, right or wrong. Objects that it does not see at all are missed whatever the threshold; "
                    + "F1 counts them and would lower it, to more false alarms. Every validation source counts alike, however many images it has.",
        };
        if (Overlap(shared, score.Frames) is { } overlap) notes.Add(overlap);
        Add(ThresholdOrigin.Off, "are off, since no training image has one labelled; 'run' and 'replay' publish none of them unless --threshold CLASS=VALUE turns them on.");
        Add(ThresholdOrigin.Kept, "keep the thresholds of the model that this one began with, since the new data do not tell."
            + (recipe.Freeze is null ? " The layers before the last learned on without them, so that they may be found less well now: measure it, or keep these layers with --freeze features." : ""));
        Add(ThresholdOrigin.Guess, "have a guess for a threshold, 0.5: the validation images do not tell, since the network finds none of them there, or since none or all of the images show one.");
        return notes;

        void Add(ThresholdOrigin origin, string words)
        {
            if (thresholds.From(origin) is { Count: > 0 } names) notes.Add($"{string.Join(", ", names)}: {words}");
        }
    }

    /// <summary>Says that images are trained on and validated on; null where none are.</summary>
    public static string? Overlap(int shared, int frames) => shared == 0 ? null
        : $"{shared} of {frames} validation images are trained on too: thresholds and score tell how well these are known by heart, not how good the model is on new ones. "
            + "Take validation images of other recordings; 'robotvision data split' parts a data set so.";

    /// <summary>How many validation images are trained on too: files of the same contents, scenes of the same seed.</summary>
    public static int Shared(TrainingRecipe recipe, IReadOnlyList<DataFingerprint> data, IReadOnlyList<DataFingerprint> validation)
    {
        var scenes = recipe.Validation.Where(source => source.Synthetic is not null).Sum(source => Math.Min(
            Count(source), recipe.Data.Where(other => other.Synthetic?.Seed == source.Synthetic!.Seed).Select(Count).DefaultIfEmpty().Max()));
        return scenes + validation.Sum(set => set.SharedWith(data));

        static int Count(DataSource source) => source.Limit > 0 ? source.Limit : source.Synthetic!.Count;
    }
}
