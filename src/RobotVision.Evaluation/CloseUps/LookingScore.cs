using RobotVision.Evaluation.Matching;

namespace RobotVision.Evaluation.CloseUps;

/// <summary>How good one way of looking is at a threshold.</summary>
/// <param name="Labels">The objects.</param>
/// <param name="Hits">Those found.</param>
/// <param name="Mistakes">What was found that is none.</param>
public sealed record LookingScore(int Labels, int Hits, int Mistakes)
{
    /// <summary>The part of what was found that is right; 0 where nothing was found.</summary>
    public double Precision => Hits + Mistakes > 0 ? (double)Hits / (Hits + Mistakes) : 0;

    /// <summary>The part of the objects that was found; 0 without objects.</summary>
    public double Recall => Labels > 0 ? (double)Hits / Labels : 0;

    internal static LookingScore Of(IReadOnlyList<FrameMatch> frames, float threshold) => new(
        frames.Sum(frame => frame.Labels.Count(label => !label.Ignore)), frames.Sum(frame => frame.Hits(threshold).Count()), frames.Sum(frame => frame.Mistakes(threshold).Count()));

    internal static LookingScore Sum(IEnumerable<LookingScore> scores) =>
        scores.Aggregate((a, b) => new(a.Labels + b.Labels, a.Hits + b.Hits, a.Mistakes + b.Mistakes));
}
