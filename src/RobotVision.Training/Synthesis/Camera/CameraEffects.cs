using System.Numerics;
using RobotVision.Imaging;

namespace RobotVision.Training.Synthesis;

/// <summary>What a camera does to the light that reaches it: exposure, colours, blur, noise.</summary>
sealed record CameraEffects
{
    static readonly float[] Gaussian = MakeGaussian();

    /// <summary>A perfect camera.</summary>
    public static CameraEffects None { get; } = new();

    /// <summary>Factors of red, green and blue: exposure and white balance.</summary>
    public Vector3 Gain { get; init; } = Vector3.One;

    /// <summary>Exponent of the tone curve.</summary>
    public float Gamma { get; init; } = 1;

    /// <summary>0 grey, 1 unchanged, above 1 more colourful.</summary>
    public float Saturation { get; init; } = 1;

    /// <summary>Loss of light in the corners, 0..1.</summary>
    public float Vignetting { get; init; }

    /// <summary>Strength of blur (positive) or sharpening (negative).</summary>
    public float Softness { get; init; }

    /// <summary>The way the picture moved during the exposure, in pixels.</summary>
    public Vector2 Motion { get; init; }

    /// <summary>Deviation of the noise, where 1 is the full range.</summary>
    public float Noise { get; init; }

    /// <summary>How many specks of dirt or drops lie on the lens, out of focus.</summary>
    public int Dirt { get; init; }

    /// <summary>The quality of the JPEG compression, 1..100; 0 for none.</summary>
    public int Quality { get; init; }

    /// <summary>Where the noise and the dirt come from.</summary>
    public ulong Seed { get; init; }

    /// <summary>Draws a camera. Lengths in pixels are those of a picture 320 wide.</summary>
    public static CameraEffects Random(SceneRandom random)
    {
        // Cameras of fixed exposure are far off in halls that are darker or brighter than the one they were set in.
        var exposure = random.Chance(0.7f) ? random.Range(0.75f, 1.4f) : MathF.Pow(3, random.Range(-1.2f, 1));
        var moved = random.Chance(0.3f) ? random.Range(0.5f, 6) : 0;
        var way = random.Range(0, MathF.PI);
        return new()
        {
            Gain = new Vector3(random.Range(0.88f, 1.14f), 1, random.Range(0.82f, 1.18f)) * exposure,
            Gamma = random.Range(0.75f, 1.2f),
            Saturation = random.Range(0.65f, 1.3f),
            Vignetting = random.Chance(0.5f) ? random.Range(0, 0.5f) : 0,
            Softness = random.Range(-0.7f, 1),
            Motion = new Vector2(MathF.Cos(way), MathF.Sin(way)) * moved,
            Dirt = random.Chance(0.12f) ? random.Whole(1, 5) : 0,
            Quality = random.Chance(0.4f) ? random.Whole(25, 95) : 0,
            Noise = random.Chance(0.75f) ? random.Range(0.001f, 0.012f) : random.Range(0.01f, 0.035f),
            Seed = random.NextBits(),
        };
    }

    /// <summary>Turns light (red, green, blue; 1 is white) into bytes.</summary>
    /// <param name="light">(height, width) colours; changed.</param>
    /// <param name="image">Where the picture goes.</param>
    public void Apply(Vector3[] light, BgrImage image)
    {
        var buffer = light;
        if (Motion.Length() > 0.3f) buffer = Move(buffer, image.Width, image.Height);
        if (MathF.Abs(Softness) > 0.05f) buffer = Soften(buffer, image.Width, image.Height);
        var random = new SceneRandom(Seed);
        for (var i = 0; i < Dirt; i++) AddSpeck(buffer, random, image.Width, image.Height);
        var curve = MakeCurve();
        Vector2 middle = new Vector2(image.Width, image.Height) / 2;
        var reach = middle.LengthSquared();
        for (int y = 0, n = 0; y < image.Height; y++)
            for (var x = 0; x < image.Width; x++, n++)
            {
                var color = buffer[n] * Gain;
                if (Vignetting > 0) color *= 1 - Vignetting * (new Vector2(x, y) - middle).LengthSquared() / reach;
                if (Saturation != 1)
                {
                    var grey = color.X * 0.3f + color.Y * 0.59f + color.Z * 0.11f;
                    color = new Vector3(grey) + (color - new Vector3(grey)) * Saturation;
                }
                if (Noise > 0)
                {
                    var bits = random.NextBits();
                    color += new Vector3(Gaussian[bits & 1023], Gaussian[bits >> 10 & 1023], Gaussian[bits >> 20 & 1023]) * Noise;
                }
                image.Pixels[n * 3] = curve[Level(color.Z)];
                image.Pixels[n * 3 + 1] = curve[Level(color.Y)];
                image.Pixels[n * 3 + 2] = curve[Level(color.X)];
            }
        if (Quality > 0) ImageFile.Compress(image, Quality);
    }

