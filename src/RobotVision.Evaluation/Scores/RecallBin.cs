using RobotVision.Evaluation.Matching;

namespace RobotVision.Evaluation.Scores;

/// <summary>How many objects of a range are found.</summary>
/// <param name="From">Where the range begins.</param>
/// <param name="To">Where it ends; null for no end.</param>
/// <param name="Labels">The objects in it.</param>
/// <param name="Hits">Those found.</param>
public sealed record RecallBin(double From, double? To, int Labels, int Hits)
{
    /// <summary>The side in pixels of the square as large as an object's box, where ranges of size begin; chosen by us, about a factor of 1.4 apart.</summary>
    static readonly double[] Sizes = [0, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192];

    /// <summary>The part of the objects that is found; null without objects.</summary>
    public double? Recall => Labels > 0 ? (double)Hits / Labels : null;

    /// <summary>The recall at a threshold by the size of the objects in pixels of the frame: the side of the square of the box's area.</summary>
    public static IReadOnlyList<RecallBin> BySize(IEnumerable<FrameMatch> frames, float threshold)
    {
        var answers = frames.SelectMany(frame => frame.Answers(threshold)).Select(answer => (Size: Math.Sqrt(answer.Label.Box.Area), answer.Found)).ToArray();
        return [.. Sizes.Select((from, i) =>
        {
            double? to = i + 1 < Sizes.Length ? Sizes[i + 1] : null;
            var mine = answers.Where(answer => answer.Size >= from && !(answer.Size >= to)).ToArray();
            return new RecallBin(from, to, mine.Length, mine.Count(answer => answer.Found));
        }).Where(bin => bin.Labels > 0)];
    }
}
