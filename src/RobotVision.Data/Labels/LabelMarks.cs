using RobotVision.Drawing;

namespace RobotVision.Data.Labels;

/// <summary>What is to be drawn of labels where no network has looked.</summary>
public static class LabelMarks
{
    /// <summary>One mark a label.</summary>
    public static IReadOnlyList<Mark> Of(IEnumerable<Label> labels) =>
        [.. labels.Select(label => new Mark(label.Ignore ? MarkKind.Ignored : MarkKind.Found, label.Class, label.Box))];
}
