using RobotVision.Data.Randomness;
using RobotVision.Sampling;

namespace RobotVision.Data.Augmentation;

/// <summary>Changes how surfaces look and are lit, in place, and leaves shapes as they are: (3, 96, 96), RGB, -1 black to 1 white.</summary>
static class Texture
{
    const int Size = SampleFormat.Size, Plane = Size * Size;

    /// <summary>
    /// Mixes the sample with its convolution by a random 3 x 3 kernel over all three colours, brought to the mean and contrast of the sample, so that a network
    /// cannot lean on the textures and colours of rendering.
    /// </summary>
    /// <param name="sample">The sample.</param>
    /// <param name="spare">27,648 values, overwritten.</param>
    /// <param name="random">Kernel and share are drawn from it; the sample's own share is 0.3 to 1.</param>
    /// <remarks>Source: Xu and others, "Robust and Generalizable Visual Representation Learning via Random Convolutions", 2021.</remarks>
    public static void Filter(Span<float> sample, Span<float> spare, ref RandomSequence random)
    {
        Span<float> kernel = stackalloc float[3 * 3 * 9];
        foreach (ref var weight in kernel) weight = random.Normal();
        var own = random.Uniform(0.3f, 1);
        spare.Clear();
        for (var to = 0; to < 3; to++)
            for (var from = 0; from < 3; from++)
                for (var tap = 0; tap < 9; tap++)
                    Accumulate(sample.Slice(from * Plane, Plane), tap % 3 - 1, tap / 3 - 1, kernel[(to * 3 + from) * 9 + tap], spare.Slice(to * Plane, Plane));

        var (mean, deviation) = Statistics(sample);
        var (filteredMean, filteredDeviation) = Statistics(spare);
        var scale = deviation / MathF.Max(1e-4f, filteredDeviation);
        for (var i = 0; i < sample.Length; i++)
            sample[i] = Math.Clamp(own * sample[i] + (1 - own) * ((spare[i] - filteredMean) * scale + mean), -1, 1);
    }

    /// <summary>Sharpens as cameras do, by what a blur takes away.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="spare">27,648 values, overwritten.</param>
    /// <param name="deviation">The blur's standard deviation in sample pixels.</param>
    /// <param name="amount">How much of the difference is added.</param>
    public static void Sharpen(Span<float> sample, Span<float> spare, float deviation, float amount)
    {
        sample.CopyTo(spare);
        Blur.Defocus(spare, deviation);
        for (var i = 0; i < sample.Length; i++) sample[i] = Math.Clamp(sample[i] + amount * (sample[i] - spare[i]), -1, 1);
    }

    /// <summary>Lights the sample unevenly, as lamps, windows and shadows do: by factors of 1/2 to 2 at 4 x 4 places and smoothly between.</summary>
    public static void Light(Span<float> sample, ref RandomSequence random)
    {
        const int Places = 4;
        Span<float> factors = stackalloc float[Places * Places];
        foreach (ref var factor in factors) factor = random.LogUniform(0.5f, 2);
        for (var y = 0; y < Size; y++)
            for (var x = 0; x < Size; x++)
            {
                float u = x * (Places - 1f) / Size, v = y * (Places - 1f) / Size;
                int column = (int)u, row = (int)v;
                float right = Smooth(u - column), down = Smooth(v - row);
                var at = row * Places + column;
                var above = factors[at] + (factors[at + 1] - factors[at]) * right;
                var below = factors[at + Places] + (factors[at + Places + 1] - factors[at + Places]) * right;
                var factor = above + (below - above) * down;
                for (var i = y * Size + x; i < sample.Length; i += Plane) sample[i] = Math.Clamp((sample[i] + 1) * factor - 1, -1, 1);
            }
    }

    // Adds a weight times the plane moved by so many pixels; pixels at the edge are repeated beyond it.
    static void Accumulate(ReadOnlySpan<float> plane, int right, int down, float weight, Span<float> sum)
    {
        for (var y = 0; y < Size; y++)
        {
            var from = plane.Slice(Math.Clamp(y + down, 0, Size - 1) * Size, Size);
            var to = sum.Slice(y * Size, Size);
            for (var x = 1; x < Size - 1; x++) to[x] += weight * from[x + right];
            to[0] += weight * from[Math.Max(0, right)];
            to[Size - 1] += weight * from[Math.Min(Size - 1, Size - 1 + right)];
        }
    }

    static (float Mean, float Deviation) Statistics(ReadOnlySpan<float> values)
    {
        double sum = 0, squares = 0;
        foreach (var value in values)
        {
            sum += value;
            squares += (double)value * value;
        }
        var mean = sum / values.Length;
        return ((float)mean, (float)Math.Sqrt(Math.Max(0, squares / values.Length - mean * mean)));
    }

    static float Smooth(float part) => part * part * (3 - 2 * part);
}
