namespace OpenCvSharp;

/// <summary>When an iteration ends.</summary>
/// <param name="Type">Which of the two count.</param>
/// <param name="MaxCount">Most iterations.</param>
/// <param name="Epsilon">Smallest change that is worth another one.</param>
public record struct TermCriteria(CriteriaTypes Type, int MaxCount, double Epsilon)
{
    /// <summary>Ends at the count or at the small change, whichever is first.</summary>
    public static TermCriteria Both(int maxCount, double epsilon) => new(CriteriaTypes.Count | CriteriaTypes.Eps, maxCount, epsilon);
}
