using System.Text.Json.Serialization;
using RobotVision.Detections;
using RobotVision.Evaluation.Frames;
using RobotVision.Evaluation.Matching;

namespace RobotVision.Evaluation.Scores;

/// <summary>All measurements of one class; unknown values are null.</summary>
public sealed record ClassEvaluation
{
    // Points of a curve that are kept; more than a chart shows.
    const int MaximumCurvePoints = 200;

    /// <summary>The counts at the model's threshold and at the best one.</summary>
    public required ScoreRow Score { get; init; }

    /// <summary>Average precision by overlap of boxes; null for points and for presence.</summary>
    public required OverlapPrecision? Overlap { get; init; }

    /// <summary>Whether it is judged by where objects stand, in some frames at least.</summary>
    [JsonIgnore]
    public bool IsByFoot => Frames.Any(frame => frame.IsByFoot);

    /// <summary>The error of the centres of hits, or of where they stand if they are judged by that, in pixels; null for presence.</summary>
    public required CenterError? CenterError { get; init; }

    /// <summary>False alarms in frames without an object of the class.</summary>
    public required FalseAlarms FalseAlarms { get; init; }

    /// <summary>The calibration of the confidences.</summary>
    public required ConfidenceCalibration Calibration { get; init; }

    /// <summary>Recall by size in pixels; empty for points and for presence.</summary>
    public required IReadOnlyList<RecallBin> Sizes { get; init; }

    /// <summary>Recall by place in the frame; null for presence.</summary>
    public required PlaceRecall? Places { get; init; }

    /// <summary>The counts by falling threshold, reduced to at most about 200 points.</summary>
    public required IReadOnlyList<ScorePoint> Curve { get; init; }

    /// <summary>The matches in all frames in which the class is labelled.</summary>
    [JsonIgnore]
    public IReadOnlyList<FrameMatch> Frames { get; init; } = [];

    /// <summary>Measures a class; null if no frame has it labelled.</summary>
    /// <param name="objectClass">The class.</param>
    /// <param name="frames">All frames.</param>
    /// <param name="score">Their score.</param>
    /// <param name="threshold">The model's threshold for the class.</param>
    internal static ClassEvaluation? Of(ObjectClass objectClass, IReadOnlyList<FrameResult> frames, ClassScore score, float threshold)
    {
        var matches = frames.Where(frame => frame.Labelled.Contains(objectClass)).Select(frame => new FrameMatch(frame, objectClass)).ToArray();
        if (matches.Length == 0) return null;
        var presence = matches[0].Frame.IsPresence;
        return new()
        {
            Score = ScoreRow.Of(score, threshold),
            Overlap = presence ? null : OverlapPrecision.Of(matches),
            CenterError = presence ? null : CenterError.Of(matches, threshold),
            FalseAlarms = FalseAlarms.Of(matches, threshold),
            Calibration = ConfidenceCalibration.Of(matches.SelectMany(match => match.Judged).Select(judged => (judged.Detection.Confidence, judged.Hit))),
            Sizes = presence || objectClass.IsPoint() ? [] : RecallBin.BySize(matches, threshold),
            Places = presence ? null : PlaceRecall.Of(matches, threshold),
            Curve = Thin(score.Curve()),
            Frames = matches,
        };
    }

    static ScorePoint[] Thin(IReadOnlyList<ScorePoint> curve)
    {
        var step = Math.Max(1, (curve.Count + MaximumCurvePoints - 1) / MaximumCurvePoints);
        return [.. curve.Where((_, i) => i % step == 0 || i == curve.Count - 1)];
    }
}
