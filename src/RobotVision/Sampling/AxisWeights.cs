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
    readonly float[] _sum = new float[SampleFormat.Size];
    float[] _weights = [];
    int _taps;

    /// <summary>The first pixel of a position; undefined when it has no weights.</summary>
    public int First(int position) => _first[position];

    /// <summary>The weights of a position's pixels, from <see cref="First"/> on.</summary>
    public ReadOnlySpan<float> Weights(int position) => _weights.AsSpan(position * _taps, _count[position]);

    /// <summary>The sum of a position's weights, 1 inside the image.</summary>
    public float Sum(int position) => _sum[position];

    /// <summary>The first pixel that any position uses, and one past the last one; both 0 when there is none.</summary>
    public (int Begin, int End) Used
    {
        get
        {
            int begin = int.MaxValue, end = 0;
            for (var i = 0; i < SampleFormat.Size; i++)
            {
                if (_count[i] == 0) continue;
                begin = Math.Min(begin, _first[i]);
                end = Math.Max(end, _first[i] + _count[i]);
            }

            return end == 0 ? (0, 0) : (begin, end);
        }
    }

    /// <summary>Computes the weights for a part of an axis; allocates only when it is sampled more coarsely than any before.</summary>
    /// <param name="start">Where the part begins, in pixels.</param>
    /// <param name="length">Its length in pixels, positive.</param>
    /// <param name="pixels">Pixels that the axis has.</param>
    public void Compute(float start, float length, int pixels)
    {
        var step = (double)length / SampleFormat.Size;
        _taps = (int)Math.Ceiling(Math.Max(step, 1)) + 2; // one for each partly covered end, whichever way they round
        if (_weights.Length < _taps * SampleFormat.Size) _weights = new float[_taps * SampleFormat.Size];
        for (var i = 0; i < SampleFormat.Size; i++)
        {
            if (step >= 1) Cover(i, start + i * step, start + (i + 1) * step, pixels);
            else Interpolate(i, start + (i + 0.5) * step, pixels);
        }
    }

    /// <summary>Coarser than the image: a pixel's weight is the part of the position's interval that it covers.</summary>
    void Cover(int position, double begin, double end, int pixels)
    {
        var first = Math.Max(0, (int)Math.Floor(begin));
        var last = Math.Min(pixels, (int)Math.Ceiling(end)) - 1;
        var weights = _weights.AsSpan(position * _taps, _taps);
        double sum = 0;
        for (var pixel = first; pixel <= last; pixel++)
        {
            var weight = (Math.Min(pixel + 1, end) - Math.Max(pixel, begin)) / (end - begin);
            weights[pixel - first] = (float)weight;
            sum += weight;
        }

        Set(position, first, Math.Max(0, last - first + 1), sum);
    }

    /// <summary>Finer than the image: interpolates between the centres of two pixels; beyond the outermost centres the outermost pixel counts.</summary>
    void Interpolate(int position, double middle, int pixels)
    {
        var weights = _weights.AsSpan(position * _taps, _taps);
        if (middle < 0 || middle >= pixels)
        {
            Set(position, 0, 0, 0);
            return;
        }

        var at = Math.Clamp(middle - 0.5, 0, pixels - 1);
        var first = Math.Min((int)at, Math.Max(0, pixels - 2));
        weights[0] = (float)(1 - (at - first));
        weights[1] = (float)(at - first);
        Set(position, first, Math.Min(2, pixels), 1);
    }

    void Set(int position, int first, int count, double sum)
    {
        _first[position] = first;
        _count[position] = count;
        _sum[position] = (float)sum;
    }
}
