using System.Text.Json.Serialization;
using RobotVision.Detections;
using RobotVision.Evaluation.Frames;

namespace RobotVision.Evaluation.Scores;

/// <summary>The score of one class; unknown values are null.</summary>
/// <param name="Class">The class's name.</param>
/// <param name="Frames">Frames in which the class is labelled.</param>
/// <param name="Labels">Labels in these frames, without ignored ones.</param>
/// <param name="Threshold">The threshold of the counts that follow; 1 in JSON if the class is <see cref="Off"/>.</param>
/// <param name="Hits">Detections that hit a label.</param>
/// <param name="Mistakes">Detections that hit no label.</param>
/// <param name="Misses">Labels that no detection hits.</param>
/// <param name="Precision">Fraction of the detections that are right; null without detections.</param>
/// <param name="Recall">Fraction of the labels that were found; null without labels.</param>
/// <param name="F1">Harmonic mean of precision and recall; null without labels.</param>
/// <param name="BestF1">The best F1 over all thresholds; 0 without detections, null without labels.</param>
/// <param name="BestThreshold">The threshold of the best F1; null without detections.</param>
/// <param name="AveragePrecision">
/// Area under the precision-recall curve, where a hit is a centre in the label's box (points: near the label's centre).
/// </param>
public sealed record ScoreRow(
    string Class, int Frames, int Labels, [property: JsonConverter(typeof(ThresholdConverter))] float Threshold, int Hits, int Mistakes, int Misses,
    double? Precision, double? Recall, double? F1, double? BestF1, float? BestThreshold, double? AveragePrecision)
{
    /// <summary>Whether the model was not trained on the class, so that none of its detections count.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Off => Threshold == Thresholds.Off;

    /// <summary>Average precision at an intersection over union of at least 0.5; null for points and for presence.</summary>
    public double? AveragePrecision50 { get; init; }

    /// <summary>For presence: the fraction of the images that show the class; null for detections.</summary>
    public double? BaseRate { get; init; }

    /// <summary>
    /// For presence: the fraction of the predictions that are right; guessing reaches the larger of the base rate and 1 minus it. Null for
    /// detections.
    /// </summary>
    public double? Accuracy { get; init; }

    /// <summary>
    /// For presence: the mean of the accuracies on images with and without the class, 0.5 for guessing; null for detections, and if all images
    /// or none show the class.
    /// </summary>
    public double? BalancedAccuracy { get; init; }

    /// <summary>The score of a class at a threshold.</summary>
    public static ScoreRow Of(ClassScore score, float threshold)
    {
        var point = score.At(threshold);
        var best = score.Best();
        var labels = score.Labels > 0;
        return new(
            score.Name, score.Frames, score.Labels, threshold, point.Hits, point.Mistakes, point.Misses,
            point.Hits + point.Mistakes > 0 ? point.Precision : null, labels ? point.Recall : null, labels ? point.F1 : null,
            labels ? best?.F1 ?? 0 : null, best?.Threshold, score.AveragePrecision())
        {
            AveragePrecision50 = score.AveragePrecision50(),
            BaseRate = score.IsPresence ? (double)score.Labels / score.Frames : null,
            Accuracy = score.IsPresence ? 1 - (double)(point.Mistakes + point.Misses) / score.Frames : null,
            BalancedAccuracy = score.IsPresence && labels && score.Labels < score.Frames
                ? (point.Recall + 1 - (double)point.Mistakes / (score.Frames - score.Labels)) / 2
                : null,
        };
    }
}

/// <summary>The means over the classes that have labels, all classes weighted equally; unknown values are null.</summary>
/// <param name="Classes">The number of classes.</param>
/// <param name="Recall">Mean recall.</param>
/// <param name="F1">Mean F1.</param>
/// <param name="BestF1">Mean of the best F1 over all thresholds.</param>
/// <param name="AveragePrecision">Mean average precision, where a hit is a centre in the label's box (points: near the label's centre).</param>
/// <param name="AveragePrecision50">Mean average precision at an intersection over union of 0.5, over the classes with boxes only.</param>
public sealed record ScoreMean(int Classes, double? Recall, double? F1, double? BestF1, double? AveragePrecision, double? AveragePrecision50)
{
    /// <summary>Computes the means; null if fewer than two classes have labels.</summary>
    internal static ScoreMean? Of(IReadOnlyList<ScoreRow> classes)
    {
        var rows = classes.Where(row => row.Labels > 0).ToArray();
        if (rows.Length < 2) return null;
        double? Mean(Func<ScoreRow, double?> value) => rows.Select(value).OfType<double>().ToArray() is { Length: > 0 } known ? known.Average() : null;
        return new(
            rows.Length, Mean(row => row.Recall), Mean(row => row.F1), Mean(row => row.BestF1),
            Mean(row => row.AveragePrecision), Mean(row => row.AveragePrecision50));
    }
}
