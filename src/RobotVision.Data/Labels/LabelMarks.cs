using RobotVision.Drawing;

namespace RobotVision.Data.Labels;

/// <summary>Converts labels to marks for drawing.</summary>
public static class LabelMarks
{
    /// <summary>One mark per label.</summary>
    public static IReadOnlyList<Mark> Of(IEnumerable<Label> labels) =>
        [.. labels.Select(label => new Mark(label.Ignore ? MarkKind.Ignored : MarkKind.Found, label.Class, label.Box))];
}
