namespace RobotVision.Evaluation.Scores;

/// <summary>Chooses from which confidence a class counts, on validation data.</summary>
/// <remarks>
/// Detections: a threshold divides the candidates of the network, nothing else, so the best F1 of that division is taken: candidates
/// that are right and kept, wrong and kept, right and thrown away. An object that no candidate hits is missed whatever the threshold;
/// counted as a miss it would draw the threshold down, since the F1 of calibrated confidences is best at half of the F1 that can be
/// had (Lipton, Elkan and Naryanaswamy, "Thresholding classifiers to maximize F1 score", 2014): balls too small to be seen would make
/// the model see balls that are not there. False alarms count all, wherever they are.
/// Presence: the best balanced accuracy, the mean of the rates at which yes and no are right. F1 knows no right no, so for a class that
/// nearly each image shows it is best with "always yes".
/// Each set counts as if it had as many frames as any other: how many were collected says nothing about where the robot will play.
/// </remarks>
public static class ThresholdChoice
{
    /// <summary>The best threshold, the higher one of equals; null where the data do not say.</summary>
    /// <param name="sets">The score of one class, one a validation set.</param>
    public static float? Best(IEnumerable<ClassScore> sets)
    {
        var scores = sets.Where(set => set.Frames > 0).ToArray();
        if (scores.Length == 0) return null;
        var presence = scores.Any(score => score.IsPresence);
        float? best = null;
        var most = 0.0;
        foreach (var (threshold, rates) in Curve(scores))
        {
            var value = presence ? rates.BalancedAccuracy : rates.CandidateF1;
            if (!(value > most)) continue;
            (best, most) = (threshold, value);
        }

        return best;
    }

    /// <summary>The rates a frame, summed over the sets, at every confidence that occurs, from the highest down.</summary>
    static IEnumerable<(float Threshold, Rates Rates)> Curve(ClassScore[] scores)
    {
        var steps = scores.SelectMany((score, set) => score.Curve().Select(point => (point, set))).GroupBy(step => step.point.Threshold).OrderByDescending(group => group.Key);
        var current = new ScorePoint[scores.Length];
        double labels = 0, frames = scores.Length, reachable = 0;
        foreach (var score in scores)
        {
            labels += (double)score.Labels / score.Frames;
            reachable += (double)score.At(0).Hits / score.Frames;
        }

        foreach (var group in steps)
        {
            foreach (var (point, set) in group) current[set] = point;
            double hits = 0, mistakes = 0;
            for (var set = 0; set < scores.Length; set++)
            {
                hits += (double)current[set].Hits / scores[set].Frames;
                mistakes += (double)current[set].Mistakes / scores[set].Frames;
            }

            yield return (group.Key, new(hits, mistakes, reachable, labels, frames));
        }
    }

    readonly record struct Rates(double Hits, double Mistakes, double Reachable, double Labels, double Frames)
    {
        public double CandidateF1 => Hits > 0 ? 2 * Hits / (Hits + Mistakes + Reachable) : 0;

        /// <summary>0 where every image shows the class, or none: nobody can say then.</summary>
        public double BalancedAccuracy => Labels > 0 && Frames - Labels > 1e-9 ? (Hits / Labels + 1 - Mistakes / (Frames - Labels)) / 2 : 0;
    }
}
