namespace RobotVision.Training.Quantisation;

/// <summary>The numbers that one tensor of a network takes, counted in bins, and how to write them in 8 bits with the least error.</summary>
sealed class ActivationRange(float low, float high)
{
    const int Bins = 2048;

    /// <summary>How much of the range is tried to be cut away, in steps of a fiftieth.</summary>
    const int Cuts = 40;

    readonly long[] _counts = new long[Bins];
    readonly float _low = low;
    readonly float _width = Math.Max(high - low, float.Epsilon) / Bins;

    /// <summary>Counts numbers.</summary>
    public void Add(ReadOnlySpan<float> values)
    {
        foreach (var value in values) _counts[Math.Clamp((int)((value - _low) / _width), 0, Bins - 1)]++;
    }

    /// <summary>
    /// The way to write them with the least squared error: rare large numbers are cut off where the others gain more than those lose.
    /// </summary>
    /// <param name="positive">Whether a ReLU follows, so that what is below 0 may become 0.</param>
    public Quantity Best(bool positive)
    {
        var (low, high) = (positive ? 0 : _low, _low + _width * Bins);
        var (best, least) = (Quantity.Of(low, high), double.PositiveInfinity);
        for (var cut = 0; cut < Cuts; cut++)
        {
            var part = 1 - cut / 50f;
            var quantity = Quantity.Of(low * part, high * part);
            var error = Error(quantity, positive);
            if (error >= least) continue;
            (best, least) = (quantity, error);
        }
        return best;
    }

    double Error(Quantity quantity, bool positive)
    {
        var sum = 0.0;
        for (var bin = 0; bin < Bins; bin++)
        {
            if (_counts[bin] == 0) continue;
            var value = _low + (bin + 0.5f) * _width;
            if (positive) value = Math.Max(0, value);
            var error = value - quantity.Round(value);
            sum += _counts[bin] * (double)error * error;
        }
        return sum;
    }
}
