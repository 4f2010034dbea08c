using System.Globalization;
using RobotVision.Data.Datasets;
using RobotVision.Detections;
using RobotVision.Evaluation.Scores;
using RobotVision.Training.Recipes;

namespace RobotVision.Training.Runs;

/// <summary>What a training changed, compared with the model it started from, on one kind of images.</summary>
/// <param name="Domain">The kind of images.</param>
/// <param name="Frames">The number of images.</param>
/// <param name="Classes">F1 a class at each model's own thresholds.</param>
public sealed record DomainComparison(string Domain, int Frames, IReadOnlyList<ClassChange> Classes)
{
    /// <summary>Compares on the new images, and on some of those that the start model's thresholds were chosen on, so far as they are here.</summary>
    /// <param name="start">The model that the run started from.</param>
    /// <param name="before">Its thresholds.</param>
    /// <param name="sets">The new images that the new model is judged on.</param>
    /// <param name="score">The new model's score on them.</param>
    /// <param name="model">The new model.</param>
    /// <param name="after">Its thresholds.</param>
    /// <param name="cancellation">Stops between two images.</param>
    internal static IReadOnlyList<DomainComparison> Of(
        string start, IReadOnlyList<float> before, IReadOnlyList<WeightedDataset> sets, DetectionScore score, string model, IReadOnlyList<float> after,
        CancellationToken cancellation)
    {
        var found = new List<DomainComparison> { Compare("new images", Score(start, sets), before, score, after) };
        foreach (var source in RememberedData.ValidationOf(start))
        {
            var set = source.Open();
            WeightedDataset[] kept = [set with { Dataset = new CachedDataset(set.Dataset) }]; // rendered once for both models
            found.Add(Compare(
                source.Synthetic is null ? Path.GetFileNameWithoutExtension(source.Yaml!) : "rendered images",
                Score(start, kept), before, Score(model, kept), after));
        }

        return found;

        DetectionScore Score(string path, IReadOnlyList<WeightedDataset> on) =>
            DetectionScore.Together(DatasetEvaluator.Score(path, on, closeUps: 0, cancellation));
    }

    /// <summary>The change of the mean F1 over the classes.</summary>
    public double Gain => Mean.After - Mean.Before;

    /// <summary>Mean F1 over the classes, before and after.</summary>
    (double Before, double After) Mean => Classes.Count == 0 ? default : (Classes.Average(one => one.Before), Classes.Average(one => one.After));

    /// <summary>The comparison in one sentence.</summary>
    public override string ToString()
    {
        var classes = Classes.Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Class} {one.Before:F3} -> {one.After:F3}"));
        return string.Create(CultureInfo.InvariantCulture,
            $"F1 before -> after on {Frames} {Domain}: {string.Join(", ", classes)}; mean {Mean.Before:F3} -> {Mean.After:F3}.");
    }

    static DomainComparison Compare(string domain, DetectionScore start, IReadOnlyList<float> before, DetectionScore score, IReadOnlyList<float> after) => new(
        domain, score.Frames,
        [
            .. score.Classes.Classes.Where(objectClass => score[objectClass].Labels > 0).Select(objectClass => new ClassChange(
                score[objectClass].Name, score[objectClass].Labels, F1(start, objectClass, before), F1(score, objectClass, after))),
        ]);

    // The classes of the start are the first of the trained model's: the other ones it cannot find.
    static double F1(DetectionScore score, ObjectClass objectClass, IReadOnlyList<float> thresholds) =>
        (int)objectClass < thresholds.Count ? score[objectClass].At(thresholds[(int)objectClass]).F1 : 0;
}

/// <summary>F1 of a class before and after a training.</summary>
/// <param name="Class">The class.</param>
/// <param name="Labels">The number of labels.</param>
/// <param name="Before">F1 of the model that the run started from.</param>
/// <param name="After">F1 of the new model.</param>
public sealed record ClassChange(string Class, int Labels, double Before, double After);
