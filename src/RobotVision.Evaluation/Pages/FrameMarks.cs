using RobotVision.Data.Labels;
using RobotVision.Detections;
using RobotVision.Drawing;
using RobotVision.Evaluation.Frames;
using RobotVision.Evaluation.Matching;
using RobotVision.Pipeline;

namespace RobotVision.Evaluation.Pages;

/// <summary>The marks for drawing a labelled frame: hits and false alarms, found and missed labels.</summary>
public static class FrameMarks
{
    /// <summary>The marks of a frame, detections before labels; detections of classes that are not labelled are never false alarms.</summary>
    /// <param name="frame">The labels and detections.</param>
    /// <param name="thresholds">Detections below are left out, one threshold per class.</param>
    public static IReadOnlyList<Mark> Of(FrameResult frame, IReadOnlyList<float> thresholds)
    {
        List<Mark> found = [], labels = [];
        foreach (var objectClass in frame.Classes.Classes)
        {
            var threshold = thresholds[(int)objectClass];
            var match = new FrameMatch(frame, objectClass);
            var wrong = frame.Labelled.Contains(objectClass) ? match.Mistakes(threshold).ToHashSet() : [];
            found.AddRange(match.Detections.Where(detection => detection.Confidence >= threshold)
                .Select(detection => Mark.Of(detection, frame.Classes, wrong.Contains(detection) ? MarkKind.FalseAlarm : MarkKind.Found)));
            labels.AddRange(match.Answers(threshold)
                .Select(answer => new Mark(answer.Found ? MarkKind.Labelled : MarkKind.Missed, objectClass, answer.Label.Box) { Classes = frame.Classes }));
            labels.AddRange(match.Labels.Where(label => label.Ignore).Select(label => new Mark(MarkKind.Ignored, objectClass, label.Box)));
        }

        return [.. found.OrderByDescending(mark => mark.Confidence), .. labels];
    }
}

/// <summary>Makes the marks of published frames of a recording by comparing their detections with labels.</summary>
/// <param name="labels">The labels, with the model's class numbers; borrowed.</param>
public sealed class LabelJudge(IFrameLabels labels)
{
    static readonly float[] NoThresholds = new float[ClassNames.Most];

    /// <summary>The marks of a frame; null if it is not annotated.</summary>
    public IReadOnlyList<Mark>? Judge(Observation observation)
    {
        var frame = observation.Frame;
        if (labels.Find(frame.Number, frame.Source, frame.Width, frame.Height) is not { } found) return null;
        var detections = observation.Detections.Span.ToArray();
        var result = new FrameResult((int)frame.Number, frame.Source, frame.Width, frame.Height, found.Labels, found.Labelled, detections)
        {
            Classes = labels.Classes,
        };
        return FrameMarks.Of(result, NoThresholds);
    }
}
