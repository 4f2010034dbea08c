namespace RobotVision.Training.Quantisation;

/// <summary>A histogram of the values of one tensor, and the 8-bit quantisation of them with the least error.</summary>
sealed class ActivationRange(float low, float high)
{
    const int Bins = 2048;

    /// <summary>Number of clipping limits to try, in steps of a fiftieth of the range.</summary>
    const int Cuts = 40;

    readonly long[] _counts = new long[Bins];
    readonly float _low = low;
    readonly float _width = Math.Max(high - low, float.Epsilon) / Bins;

    /// <summary>Adds values to the histogram.</summary>
    public void Add(ReadOnlySpan<float> values)
    {
        foreach (var value in values) _counts[Math.Clamp((int)((value - _low) / _width), 0, Bins - 1)]++;
    }

    /// <summary>
    /// The quantisation with the least squared error: rare large values are clipped where the finer scale gains more than the clipping loses.
    /// </summary>
    /// <param name="positive">Whether a ReLU follows, so that negative values may become 0.</param>
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

/// <summary>Quantisation to uint8: <c>real = Scale * (integer - Zero)</c>, integer 0..255.</summary>
/// <param name="Scale">Size of one step.</param>
/// <param name="Zero">The zero point: the integer for 0, which is therefore exact.</param>
/// <remarks>Source: Jacob et al., "Quantization and Training of Neural Networks", 2018, equation 1.</remarks>
public readonly record struct Quantity(float Scale, byte Zero)
{
    /// <summary>The finest quantisation that covers a range and 0.</summary>
    public static Quantity Of(float low, float high)
    {
        (low, high) = (Math.Min(low, 0), Math.Max(high, 0));
        if (!(high > low)) return new(1, 0); // all values are zero: any scale is right
        var scale = (high - low) / byte.MaxValue;
        return new(scale, (byte)Math.Clamp(MathF.Round(-low / scale), 0, byte.MaxValue));
    }

    /// <summary>The value after quantisation and dequantisation.</summary>
    public float Round(float value) => Scale * (Math.Clamp(MathF.Round(value / Scale) + Zero, 0, byte.MaxValue) - Zero);
}
