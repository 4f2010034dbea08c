namespace RobotVision.Evaluation.CloseUps;

/// <summary>How many objects of a range of sizes each way of looking finds.</summary>
/// <param name="From">Pixels, the smallest.</param>
/// <param name="To">Pixels, beyond the largest.</param>
/// <param name="Labels">The objects.</param>
/// <param name="Once">Those found by looking once.</param>
/// <param name="Twice">Those found by looking twice.</param>
public sealed record SizeGain(double From, double To, int Labels, int Once, int Twice)
{
    /// <summary>The part that looking once finds; null without objects.</summary>
    public double? RecallOnce => Labels > 0 ? (double)Once / Labels : null;

    /// <summary>The part that looking twice finds; null without objects.</summary>
    public double? RecallTwice => Labels > 0 ? (double)Twice / Labels : null;

    internal static SizeGain Sum(IEnumerable<SizeGain> gains) =>
        gains.Aggregate((a, b) => a with { Labels = a.Labels + b.Labels, Once = a.Once + b.Once, Twice = a.Twice + b.Twice });
}
