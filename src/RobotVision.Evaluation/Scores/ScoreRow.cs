using System.Text.Json.Serialization;
using RobotVision.Detections;
using RobotVision.Evaluation.Frames;

namespace RobotVision.Evaluation.Scores;

/// <summary>The score of one class; what cannot be known is null.</summary>
/// <param name="Class">The class's name.</param>
/// <param name="Frames">Frames in which it was looked for.</param>
/// <param name="Labels">Labels in them.</param>
/// <param name="Threshold">The threshold of the counts that follow; 1 in JSON where the class is <see cref="Off"/>.</param>
/// <param name="Hits">Detections that hit a label.</param>
/// <param name="Mistakes">Detections that hit none.</param>
/// <param name="Misses">Labels that no detection hit.</param>
/// <param name="Precision">Part of the detections that is right; null without detections.</param>
/// <param name="Recall">Part of the labels that is found; null without labels.</param>
/// <param name="F1">Harmonic mean of both; null without labels.</param>
/// <param name="BestF1">The best F1 over all thresholds.</param>
/// <param name="BestThreshold">Where it is.</param>
/// <param name="AveragePrecision">Area under the curve of precision over recall, where a hit is a centre in the label's box (points: near the label's centre).</param>
public sealed record ScoreRow(
    string Class, int Frames, int Labels, [property: JsonConverter(typeof(ThresholdConverter))] float Threshold, int Hits, int Mistakes, int Misses,
    double? Precision, double? Recall, double? F1, double? BestF1, float? BestThreshold, double? AveragePrecision)
{
    /// <summary>Whether the model was not trained on the class: nothing counts as found, whatever the confidence.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Off => Threshold == Thresholds.Off;

    /// <summary>Average precision where a hit is an intersection over union of at least 0.5; null for points and for presence.</summary>
    public double? AveragePrecision50 { get; init; }

    /// <summary>For presence: the part of the images with one of the class in them; null for detections.</summary>
    public double? BaseRate { get; init; }

    /// <summary>For presence: the part of the answers that is right; the larger of base rate and its rest is had by guessing. Null for detections.</summary>
    public double? Accuracy { get; init; }

    /// <summary>
    /// For presence: the mean of the rates at which "yes" and "no" are right, 0.5 for whoever guesses; null for detections, and where every
    /// image shows the class or none does.
    /// </summary>
    public double? BalancedAccuracy { get; init; }

    /// <summary>Reads the score of a class off at a threshold.</summary>
    public static ScoreRow Of(ClassScore score, float threshold)
    {
        var point = score.At(threshold);
        var best = score.Best();
        var labels = score.Labels > 0;
        return new(
            score.Class.Name(), score.Frames, score.Labels, threshold, point.Hits, point.Mistakes, point.Misses,
            point.Hits + point.Mistakes > 0 ? point.Precision : null, labels ? point.Recall : null, labels ? point.F1 : null,
            best?.F1, best?.Threshold, score.AveragePrecision())
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
