namespace RobotVision.Sampling;

/// <summary>The weights of Y, U, Y and V of the pairs of columns, in which packed YUV lies, that make up each of the 96 positions of a sample.</summary>
sealed class PairWeights
{
    readonly int[] _first = new int[SampleFormat.Size];
    float[] _weights = [];
    int _stride;

    /// <summary>The first pair that any position uses; 0 when there is none.</summary>
    public int Begin { get; private set; }

    /// <summary>How many pairs there are from <see cref="Begin"/> to the last one that any position uses.</summary>
    public int Length { get; private set; }

    /// <summary>Values of a line of all these pairs, with zeros behind them, so that vectors can be read at each position.</summary>
    public int LineLength => Length * 4 + _stride;

    /// <summary>Where a position's pairs begin in a line that begins with the first used one.</summary>
    public int First(int position) => (_first[position] - Begin) * 4;

    /// <summary>(pairs, 4) weights of a position.</summary>
    public ReadOnlySpan<float> Of(int position) => _weights.AsSpan(position * _stride, _stride);

    /// <summary>Puts the weights of columns of Y and of the half as many of U and V together; allocates only when there are more than ever before.</summary>
    public void Combine(AxisWeights luma, AxisWeights chroma)
    {
        _stride = (Math.Max(luma.Taps / 2 + 1, chroma.Taps) + 2) * 4; // the ranges of both may begin up to a pair apart
        if (_weights.Length < _stride * SampleFormat.Size) _weights = new float[_stride * SampleFormat.Size];
        Array.Clear(_weights);
        var (begin, end) = (int.MaxValue, 0);
        for (var x = 0; x < SampleFormat.Size; x++)
        {
            ReadOnlySpan<float> ofLuma = luma.Weights(x), ofChroma = chroma.Weights(x);
            if (ofLuma.IsEmpty && ofChroma.IsEmpty) continue;
            var firstOfLuma = ofLuma.IsEmpty ? int.MaxValue : luma.First(x);
            var firstOfChroma = ofChroma.IsEmpty ? int.MaxValue : chroma.First(x);
            var first = _first[x] = Math.Min(firstOfLuma / 2, firstOfChroma);
            var weights = _weights.AsSpan(x * _stride, _stride);
            for (var i = 0; i < ofLuma.Length; i++) weights[(firstOfLuma + i - 2 * first) * 2] = ofLuma[i];
            for (var i = 0; i < ofChroma.Length; i++)
            {
                var at = (firstOfChroma + i - first) * 4;
                (weights[at + 1], weights[at + 3]) = (ofChroma[i], ofChroma[i]);
            }

            begin = Math.Min(begin, first);
            end = Math.Max(end, Math.Max(ofLuma.IsEmpty ? 0 : (firstOfLuma + ofLuma.Length + 1) / 2, ofChroma.IsEmpty ? 0 : firstOfChroma + ofChroma.Length));
        }

        (Begin, Length) = end == 0 ? (0, 0) : (begin, end - begin);
        for (var x = 0; x < SampleFormat.Size; x++)
            if (luma.Weights(x).IsEmpty && chroma.Weights(x).IsEmpty) _first[x] = Begin;
    }
}
