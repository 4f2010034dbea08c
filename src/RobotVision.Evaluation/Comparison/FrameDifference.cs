using RobotVision.Detections;
using RobotVision.Evaluation.Frames;
using RobotVision.Evaluation.Matching;

namespace RobotVision.Evaluation.Comparison;

/// <summary>An object of one frame that a model finds and another model, or the labels, do not have, or the other way round.</summary>
/// <param name="Class">The class's name.</param>
/// <param name="Box">Where, in pixels of the frame.</param>
/// <param name="IsOwn">Whether the first model finds it, and not the other side.</param>
public sealed record FrameDifference(string Class, Box Box, bool IsOwn)
{
    /// <summary>Compares the detections of two models in a frame; classes that one of them does not have, or that are off in one, are left out.</summary>
    /// <param name="own">What the first model found.</param>
    /// <param name="ownClasses">Its classes, by their names.</param>
    /// <param name="other">What the second model found.</param>
    /// <param name="otherClasses">Its classes.</param>
    /// <param name="isCompared">Whether a class is on in both, by its name.</param>
    public static IReadOnlyList<FrameDifference> OfModels(
        IReadOnlyList<Detection> own, ClassNames ownClasses, IReadOnlyList<Detection> other, ClassNames otherClasses, Func<string, bool> isCompared)
    {
        var (ours, theirs) = (own.Select(one => (Class: ownClasses[one.Class], one.Box)).Where(one => isCompared(one.Class)).ToArray(),
            other.Select(one => (Class: otherClasses[one.Class], one.Box)).Where(one => isCompared(one.Class)).ToArray());
        bool IsIn((string Class, Box Box)[] side, (string Class, Box Box) one) =>
            Array.Exists(side, found => found.Class == one.Class && found.Box.Overlap(one.Box) > FrameChange.SameAlarm);
        return
        [
            .. ours.Where(one => !IsIn(theirs, one)).Select(one => new FrameDifference(one.Class, one.Box, true)),
            .. theirs.Where(one => !IsIn(ours, one)).Select(one => new FrameDifference(one.Class, one.Box, false)),
        ];
    }

    /// <summary>Compares the detections of a model in a frame with its labels, of the classes that are labelled, by the rule of the scores.</summary>
    /// <param name="found">The frame with both; detections above their thresholds alone.</param>
    /// <param name="isCompared">Whether a class is on.</param>
    public static IReadOnlyList<FrameDifference> OfLabels(FrameResult found, Func<ObjectClass, bool> isCompared) =>
    [
        .. from one in found.Classes.Classes
           where found.Labelled.Contains(one) && isCompared(one)
           let match = new FrameMatch(found, one)
           from difference in match.Mistakes(0).Select(alarm => new FrameDifference(found.Classes[one], alarm.Box, true))
               .Concat(match.Misses(0).Select(miss => new FrameDifference(found.Classes[one], miss.Box, false)))
           select difference,
    ];
}
