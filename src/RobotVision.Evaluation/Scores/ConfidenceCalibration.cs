namespace RobotVision.Evaluation.Scores;

/// <summary>Whether confidences mean what they say: of all detections of confidence 0.7, seven in ten should be right.</summary>
/// <param name="Bins">Detections by confidence, ten bins from 0 to 1; empty ones are left out.</param>
/// <param name="ExpectedError">How far confidence and truth are apart on average over the detections, 0..1; null without detections.</param>
/// <remarks>Source: Guo et al., "On calibration of modern neural networks", 2017, equation 3. Only detections from 0.05 on take part.</remarks>
public sealed record ConfidenceCalibration(IReadOnlyList<CalibrationBin> Bins, double? ExpectedError)
{
    const int BinCount = 10;

    /// <summary>Judges confidences.</summary>
    /// <param name="judged">Confidence 0..1 and whether it was right.</param>
    public static ConfidenceCalibration Of(IEnumerable<(float Confidence, bool Right)> judged)
    {
        var bins = judged.GroupBy(d => Math.Clamp((int)(d.Confidence * BinCount), 0, BinCount - 1)).OrderBy(group => group.Key)
            .Select(group => new CalibrationBin(
                (double)group.Key / BinCount, (group.Key + 1.0) / BinCount, group.Count(),
                group.Average(d => (double)d.Confidence), group.Average(d => d.Right ? 1.0 : 0)))
            .ToArray();
        var all = bins.Sum(bin => bin.Count);
        return new(bins, all == 0 ? null : bins.Sum(bin => bin.Count * Math.Abs(bin.Confidence - bin.Right)) / all);
    }
}

/// <summary>The detections of one range of confidence.</summary>
/// <param name="From">Where it begins.</param>
/// <param name="To">Where it ends.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Confidence">Their mean confidence.</param>
/// <param name="Right">The part of them that is right.</param>
public sealed record CalibrationBin(double From, double To, int Count, double Confidence, double Right);
