using System.Globalization;
using RobotVision.Detections;
using RobotVision.Evaluation.Frames;
using RobotVision.Evaluation.Matching;

namespace RobotVision.Evaluation.Comparison;

/// <summary>What two models do not agree on in one frame.</summary>
/// <param name="Frame">The frame's place in the data set, from 0.</param>
/// <param name="Name">What the data set calls it.</param>
/// <param name="Changes">The objects and false alarms.</param>
public sealed record FrameChange(int Frame, string Name, IReadOnlyList<ObjectChange> Changes)
{
    /// <summary>From which overlap two false alarms are the same one; the value at which our decoder takes two boxes for one object.</summary>
    const float SameAlarm = 0.45f;

    /// <summary>The classes of one kind of change, <c>ball, robot x 2</c>; empty where there is none.</summary>
    /// <param name="kind">See <see cref="ObjectChange.Kind"/>.</param>
    internal string Words(string kind) => string.Join(", ", Changes.Where(one => one.Kind == kind)
        .GroupBy(one => one.Class).Select(group => string.Create(CultureInfo.InvariantCulture, $"{group.Key}{(group.Count() > 1 ? $" x {group.Count()}" : "")}")));

    /// <summary>Compares the results of a frame at each model's own thresholds.</summary>
    internal static FrameChange Of(FrameResult first, IReadOnlyList<float> firstThresholds, FrameResult second, IReadOnlyList<float> secondThresholds)
    {
        var changes = new List<ObjectChange>();
        for (var c = 0; c < ObjectClasses.Count; c++)
        {
            var objectClass = (ObjectClass)c;
            if (!first.Labelled.Contains(objectClass)) continue;
            var (a, b) = (new FrameMatch(first, objectClass), new FrameMatch(second, objectClass));
            foreach (var (before, after) in a.Answers(firstThresholds[c]).Zip(b.Answers(secondThresholds[c])))
                if (before.Found != after.Found) changes.Add(ObjectChange.Of(after.Found ? ObjectChange.Gained : ObjectChange.Lost, objectClass, before.Label.Box));
            Detection[] old = [.. a.Mistakes(firstThresholds[c])], now = [.. b.Mistakes(secondThresholds[c])];
            foreach (var alarm in now.Where(alarm => !old.Any(other => other.Box.Overlap(alarm.Box) > SameAlarm)))
                changes.Add(ObjectChange.Of(ObjectChange.NewFalseAlarm, objectClass, alarm.Box));
            foreach (var alarm in old.Where(alarm => !now.Any(other => other.Box.Overlap(alarm.Box) > SameAlarm)))
                changes.Add(ObjectChange.Of(ObjectChange.GoneFalseAlarm, objectClass, alarm.Box));
        }

        return new(first.Index, first.Name, changes);
    }
}
