using RobotVision.Sampling;

namespace RobotVision.Data.Augmentation;

/// <summary>Blurs a sample, (3, 96, 96), in place; edge pixels are repeated beyond the edge.</summary>
static class Blur
{
    const int Size = SampleFormat.Size;

    /// <summary>Defocus: a Gaussian with a standard deviation in sample pixels.</summary>
    public static void Defocus(Span<float> sample, float deviation)
    {
        var radius = Math.Max(1, (int)MathF.Ceiling(2.5f * deviation));
        Span<float> weights = stackalloc float[2 * radius + 1];
        for (var i = 0; i < weights.Length; i++) weights[i] = MathF.Exp(-(i - radius) * (i - radius) / (2 * deviation * deviation));
        Convolve(sample, weights, 1);
        Convolve(sample, weights, Size);
    }

    /// <summary>Motion blur along rows or columns: the mean over an odd number of pixels.</summary>
    public static void Motion(Span<float> sample, int length, bool alongRows)
    {
        Span<float> weights = stackalloc float[length | 1];
        weights.Fill(1);
        Convolve(sample, weights, alongRows ? 1 : Size);
    }

    static void Convolve(Span<float> sample, Span<float> weights, int step)
    {
        var sum = 0f;
        foreach (var weight in weights) sum += weight;
        foreach (ref var weight in weights) weight /= sum;

        var across = step == 1 ? Size : 1;
        Span<float> line = stackalloc float[Size];
        for (var plane = 0; plane < sample.Length; plane += Size * Size)
        {
            for (var i = 0; i < Size; i++)
            {
                var start = plane + i * across;
                for (var j = 0; j < Size; j++) line[j] = sample[start + j * step];
                for (var j = 0; j < Size; j++)
                {
                    var mean = 0f;
                    for (var k = 0; k < weights.Length; k++)
                        mean += weights[k] * line[Math.Clamp(j + k - weights.Length / 2, 0, Size - 1)];
                    sample[start + j * step] = mean;
                }
            }
        }
    }
}
