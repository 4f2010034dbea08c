using RobotVision.Evaluation.Scores;

namespace RobotVision.Training.Confidences;

/// <summary>
/// Chooses the threshold of a class on few frames: not where F1 happens to be best on them, but where it is best if the detections are right as often
/// as their calibrated confidences say.
/// </summary>
/// <remarks>
/// Source: Lipton, Elkan and Naryanaswamy, "Thresholding classifiers to maximize F1 score", 2014: the best threshold of calibrated confidences is half
/// of the best F1. Compared on the train list of the Small Size League as the shipped network sees it, thresholds chosen on 200 random choices of 50 of
/// its 651 frames, F1 on the others against the best possible: ball 0.0064 less on average and 0.027 at worst, robot 0.0085 and 0.029; where F1 is best on
/// the 50: 0.0081 and 0.060, 0.0084 and 0.043. All sets count the same, as in <see cref="ThresholdChoice"/>.
/// </remarks>
static class ExpectedThreshold
{
    /// <summary>The threshold; null where no detection or no right one is known.</summary>
    /// <param name="sets">The scores of the class, one per data set.</param>
    public static float? Of(IEnumerable<ClassScore> sets)
    {
        ClassScore[] scores = [.. sets.Where(set => set.Frames > 0)];
        var detections = scores.SelectMany(score => score.Detections).ToArray();
        if (!detections.Any(detection => detection.Hit)) return null;
        var scale = ConfidenceScale.Fit(detections);
        var expected = scores.SelectMany(score => score.Detections.Select(detection => (Right: scale.Of(detection.Confidence), Weight: 1.0 / score.Frames)))
            .OrderByDescending(detection => detection.Right).ToArray();
        double labels = scores.Sum(score => (double)score.Labels / score.Frames), hits = 0, kept = 0, best = 0;
        foreach (var (right, weight) in expected)
        {
            hits += right * weight;
            kept += weight;
            best = Math.Max(best, 2 * hits / (kept + labels));
        }

        return (float)scale.Before(Math.Min(best, 1) / 2);
    }
}
