namespace RobotVision.Evaluation.Matching;

/// <summary>The distance between the centres of hits and of their labels, in pixels of the frame.</summary>
/// <param name="Hits">The number of hits.</param>
/// <param name="Mean">The mean distance.</param>
/// <param name="Median">The median distance.</param>
/// <param name="Percentile90">The 90th percentile of the distance.</param>
public sealed record CenterError(int Hits, double Mean, double Median, double Percentile90)
{
    /// <summary>Measures the hits at a threshold; null without hits.</summary>
    public static CenterError? Of(IEnumerable<FrameMatch> frames, float threshold)
    {
        var distances = frames.SelectMany(frame => frame.Hits(threshold))
            .Select(hit => (double)CenterMatching.Distance(hit.Detection.Box, hit.Label.Box)).Order().ToArray();
        return distances.Length == 0 ? null : new(distances.Length, distances.Average(), At(0.5), At(0.9));

        double At(double part) => distances[(int)Math.Ceiling(part * distances.Length) - 1];
    }
}
