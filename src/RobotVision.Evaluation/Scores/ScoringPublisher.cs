using RobotVision.Data.Labels;
using RobotVision.Pipeline;

namespace RobotVision.Evaluation.Scores;

/// <summary>Scores the detections of each frame against its labels; frames without annotation are left out.</summary>
/// <param name="labels">The labels, with the model's class numbers; borrowed.</param>
public sealed class ScoringPublisher(IFrameLabels labels) : IPublisher
{
    readonly HashSet<long> _scored = []; // frames of a video, which have numbers

    long _frames;

    /// <summary>The score so far.</summary>
    public DetectionScore Score { get; } = new(labels.Classes);

    /// <summary>Warnings if nothing is labelled, if the labels are probably of other frames, and if labelled frames did not come; otherwise empty.</summary>
    public IEnumerable<string> Warnings
    {
        get
        {
            if (labels.Count == 0) yield return "labels: expected frames with labels, found none: nothing can be scored.";
            if (_frames > 0 && Score.Frames * 2 < Math.Min(labels.Count, _frames))
            {
                yield return $"labels: {Score.Frames} of {labels.Count} labelled frames or images are among the {_frames} frames of the recording. "
                    + "Are the labels of this recording?";
            }
            else if (labels.Frames?.Where(frame => !_scored.Contains(frame)).Order().ToArray() is [var first, ..] missing)
            {
                yield return $"labels: {missing.Length} of {labels.Count} labelled frames, the first number {first}, are not among the {_frames} frames of the "
                    + "recording that could be read, and are not scored.";
            }
        }
    }

    /// <inheritdoc/>
    public void Publish(Observation observation)
    {
        var frame = observation.Frame;
        _frames++;
        if (labels.Find(frame.Number, frame.Source, frame.Width, frame.Height) is not { } found) return;
        Score.Add(found.Labels, found.Labelled, observation.Detections.Span.ToArray(), frame.Width);
        if (labels.Frames is not null) _scored.Add(frame.Number);
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
