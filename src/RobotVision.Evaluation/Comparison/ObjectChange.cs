using RobotVision.Detections;

namespace RobotVision.Evaluation.Comparison;

/// <summary>One thing in a frame that two models do not agree on.</summary>
/// <param name="Kind"><c>gained</c> or <c>lost</c>: an object that only the second or only the first finds; <c>new_false_alarm</c> or <c>gone_false_alarm</c>.</param>
/// <param name="Class">The class's name.</param>
/// <param name="Box">Where: x1, y1, x2, y2 in pixels.</param>
public sealed record ObjectChange(string Kind, string Class, IReadOnlyList<float> Box)
{
    internal const string Gained = "gained";
    internal const string Lost = "lost";
    internal const string NewFalseAlarm = "new_false_alarm";
    internal const string GoneFalseAlarm = "gone_false_alarm";

    /// <summary>Every kind with its words.</summary>
    internal static IReadOnlyList<(string Kind, string Words)> Kinds { get; } =
        [(Gained, "gained"), (Lost, "lost"), (NewFalseAlarm, "new false alarms"), (GoneFalseAlarm, "gone false alarms")];

    internal static ObjectChange Of(string kind, ObjectClass objectClass, Box box) => new(kind, objectClass.Name(), [box.X1, box.Y1, box.X2, box.Y2]);
}
