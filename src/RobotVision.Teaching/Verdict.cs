using System.Globalization;
using RobotVision.Reports;
using RobotVision.Training.Runs;

namespace RobotVision.Teaching;

/// <summary>Whether a new model is better than the one before, and why, in words.</summary>
/// <param name="IsBetter">Whether to take it: better on the new frames, and hardly worse on what the model knew.</param>
/// <param name="IsBetterHere">Whether it is better on the new frames, whatever it forgot: good enough for guesses on them.</param>
/// <param name="Text">One sentence, for example <c>robot: 0.52 -> 0.78 on 14 held-out frames; ball the same; take it</c>.</param>
public sealed record Verdict(bool IsBetter, bool IsBetterHere, string Text)
{
    /// <summary>Changes of F1 below this count as none: on some tens of frames so much comes and goes by chance.</summary>
    const double Same = 0.02;

    /// <summary>Means of F1 below this count as no gain.</summary>
    const double LeastGain = 0.01;

    /// <summary>So much may be lost on images that the model knew before.</summary>
    const double MostForgotten = 0.05;

    /// <summary>A class that loses more falls clearly, which the sentence says even of a model that is better on the whole.</summary>
    const double MostLost = 0.05;

    /// <summary>Judges a comparison.</summary>
    /// <param name="changes">The new images first, each found by a model that was not trained on it; then those that the model knew.</param>
    /// <param name="written">How the model that was written before did on the new images of then; null where none was.</param>
    public static Verdict Of(IReadOnlyList<DomainComparison> changes, DomainComparison? written = null)
    {
        if (changes.Count == 0 || changes[0].Classes.Count == 0)
            return new(false, false, "no object on the held-out frames, or no model to begin with, so that nothing can be compared: your choice");
        var taught = changes[0];
        var parts = new List<string>();
        foreach (var one in taught.Classes.Where(one => !IsSame(one)).OrderByDescending(one => Math.Abs(one.After - one.Before)))
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"{one.Class}: {one.Before:F2} -> {one.After:F2} (of {one.Labels})"));
        parts = [string.Join(", ", parts)];
        if (parts[0].Length == 0) parts.Clear();
        else parts[0] += $" on {Plural.Of(taught.Frames, "held-out frame")}";
        if (taught.Classes.Where(IsSame).Select(one => one.Class).ToArray() is { Length: > 0 } same) parts.Add($"{string.Join(", ", same)} the same");
        var forgotten = changes.Skip(1).Where(change => change.Gain < -MostForgotten).ToArray();
        foreach (var change in forgotten)
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"it forgets: F1 {change.Gain:F2} on {change.Frames} {change.Domain}"));
        var isBetterHere = taught.Gain >= LeastGain;
        var fallsBehind = written is not null && MeanOf(taught) < MeanOf(written) - Same;
        if (fallsBehind)
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"mean F1 {MeanOf(taught):F2}, that of the one written before {MeanOf(written!):F2}"));
        var isBetter = isBetterHere && forgotten.Length == 0 && !fallsBehind;
        var fallen = taught.Classes.Where(one => one.After < one.Before - MostLost).Select(one => one.Class).ToArray();
        parts.Add(
            isBetter && fallen.Length > 0 ? $"better on the whole, but clearly worse at {string.Join(" and ", fallen)}: look at it before you rely on it"
            : isBetter ? "take it"
            : isBetterHere && fallsBehind ? "better than the model it began with, worse than the last one written: your choice"
            : isBetterHere ? "better here, worse elsewhere: your choice"
            : taught.Gain > -LeastGain ? "no gain: keep the one before"
            : "worse: do not take it");
        return new(isBetter, isBetterHere, string.Join("; ", parts));
    }

    static double MeanOf(DomainComparison comparison) => comparison.Classes.Count == 0 ? 0 : comparison.Classes.Average(one => one.After);

    static bool IsSame(ClassChange one) => Math.Abs(one.After - one.Before) < Same;
}
