using System.Text.Json.Serialization;
using RobotVision.Detections;
using RobotVision.Evaluation.Frames;
using RobotVision.Evaluation.Matching;

namespace RobotVision.Evaluation.Scores;

/// <summary>All that is measured of one class; what cannot be known is null.</summary>
public sealed record ClassEvaluation
{
    /// <summary>The most points of a curve that are kept: more than a chart shows.</summary>
    const int MostCurvePoints = 200;

    /// <summary>The counts at the model's threshold and at the best one.</summary>
    public required ScoreRow Score { get; init; }

    /// <summary>How well the boxes fit; null for points and for presence.</summary>
    public required OverlapPrecision? Overlap { get; init; }

    /// <summary>How far off the centres of hits are, in pixels; null for presence.</summary>
    public required CenterError? CenterError { get; init; }

    /// <summary>What is seen in frames without the object.</summary>
    public required FalseAlarms FalseAlarms { get; init; }

    /// <summary>Whether confidences mean what they say.</summary>
    public required ConfidenceCalibration Calibration { get; init; }

    /// <summary>Recall by size in pixels; empty for points and for presence.</summary>
    public required IReadOnlyList<RecallBin> Sizes { get; init; }

    /// <summary>Recall by place in the frame; null for presence.</summary>
    public required PlaceRecall? Places { get; init; }

    /// <summary>Hits and mistakes by threshold, from the highest down, thinned out.</summary>
    public required IReadOnlyList<ScorePoint> Curve { get; init; }

    /// <summary>The class in each frame in which it was looked for.</summary>
    [JsonIgnore]
    public IReadOnlyList<FrameMatch> Frames { get; init; } = [];

    /// <summary>Measures a class; null where it was looked for in no frame.</summary>
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
        var step = Math.Max(1, (curve.Count + MostCurvePoints - 1) / MostCurvePoints);
        return [.. curve.Where((_, i) => i % step == 0 || i == curve.Count - 1)];
    }
}
