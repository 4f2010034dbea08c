using System.Globalization;
using RobotVision.Data.Labels;
using RobotVision.Detections;
using RobotVision.Evaluation.Frames;
using RobotVision.Evaluation.Matching;
using RobotVision.Sampling;

namespace RobotVision.Evaluation.Scores;

/// <summary>
/// The recall of one class at the lowest threshold that has a precision, of all objects and of those that are hard to see. At the same precision models
/// can be compared whatever their confidences mean.
/// </summary>
/// <param name="Name">What is scored: the class, and whether it is tracks.</param>
/// <param name="Threshold">The threshold; null where no threshold has the precision.</param>
/// <param name="Kinds">The kinds of objects, in the order of <see cref="KindNames"/>: how many there are, and how many of them were found.</param>
public sealed record RecallAtPrecision(string Name, float? Threshold, IReadOnlyList<(int Labels, int Hits)> Kinds)
{
    /// <summary>The side (square root of the box's area) below which an object is tiny, in pixels of the network's sample; a cell of the grid.</summary>
    const double TinySide = 4;

    /// <summary>The visible part below which an object is half hidden.</summary>
    const float HiddenPart = 0.75f;

    /// <summary>The kinds: all, in a blurred frame, half hidden, tiny, none of these.</summary>
    public static IReadOnlyList<string> KindNames { get; } = ["all", "blurred", "half hidden", "tiny", "clear"];

    /// <summary>Scores a class.</summary>
    /// <param name="name">What is scored.</param>
    /// <param name="frames">The frames with labels and what was found at any confidence.</param>
    /// <param name="objectClass">The class.</param>
    /// <param name="precision">The precision, 0..1.</param>
    public static RecallAtPrecision Of(string name, IReadOnlyList<FrameResult> frames, ObjectClass objectClass, double precision)
    {
        FrameMatch[] matches = [.. frames.Where(frame => frame.Labelled.Contains(objectClass)).Select(frame => new FrameMatch(frame, objectClass))];
        var score = new ClassScore(objectClass, name);
        foreach (var match in matches) score.Add(match);
        float? threshold = score.Curve().Where(point => point.Precision >= precision).Select(point => (float?)point.Threshold).Min();
        var counts = new (int Labels, int Hits)[KindNames.Count];
        foreach (var match in matches)
            foreach (var (label, found) in match.Answers(threshold ?? float.PositiveInfinity))
                foreach (var kind in KindsOf(match.Frame, label))
                    counts[kind] = (counts[kind].Labels + 1, counts[kind].Hits + (found ? 1 : 0));
        return new(name, threshold, counts);
    }

    static IEnumerable<int> KindsOf(FrameResult frame, Label label)
    {
        yield return 0;
        var (blurred, hidden) = (frame.IsBlurred, label.Visible < HiddenPart);
        var tiny = !label.Class.IsPoint() && Math.Sqrt(label.Box.Area / frame.Width / frame.Height) * SampleFormat.Size < TinySide;
        if (blurred) yield return 1;
        if (hidden) yield return 2;
        if (tiny) yield return 3;
        if (!blurred && !hidden && !tiny) yield return 4;
    }

    /// <summary>A table of several, as plain text.</summary>
    public static string Table(double precision, IReadOnlyList<RecallAtPrecision> rows)
    {
        string[][] lines =
        [
            [FormattableString.Invariant($"recall at precision {precision:0.###}"), "threshold", .. KindNames],
            .. rows.Select(row => (string[])
            [
                row.Name, row.Threshold?.ToString("0.000", CultureInfo.InvariantCulture) ?? "none",
                .. row.Kinds.Select(kind => kind.Labels == 0 ? "-" : string.Create(
                    CultureInfo.InvariantCulture, $"{(double)kind.Hits / kind.Labels:0.000} of {kind.Labels}")),
            ]),
        ];
        var widths = lines[0].Select((_, column) => lines.Max(line => line[column].Length)).ToArray();
        return string.Join('\n', lines.Select(line => string.Join(
            "  ", line.Select((cell, i) => i == 0 ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i])))));
    }
}