    // Dirt darkens, a drop brightens; both veil what lies behind.
    static void AddSpeck(Vector3[] light, SceneRandom random, int width, int height)
    {
        float radius = random.Range(0.01f, 0.06f) * width, x0 = random.Range(0, width), y0 = random.Range(0, height), veil = random.Range(0.2f, 0.7f);
        var color = random.Grey(0.05f, 0.6f);
        for (var y = Math.Max(0, (int)(y0 - radius)); y < MathF.Min(height, y0 + radius); y++)
            for (var x = Math.Max(0, (int)(x0 - radius)); x < MathF.Min(width, x0 + radius); x++)
            {
                var off = (new Vector2(x, y) - new Vector2(x0, y0)).LengthSquared() / (radius * radius);
                if (off < 1) light[y * width + x] = Vector3.Lerp(light[y * width + x], color, veil * (1 - off));
            }
    }

    static int Level(float value) => (int)(Math.Clamp(value, 0, 1.2f) * 800);

    // The tone curve bends softly into white, as sensors with a display curve do.
    byte[] MakeCurve()
    {
        var curve = new byte[961];
        for (var i = 0; i < curve.Length; i++)
        {
            var value = MathF.Pow(i / 800f, Gamma);
            if (value > 0.8f) value = 0.8f + 0.2f * (1 - MathF.Exp((0.8f - value) / 0.2f));
            curve[i] = (byte)(Math.Clamp(value, 0, 1) * 255 + 0.5f);
        }
        return curve;
    }

    Vector3[] Move(Vector3[] source, int width, int height)
    {
        var taps = (int)MathF.Ceiling(Motion.Length()) + 1;
        var result = new Vector3[source.Length];
        for (var tap = 0; tap < taps; tap++)
        {
            var shift = Motion * ((float)tap / (taps - 1) - 0.5f);
            int dx = (int)MathF.Round(shift.X), dy = (int)MathF.Round(shift.Y);
            for (var y = 0; y < height; y++)
            {
                var row = Math.Clamp(y + dy, 0, height - 1) * width;
                for (var x = 0; x < width; x++) result[y * width + x] += source[row + Math.Clamp(x + dx, 0, width - 1)];
            }
        }
        for (var i = 0; i < result.Length; i++) result[i] /= taps;
        return result;
    }

    Vector3[] Soften(Vector3[] source, int width, int height)
    {
        var result = new Vector3[source.Length];
        for (var y = 0; y < height; y++)
        {
            int above = Math.Max(0, y - 1) * width, below = Math.Min(height - 1, y + 1) * width, row = y * width;
            for (var x = 0; x < width; x++)
            {
                int left = Math.Max(0, x - 1), right = Math.Min(width - 1, x + 1);
                var around = (source[row + left] + source[row + right] + source[above + x] + source[below + x]) * 0.25f;
                result[row + x] = source[row + x] + (around - source[row + x]) * (Softness * 0.7f);
            }
        }
        return result;
    }

    static float[] MakeGaussian()
    {
        var random = new SceneRandom(1);
        var table = new float[1024];
        for (var i = 0; i < table.Length; i++) table[i] = random.Normal();
        return table;
    }
}
