using RobotVision.Data.Labels;
using RobotVision.Pipeline;

namespace RobotVision.Evaluation.Scores;

/// <summary>Scores the detections of each frame against its labels; frames without annotation are left out.</summary>
/// <param name="labels">The labels, with the model's class numbers; borrowed.</param>
public sealed class ScoringPublisher(IFrameLabels labels) : IPublisher
{
    long _frames;

    /// <summary>The score so far.</summary>
    public DetectionScore Score { get; } = new(labels.Classes);

    /// <summary>A warning if the labels are probably of other frames; otherwise empty.</summary>
    public IEnumerable<string> Warnings
    {
        get
        {
            if (_frames > 0 && Score.Frames * 2 < Math.Min(labels.Count, _frames))
            {
                yield return $"labels: {Score.Frames} of {labels.Count} labelled frames or images are among the {_frames} frames of the recording. "
                    + "Are the labels of this recording?";
            }
        }
    }

    /// <inheritdoc/>
    public void Publish(Observation observation)
    {
        var frame = observation.Frame;
        _frames++;
        if (labels.Find(frame.Number, frame.Source, frame.Width, frame.Height) is { } found)
            Score.Add(found.Labels, found.Labelled, observation.Detections.Span.ToArray(), frame.Width);
    }

    /// <inheritdoc/>
    public void Publish(PipelineState state)
    {
        // States are not scored.
    }

    /// <inheritdoc/>
    public void Complete()
    {
        // The score is kept in memory.
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Owns nothing.
    }
}
