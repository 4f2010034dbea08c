namespace RobotVision.Evaluation.Ground;

/// <summary>
/// The error of the centres of balls' boxes by the boxes' width, in pixels of the sample in which the network saw them; the source of the
/// figures in <see cref="Placing.BoxNoise"/>.
/// </summary>
/// <param name="From">Smallest width in pixels, included.</param>
/// <param name="To">Largest width in pixels, excluded.</param>
/// <param name="Count">The number of boxes.</param>
/// <param name="Sigma">
/// Standard deviation along one axis in pixels, estimated robustly as 1.4826 times the median of the absolute errors.
/// </param>
/// <param name="LogSize">Standard deviation of the logarithm of the ratio of detected to true size, estimated in the same way.</param>
public sealed record BoxError(double From, double To, int Count, double Sigma, double LogSize)
{
    static readonly double[] Bounds = [0, 6, 9, 14, 20, 28, 40, 96];

    /// <summary>The errors by width.</summary>
    public static IReadOnlyList<BoxError> Of(IReadOnlyList<GroundSample> samples) =>
        [.. Bounds.Zip(Bounds.Skip(1), (from, to) => Of(samples, from, to))];

    /// <summary>The correlation of the errors of neighbouring frames, -1..1; NaN without such frames.</summary>
    public static double Correlation(IReadOnlyList<GroundSample> samples)
    {
        double product = 0, square = 0;
        foreach (var (first, second) in samples.Zip(samples.Skip(1)))
        {
            if (!first.IsRight || !second.IsRight || second.Clip != first.Clip) continue;
            var (ax, ay) = Error(first);
            var (bx, by) = Error(second);
            product += ax * bx + ay * by;
            square += (ax * ax + ay * ay + bx * bx + by * by) / 2;
        }

        return square > 0 ? product / square : double.NaN;
    }

    static BoxError Of(IReadOnlyList<GroundSample> all, double from, double to)
    {
        var samples = all.Where(sample => sample.IsRight && Width(sample) >= from && Width(sample) < to).ToList();
        var errors = samples.Select(Error).SelectMany(error => new[] { error.X, error.Y });
        return new(from, to, samples.Count, RobustSigma(errors), RobustSigma(samples.Select(LogRatio)));
    }

    static (double X, double Y) Error(GroundSample sample)
    {
        var (found, label) = (sample.Found!.Value, sample.Label!.Value);
        return ((found.Box.CenterX - label.CenterX) / Pixel(found.PixelWidth), (found.Box.CenterY - label.CenterY) / Pixel(found.PixelHeight));
    }

    static double Width(GroundSample sample) => sample.Label!.Value.Width / Pixel(sample.Found!.Value.PixelWidth);

    static float Pixel(float known) => known > 0 ? known : 1;

    static double LogRatio(GroundSample sample) => 0.5 * Math.Log(sample.Found!.Value.Box.Area / sample.Label!.Value.Area);

    static double RobustSigma(IEnumerable<double> errors)
    {
        var sorted = errors.Select(Math.Abs).Order().ToArray();
        return sorted.Length == 0 ? double.NaN : 1.4826 * sorted[sorted.Length / 2];
    }
}
