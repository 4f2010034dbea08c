namespace RobotVision.Evaluation.Scores;

/// <summary>Chooses the confidence threshold of a class on validation data.</summary>
/// <remarks>
/// Detections: the threshold with the best F1. Labels that are ignored, such as those below the size from which a set is labelled reliably, do not
/// count. The best F1 over the network's candidates alone, without objects that no candidate hits, is higher and gives higher thresholds. It was
/// compared on images that the shipped network had no part in (the train list of the Small Size League, thresholds from rendered images and
/// the Middle Size League): F1 of balls 0.565 with it and 0.620 so, of robots 0.602 and 0.645; of balls in the two
/// videos of a humanoid, which took no part either, 0.931 and 0.930, 0.964 and 0.987. Confidences are lower in halls that a network never saw.
/// Presence: the threshold with the best balanced accuracy, the mean of the accuracies on images with and without the class. F1 ignores
/// true negatives, so for a class that nearly every image shows its best threshold would accept everything.
/// All sets are weighted equally, because the number of collected frames says nothing about where the robot will play.
/// </remarks>
public static class ThresholdChoice
{
    /// <summary>The best threshold, the highest of equally good ones; null if the data do not determine one.</summary>
    /// <param name="sets">The scores of one class, one per validation set.</param>
    public static float? Best(IEnumerable<ClassScore> sets)
    {
        var scores = sets.Where(set => set.Frames > 0).ToArray();
        if (scores.Length == 0) return null;
        var presence = scores.Any(score => score.IsPresence);
        float? best = null;
        var most = 0.0;
        foreach (var (threshold, rates) in Curve(scores))
        {
            var value = presence ? rates.BalancedAccuracy : rates.F1;
            if (!(value > most)) continue;
            (best, most) = (threshold, value);
        }

        return best;
    }

    // The counts per frame, summed over the sets, at every confidence that occurs, by falling confidence.
    static IEnumerable<(float Threshold, Rates Rates)> Curve(ClassScore[] scores)
    {
        var steps = scores.SelectMany((score, set) => score.Curve().Select(point => (point, set)))
            .GroupBy(step => step.point.Threshold).OrderByDescending(group => group.Key);
        var current = new ScorePoint[scores.Length];
        double labels = scores.Sum(score => (double)score.Labels / score.Frames), frames = scores.Length;
        foreach (var group in steps)
        {
            foreach (var (point, set) in group) current[set] = point;
            double hits = 0, mistakes = 0;
            for (var set = 0; set < scores.Length; set++)
            {
                hits += (double)current[set].Hits / scores[set].Frames;
                mistakes += (double)current[set].Mistakes / scores[set].Frames;
            }

            yield return (group.Key, new(hits, mistakes, labels, frames));
        }
    }

    readonly record struct Rates(double Hits, double Mistakes, double Labels, double Frames)
    {
        public double F1 => Hits > 0 ? 2 * Hits / (Hits + Mistakes + Labels) : 0;

        /// <summary>0 if all images or none show the class: it is undefined then.</summary>
        public double BalancedAccuracy => Labels > 0 && Frames - Labels > 1e-9 ? (Hits / Labels + 1 - Mistakes / (Frames - Labels)) / 2 : 0;
    }
}
