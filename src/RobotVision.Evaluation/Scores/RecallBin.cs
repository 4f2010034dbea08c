using RobotVision.Evaluation.Matching;

namespace RobotVision.Evaluation.Scores;

/// <summary>The recall of a range of sizes.</summary>
/// <param name="From">Lower end of the range in pixels, included.</param>
/// <param name="To">Upper end of the range in pixels, excluded; null for none.</param>
/// <param name="Labels">The objects in the range.</param>
/// <param name="Hits">Objects that were found.</param>
public sealed record RecallBin(double From, double? To, int Labels, int Hits)
{
    // Lower ends of the ranges: square root of the box's area in pixels, about a factor of 1.4 apart.
    static readonly double[] Sizes = [0, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192];

    /// <summary>The fraction of the objects that were found, 0..1; null without objects.</summary>
    public double? Recall => Labels > 0 ? (double)Hits / Labels : null;

    /// <summary>The recall at a threshold by the size of the objects: the square root of the box's area, in pixels of the frame.</summary>
    public static IReadOnlyList<RecallBin> BySize(IEnumerable<FrameMatch> frames, float threshold)
    {
        var answers = frames.SelectMany(frame => frame.Answers(threshold))
            .Select(answer => (Size: Math.Sqrt(answer.Label.Box.Area), answer.Found)).ToArray();
        return [.. Sizes.Select((from, i) =>
        {
            double? to = i + 1 < Sizes.Length ? Sizes[i + 1] : null;
            var inRange = answers.Where(answer => answer.Size >= from && !(answer.Size >= to)).ToArray();
            return new RecallBin(from, to, inRange.Length, inRange.Count(answer => answer.Found));
        }).Where(bin => bin.Labels > 0)];
    }
}
