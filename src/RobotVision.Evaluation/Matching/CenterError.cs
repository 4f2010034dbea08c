namespace RobotVision.Evaluation.Matching;

/// <summary>How far the centres of hits are from those of their labels, in pixels of the frame.</summary>
/// <param name="Hits">The hits.</param>
/// <param name="Mean">The mean distance.</param>
/// <param name="Median">The distance that half of them do not exceed.</param>
/// <param name="Percentile90">The distance that nine in ten do not exceed.</param>
public sealed record CenterError(int Hits, double Mean, double Median, double Percentile90)
{
    /// <summary>Measures the hits at a threshold; null without hits.</summary>
    public static CenterError? Of(IEnumerable<FrameMatch> frames, float threshold)
    {
        var distances = frames.SelectMany(frame => frame.Hits(threshold)).Select(hit => (double)CenterMatching.Distance(hit.Detection.Box, hit.Label.Box)).Order().ToArray();
        return distances.Length == 0 ? null : new(distances.Length, distances.Average(), At(0.5), At(0.9));

        double At(double part) => distances[(int)Math.Ceiling(part * distances.Length) - 1];
    }
}
