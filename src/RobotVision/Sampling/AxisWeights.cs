namespace RobotVision.Sampling;

/// <summary>
/// Which pixels of one image axis make up each of the 96 positions of a sample, and with what weight: the covered part of
/// each pixel when the sample is coarser than the image, linear interpolation when it is finer. Pixels outside the image
/// have no weight, so a position at the edge may sum to less than one.
/// </summary>
sealed class AxisWeights
{
    readonly int[] _first = new int[SampleFormat.Size];
    readonly int[] _count = new int[SampleFormat.Size];
    readonly float[] _sums = new float[SampleFormat.Size];
    float[] _weights = [];
    int _stride; // values of a position in _weights, a multiple of 4, zeros behind its weights
    (float Start, float Length, int Pixels) _axis;

    /// <summary>The most pixels that make up a position; at least 1.</summary>
    public int Taps { get; private set; }

    /// <summary>The first pixel that any position uses; 0 when there is none.</summary>
    public int Begin { get; private set; }

    /// <summary>How many pixels there are from <see cref="Begin"/> to the last one that any position uses.</summary>
    public int Length { get; private set; }

    /// <summary>Values of a line of all these pixels, with zeros behind them, so that vectors can be read at each position.</summary>
    /// <param name="step">Values of a pixel.</param>
    public int LineLength(int step) => (Length + ((Taps + 3) & ~3)) * step + 4;

    /// <summary>The first pixel of a position; <see cref="Begin"/> where it has no weights.</summary>
    public int First(int position) => _first[position];

    /// <summary>The weights of a position's pixels, from <see cref="First"/> on.</summary>
    public ReadOnlySpan<float> Weights(int position) => _weights.AsSpan(position * _stride, _count[position]);

    /// <summary>The same with zeros behind them: <see cref="Taps"/>, rounded up to a multiple of 4.</summary>
    public ReadOnlySpan<float> PaddedWeights(int position) => _weights.AsSpan(position * _stride, (Taps + 3) & ~3);

    /// <summary>Which of a position's weights are equal, all but the first and the last of partly covered pixels: their index and number.</summary>
    public (int First, int Count) Equal(int position)
    {
        var weights = Weights(position);
        if (weights.Length < 3) return (0, 0);
        int first = weights[0] == weights[1] ? 0 : 1, end = weights[^1] == weights[^2] ? weights.Length : weights.Length - 1;
        return (first, end - first);
    }

    /// <summary>The sum of each position's weights, 1 inside the image.</summary>
    public ReadOnlySpan<float> Sums => _sums;

    /// <summary>Computes the weights for a part of an axis; allocates only when it is sampled more coarsely than any before.</summary>
    /// <param name="start">Where the part begins, in pixels.</param>
    /// <param name="length">Its length in pixels, positive.</param>
    /// <param name="pixels">Pixels that the axis has.</param>
    public void Compute(float start, float length, int pixels)
    {
        if (_axis == (start, length, pixels)) return; // the whole view of every frame has the same ones
        _axis = (start, length, pixels);
        var step = (double)length / SampleFormat.Size;
        _stride = ((int)Math.Ceiling(Math.Max(step, 1)) + 2 + 3) & ~3; // one more for each partly covered end, whichever way they round
        if (_weights.Length < _stride * SampleFormat.Size) _weights = new float[_stride * SampleFormat.Size];
        Array.Clear(_weights);
        (Taps, int begin, var end) = (1, int.MaxValue, 0);
        for (var i = 0; i < SampleFormat.Size; i++)
        {
            if (step >= 1) Cover(i, start + i * step, start + (i + 1) * step, pixels);
            else Interpolate(i, start + (i + 0.5) * step, pixels);
            if (_count[i] == 0) continue;
            (Taps, begin, end) = (Math.Max(Taps, _count[i]), Math.Min(begin, _first[i]), Math.Max(end, _first[i] + _count[i]));
        }

        (Begin, Length) = end == 0 ? (0, 0) : (begin, end - begin);
        for (var i = 0; i < SampleFormat.Size; i++)
            if (_count[i] == 0) _first[i] = Begin;
    }

    /// <summary>Coarser than the image: a pixel's weight is the part of the position's interval that it covers.</summary>
    void Cover(int position, double begin, double end, int pixels)
    {
        var first = Math.Max(0, (int)Math.Floor(begin));
        var last = Math.Min(pixels, (int)Math.Ceiling(end)) - 1;
        var weights = _weights.AsSpan(position * _stride, _stride);
        double sum = 0, whole = 1 / (end - begin);
        for (var pixel = first; pixel <= last; pixel++)
        {
            var weight = pixel >= begin && pixel + 1 <= end ? whole : (Math.Min(pixel + 1, end) - Math.Max(pixel, begin)) / (end - begin);
            weights[pixel - first] = (float)weight;
            sum += weight;
        }

        Set(position, first, Math.Max(0, last - first + 1), sum);
    }

    /// <summary>Finer than the image: interpolates between the centres of two pixels; beyond the outermost centres the outermost pixel counts.</summary>
    void Interpolate(int position, double middle, int pixels)
    {
        if (middle < 0 || middle >= pixels)
        {
            Set(position, 0, 0, 0);
            return;
        }

        var weights = _weights.AsSpan(position * _stride, _stride);
        var at = Math.Clamp(middle - 0.5, 0, pixels - 1);
        var first = Math.Min((int)at, Math.Max(0, pixels - 2));
        weights[0] = (float)(1 - (at - first));
        if (pixels > 1) weights[1] = (float)(at - first);
        Set(position, first, Math.Min(2, pixels), 1);
    }

    void Set(int position, int first, int count, double sum)
    {
        _first[position] = first;
        _count[position] = count;
        _sums[position] = (float)sum;
    }
}
