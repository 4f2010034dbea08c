namespace RobotVision.Evaluation.Ground;

/// <summary>
/// How far the middles of the balls' boxes are off, for boxes of some widths, in pixels of the sample in which the network saw them; the measure of
/// <see cref="Placing.BoxNoise"/>.
/// </summary>
/// <param name="From">Pixels of width, the narrowest.</param>
/// <param name="To">Pixels of width, beyond the widest.</param>
/// <param name="Count">Boxes.</param>
/// <param name="Sigma">One standard deviation along an axis in pixels: 1.4826 times the median of the absolute errors, which a few far-off boxes do not change.</param>
/// <param name="LogSize">One standard deviation of the logarithm of the found over the true size, made alike.</param>
public sealed record BoxError(double From, double To, int Count, double Sigma, double LogSize)
{
    static readonly double[] Bounds = [0, 6, 9, 14, 20, 28, 40, 96];

    /// <summary>The errors by width.</summary>
    public static IReadOnlyList<BoxError> Of(IReadOnlyList<GroundSample> samples) =>
        [.. Bounds.Zip(Bounds.Skip(1), (from, to) => Of(samples, from, to))];

    /// <summary>How alike the errors of neighbouring frames are, -1..1: their correlation.</summary>
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
        return new(from, to, samples.Count, Spread(samples.SelectMany(sample => new[] { Error(sample).X, Error(sample).Y })), Spread(samples.Select(LogRatio)));
    }

    static (double X, double Y) Error(GroundSample sample)
    {
        var (found, label) = (sample.Found!.Value, sample.Label!.Value);
        return ((found.Box.CenterX - label.CenterX) / Pixel(found.PixelWidth), (found.Box.CenterY - label.CenterY) / Pixel(found.PixelHeight));
    }

    static double Width(GroundSample sample) => sample.Label!.Value.Width / Pixel(sample.Found!.Value.PixelWidth);

    static float Pixel(float known) => known > 0 ? known : 1;

    static double LogRatio(GroundSample sample) => 0.5 * Math.Log(sample.Found!.Value.Box.Area / sample.Label!.Value.Area);

    static double Spread(IEnumerable<double> errors)
    {
        var sorted = errors.Select(Math.Abs).Order().ToArray();
        return sorted.Length == 0 ? double.NaN : 1.4826 * sorted[sorted.Length / 2];
    }
}
