using RobotVision.Evaluation.Matching;

namespace RobotVision.Evaluation.Scores;

/// <summary>What is seen where nothing is: the detections of a class in frames that show none of it, not even one to ignore.</summary>
/// <param name="Frames">The frames without the object.</param>
/// <param name="Detections">The detections in them.</param>
public sealed record FalseAlarms(int Frames, int Detections)
{
    /// <summary>Detections a frame; null without such frames.</summary>
    public double? PerFrame => Frames > 0 ? (double)Detections / Frames : null;

    /// <summary>Counts at a threshold.</summary>
    public static FalseAlarms Of(IEnumerable<FrameMatch> frames, float threshold)
    {
        var without = frames.Where(frame => frame.Labels.Count == 0).ToArray();
        return new(without.Length, without.Sum(frame => frame.Mistakes(threshold).Count()));
    }
}
