using RobotVision.Evaluation.Frames;
using RobotVision.Evaluation.Scores;

namespace RobotVision.Evaluation.Robustness;

/// <summary>The score as a function of one change.</summary>
/// <param name="Name">The change: <c>brightness</c>, <c>blur</c>, <c>shift_right</c>, <c>shift_down</c>, <c>shift_diagonally</c>, <c>ball_pattern</c>.</param>
/// <param name="Steps">The score at each step.</param>
public sealed record InvarianceCurve(string Name, IReadOnlyList<InvarianceStep> Steps);

/// <summary>The score at one step of a change.</summary>
/// <param name="Step">The step's name.</param>
/// <param name="Level">The step as a number, for an axis; null if it has none.</param>
/// <param name="Frames">The number of frames.</param>
/// <param name="Classes">The counts of each class at the model's thresholds.</param>
public sealed record InvarianceStep(string Step, double? Level, int Frames, IReadOnlyList<InvarianceCount> Classes)
{
    /// <summary>Counts the frames of a step.</summary>
    public static InvarianceStep Of(string step, double? level, IReadOnlyList<FrameResult> frames, IReadOnlyList<float> thresholds)
    {
        var score = new DetectionScore(frames.Count > 0 ? frames[0].Classes : null);
        foreach (var frame in frames) score.Add(frame);
        return new(step, level, frames.Count, [.. score.Classes.Classes.Where(c => score[c].Labels > 0)
            .Select(c => InvarianceCount.Of(score[c].Name, score[c].At(thresholds[(int)c])))]);
    }
}

/// <summary>The counts of a class at one step.</summary>
/// <param name="Class">The class's name.</param>
/// <param name="Labels">The objects.</param>
/// <param name="Hits">Objects that were found.</param>
/// <param name="Mistakes">Detections that hit no object.</param>
/// <param name="Recall">The fraction of the objects that were found, 0..1.</param>
/// <param name="Precision">The fraction of the detections that are right, 0..1; null without detections.</param>
public sealed record InvarianceCount(string Class, int Labels, int Hits, int Mistakes, double Recall, double? Precision)
{
    internal static InvarianceCount Of(string name, ScorePoint point) => new(
        name, point.Hits + point.Misses, point.Hits, point.Mistakes, point.Recall, point.Hits + point.Mistakes > 0 ? point.Precision : null);
}
