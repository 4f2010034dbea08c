using RobotVision.Detections;
using RobotVision.Drawing;
using RobotVision.Evaluation.Frames;
using RobotVision.Evaluation.Matching;

namespace RobotVision.Evaluation.Pages;

/// <summary>What is to be drawn of a frame whose labels are known: what was found, right or wrong, and what is there, found or missed.</summary>
public static class FrameMarks
{
    /// <summary>The marks of a frame, what was found before what is labelled; classes that were not looked for are found and no more.</summary>
    /// <param name="frame">What is in it and what was found.</param>
    /// <param name="thresholds">Detections below are left out, one threshold a class.</param>
    public static IReadOnlyList<Mark> Of(FrameResult frame, IReadOnlyList<float> thresholds)
    {
        List<Mark> found = [], labels = [];
        for (var i = 0; i < ObjectClasses.Count; i++)
        {
            var (objectClass, threshold) = ((ObjectClass)i, thresholds[i]);
            var match = new FrameMatch(frame, objectClass);
            var wrong = frame.Labelled.Contains(objectClass) ? match.Mistakes(threshold).ToHashSet() : [];
            found.AddRange(match.Detections.Where(detection => detection.Confidence >= threshold)
                .Select(detection => Mark.Of(detection, wrong.Contains(detection) ? MarkKind.FalseAlarm : MarkKind.Found)));
            labels.AddRange(match.Answers(threshold).Select(answer => new Mark(answer.Found ? MarkKind.Labelled : MarkKind.Missed, objectClass, answer.Label.Box)));
            labels.AddRange(match.Labels.Where(label => label.Ignore).Select(label => new Mark(MarkKind.Ignored, objectClass, label.Box)));
        }

        return [.. found.OrderByDescending(mark => mark.Confidence), .. labels];
    }
}
