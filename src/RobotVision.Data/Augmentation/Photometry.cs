using RobotVision.Data.Randomness;
using RobotVision.Sampling;

namespace RobotVision.Data.Augmentation;

/// <summary>Changes the colours of a sample in place: (3, 96, 96), RGB, -1 black to 1 white.</summary>
static class Photometry
{
    const int Plane = SampleFormat.Size * SampleFormat.Size;

    /// <summary>Multiplies the pixel values (0 black) and clips at white, as a longer or shorter exposure does.</summary>
    public static void Brighten(Span<float> sample, float factor)
    {
        for (var i = 0; i < sample.Length; i++) sample[i] = Math.Clamp((sample[i] + 1) * factor - 1, -1, 1);
    }

    /// <summary>Draws a factor from 1 / maximum to maximum whose logarithm has a triangular distribution around 0.</summary>
    public static float BrightnessFactor(float maximum, ref RandomSequence random) =>
        MathF.Pow(maximum, random.NextSingle() - random.NextSingle());

    /// <summary>Changes contrast (around the sample's mean), white balance, saturation and hue at random.</summary>
    /// <remarks>Source: grey weights of ITU-R BT.601; the hue is rotated about the grey axis by Rodrigues' formula.</remarks>
    public static void ChangeColors(Span<float> sample, ref RandomSequence random)
    {
        float contrast = random.LogUniform(0.6f, 1.6f), saturation = random.Uniform(0.4f, 1.5f), hue = random.Uniform(-0.35f, 0.35f);
        float redGain = random.LogUniform(0.8f, 1.25f), blueGain = random.LogUniform(0.8f, 1.25f);
        var (sin, cos) = MathF.SinCos(hue);
        float same = cos + (1 - cos) / 3, next = (1 - cos) / 3 - sin / MathF.Sqrt(3), last = (1 - cos) / 3 + sin / MathF.Sqrt(3);

        var mean = 0f;
        foreach (var value in sample) mean += value;
        mean = mean / sample.Length + 1;

        Span<float> red = sample[..Plane], green = sample[Plane..(2 * Plane)], blue = sample[(2 * Plane)..];
        for (var i = 0; i < Plane; i++)
        {
            float r = red[i] + 1, g = green[i] + 1, b = blue[i] + 1;
            var grey = 0.299f * r + 0.587f * g + 0.114f * b;
            r = (grey + (r - grey) * saturation) * redGain;
            g = grey + (g - grey) * saturation;
            b = (grey + (b - grey) * saturation) * blueGain;
            (r, g, b) = (same * r + next * g + last * b, last * r + same * g + next * b, next * r + last * g + same * b);
            red[i] = Math.Clamp((r - mean) * contrast + mean - 1, -1, 1);
            green[i] = Math.Clamp((g - mean) * contrast + mean - 1, -1, 1);
            blue[i] = Math.Clamp((b - mean) * contrast + mean - 1, -1, 1);
        }
    }

    /// <summary>Raises values (0 black, 1 white) to a power.</summary>
    public static void ChangeGamma(Span<float> sample, float gamma)
    {
        for (var i = 0; i < sample.Length; i++) sample[i] = 2 * MathF.Pow(Math.Clamp((sample[i] + 1) / 2, 0, 1), gamma) - 1;
    }

    /// <summary>Adds normally distributed noise; its standard deviation is a fraction of white.</summary>
    public static void AddNoise(Span<float> sample, float deviation, ref RandomSequence random)
    {
        // The sum of four random bytes approximates a normal distribution and is much cheaper; its variance is (256^2 - 1) / 3.
        var scale = 2 * deviation / MathF.Sqrt((256 * 256 - 1) / 3f);
        for (var i = 0; i < sample.Length; i++)
        {
            var bits = random.NextUInt32();
            var sum = (int)((bits & 0xFF) + ((bits >> 8) & 0xFF) + ((bits >> 16) & 0xFF) + (bits >> 24)) - 510;
            sample[i] = Math.Clamp(sample[i] + sum * scale, -1, 1);
        }
    }
}
