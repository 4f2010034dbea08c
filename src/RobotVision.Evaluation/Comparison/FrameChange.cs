using System.Globalization;
using RobotVision.Detections;
using RobotVision.Evaluation.Frames;
using RobotVision.Evaluation.Matching;

namespace RobotVision.Evaluation.Comparison;

/// <summary>The differences between two models in one frame.</summary>
/// <param name="Frame">The frame's index in the data set, from 0.</param>
/// <param name="Name">The frame's name in the data set.</param>
/// <param name="Changes">The objects and false alarms that differ.</param>
public sealed record FrameChange(int Frame, string Name, IReadOnlyList<ObjectChange> Changes)
{
    /// <summary>The overlap from which two false alarms count as the same; the overlap of non-maximum suppression.</summary>
    internal const float SameAlarm = 0.45f;

    /// <summary>The classes of one kind of change, such as <c>ball, robot x 2</c>; empty if there is none.</summary>
    /// <param name="kind">See <see cref="ObjectChange.Kind"/>.</param>
    internal string Describe(string kind) => string.Join(", ", Changes.Where(one => one.Kind == kind).GroupBy(one => one.Class)
        .Select(group => group.Count() > 1 ? string.Create(CultureInfo.InvariantCulture, $"{group.Key} x {group.Count()}") : group.Key));

    /// <summary>Compares the results of a frame at each model's own thresholds.</summary>
    internal static FrameChange Of(FrameResult first, IReadOnlyList<float> firstThresholds, FrameResult second, IReadOnlyList<float> secondThresholds)
    {
        var changes = new List<ObjectChange>();
        foreach (var objectClass in first.Classes.Classes)
        {
            var (c, name) = ((int)objectClass, first.Classes[objectClass]);
            if (!first.Labelled.Contains(objectClass)) continue;
            var (a, b) = (new FrameMatch(first, objectClass), new FrameMatch(second, objectClass));
            foreach (var (before, after) in a.Answers(firstThresholds[c]).Zip(b.Answers(secondThresholds[c])))
                if (before.Found != after.Found)
                    changes.Add(ObjectChange.Of(after.Found ? ObjectChange.Gained : ObjectChange.Lost, name, before.Label.Box));
            Detection[] old = [.. a.Mistakes(firstThresholds[c])], now = [.. b.Mistakes(secondThresholds[c])];
            foreach (var alarm in now.Where(alarm => !old.Any(other => other.Box.Overlap(alarm.Box) > SameAlarm)))
                changes.Add(ObjectChange.Of(ObjectChange.NewFalseAlarm, name, alarm.Box));
            foreach (var alarm in old.Where(alarm => !now.Any(other => other.Box.Overlap(alarm.Box) > SameAlarm)))
                changes.Add(ObjectChange.Of(ObjectChange.GoneFalseAlarm, name, alarm.Box));
        }

        return new(first.Index, first.Name, changes);
    }
}

/// <summary>One object or false alarm that differs between two models.</summary>
/// <param name="Kind">
/// <c>gained</c> or <c>lost</c>: an object that only the second or only the first model finds; <c>new_false_alarm</c> or
/// <c>gone_false_alarm</c>: a false alarm of only the second or only the first model.
/// </param>
/// <param name="Class">The class's name.</param>
/// <param name="Box">x1, y1, x2, y2 in pixels of the frame.</param>
public sealed record ObjectChange(string Kind, string Class, IReadOnlyList<float> Box)
{
    internal const string Gained = "gained";
    internal const string Lost = "lost";
    internal const string NewFalseAlarm = "new_false_alarm";
    internal const string GoneFalseAlarm = "gone_false_alarm";

    /// <summary>Every kind with its text in reports.</summary>
    internal static IReadOnlyList<(string Kind, string Text)> Kinds { get; } =
        [(Gained, "gained"), (Lost, "lost"), (NewFalseAlarm, "new false alarms"), (GoneFalseAlarm, "gone false alarms")];

    internal static ObjectChange Of(string kind, string name, Box box) => new(kind, name, [box.X1, box.Y1, box.X2, box.Y2]);
}
