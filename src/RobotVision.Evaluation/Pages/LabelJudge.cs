using RobotVision.Data.Labels;
using RobotVision.Detections;
using RobotVision.Drawing;
using RobotVision.Pipeline;

namespace RobotVision.Evaluation.Pages;

/// <summary>Sorts what is found in the frames of a recording into right and wrong by their labels, to draw it.</summary>
/// <param name="labels">The labels, borrowed.</param>
public sealed class LabelJudge(IFrameLabels labels)
{
    static readonly float[] Everything = new float[ObjectClasses.Count];

    /// <summary>The marks of a frame; null for one without labels.</summary>
    public IReadOnlyList<Mark>? Judge(Observation observation)
    {
        var frame = observation.Frame;
        return labels.Find(frame.Number, frame.Source, frame.Width, frame.Height) is { } found
            ? FrameMarks.Of(new((int)frame.Number, frame.Source, frame.Width, frame.Height, found.Labels, found.Labelled, observation.Detections.Span.ToArray()), Everything)
            : null;
    }
}
