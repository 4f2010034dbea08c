namespace RobotVision.Evaluation.Scores;

/// <summary>The calibration of confidences: of all detections with confidence 0.7, 70 % should be right.</summary>
/// <param name="Bins">Detections by confidence, ten bins from 0 to 1; empty bins are left out.</param>
/// <param name="ExpectedError">Expected calibration error, 0..1; null without detections.</param>
/// <remarks>Source: Guo et al., "On calibration of modern neural networks", 2017, equation 3. Detections below 0.05 are left out.</remarks>
public sealed record ConfidenceCalibration(IReadOnlyList<CalibrationBin> Bins, double? ExpectedError)
{
    const int BinCount = 10;

    /// <summary>Measures the calibration.</summary>
    /// <param name="judged">The detections: confidence, 0..1, and whether each is right.</param>
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
/// <param name="From">Lower end of the range.</param>
/// <param name="To">Upper end of the range.</param>
/// <param name="Count">The number of detections.</param>
/// <param name="Confidence">Their mean confidence.</param>
/// <param name="Right">The fraction of them that are right.</param>
public sealed record CalibrationBin(double From, double To, int Count, double Confidence, double Right);
