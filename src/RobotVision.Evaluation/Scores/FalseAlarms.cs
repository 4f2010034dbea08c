using RobotVision.Evaluation.Matching;

namespace RobotVision.Evaluation.Scores;

/// <summary>The detections of a class in frames without any label of it, ignored labels included.</summary>
/// <param name="Frames">The number of frames without the class.</param>
/// <param name="Detections">The detections in these frames.</param>
public sealed record FalseAlarms(int Frames, int Detections)
{
    /// <summary>False alarms per frame; null without such frames.</summary>
    public double? PerFrame => Frames > 0 ? (double)Detections / Frames : null;

    /// <summary>Counts at a threshold.</summary>
    public static FalseAlarms Of(IEnumerable<FrameMatch> frames, float threshold)
    {
        var without = frames.Where(frame => frame.Labels.Count == 0).ToArray();
        return new(without.Length, without.Sum(frame => frame.Mistakes(threshold).Count()));
    }
}
