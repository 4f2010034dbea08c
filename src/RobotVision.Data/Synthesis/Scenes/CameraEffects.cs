using System.Numerics;
using System.Runtime.InteropServices;
using RobotVision.Data.Randomness;
using RobotVision.Data.Synthesis.Surfaces;
using RobotVision.Imaging;

namespace RobotVision.Data.Synthesis.Scenes;

/// <summary>The effects of the camera on the image: exposure, colours, blur, noise, compression.</summary>
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

    /// <summary>Darkening in the corners, 0..1.</summary>
    public float Vignetting { get; init; }

    /// <summary>Strength of blur (positive) or sharpening (negative).</summary>
    public float Softness { get; init; }

    /// <summary>The distance of the neighbours that a pixel is blurred with, in pixels.</summary>
    public int Reach { get; init; } = 1;

    /// <summary>The image motion during the exposure, in pixels.</summary>
    public Vector2 Motion { get; init; }

    /// <summary>Standard deviation of the noise; 1 is the full range.</summary>
    public float Noise { get; init; }

    /// <summary>The number of out-of-focus specks of dirt or water drops on the lens.</summary>
    public int Dirt { get; init; }

    /// <summary>How far the colour difference lies beside its brightness, in pixels, as in raw YUV images; 0 for images that were never YUV.</summary>
    public int ChromaShift { get; init; }

    /// <summary>The largest error of the colour difference of two pixels together, in levels of 255.</summary>
    public int ChromaNoise { get; init; }

    /// <summary>The quality of the JPEG compression, 1..100; 0 for none.</summary>
    public int Quality { get; init; }

    /// <summary>The seed of the noise and the dirt.</summary>
    public ulong Seed { get; init; }

    /// <summary>Draws random effects.</summary>
    /// <param name="random">The random numbers.</param>
    /// <param name="width">Width of the image in pixels: blur is a part of it.</param>
    public static CameraEffects Random(SceneRandom random, int width)
    {
        var roll = random.Next();
        // Cameras with fixed exposure are much too dark or bright in other halls than the one they were set in.
        var exposure = roll < 0.62f ? random.Range(0.75f, 1.4f) : roll < 0.8f ? random.Range(0.2f, 0.5f) : MathF.Pow(3, random.Range(-1.2f, 1));
        var isDim = exposure < 0.5f;
        // The head turns: mostly sideways. Lengths measured on real frames: 5 to 30 of 640 pixels.
        var moved = random.Chance(0.22f) ? random.Range(0.004f, 0.045f) * width : 0;
        var motion = TurnOfHead(random, moved);
        var isRaw = random.Chance(0.35f);
        return new()
        {
            Gain = DrawCast(random) * exposure,
            Gamma = random.Range(0.75f, 1.2f),
            Saturation = random.Range(0.65f, 1.3f) * (isDim ? random.Range(0.5f, 1) : 1),
            Vignetting = random.Chance(0.5f) ? random.Range(0, 0.5f) : 0,
            Softness = random.Range(-0.7f, 1),
            Reach = Math.Max(1, (int)MathF.Round(width / 400f)),
            Motion = motion,
            Dirt = random.Chance(0.12f) ? random.NextInt32(1, 5) : 0,
            Quality = !isRaw && random.Chance(0.6f) ? random.NextInt32(25, 95) : 0,
            Noise = random.Chance(isDim ? 0.4f : 0.8f) ? random.Range(0.001f, 0.012f) : random.Range(0.01f, 0.035f),
            ChromaShift = isRaw ? random.NextInt32(1, 3) : 0,
            ChromaNoise = isRaw ? random.NextInt32(0, isDim ? 14 : 6) : 0,
            Seed = random.NextBits(),
        };
    }

    /// <summary>An image motion of some pixels, mostly sideways.</summary>
    internal static Vector2 TurnOfHead(SceneRandom random, float moved)
    {
        var direction = random.Chance(0.75f) ? random.Normal() * 0.15f : random.Range(0, MathF.PI);
        return new Vector2(MathF.Cos(direction), MathF.Sin(direction)) * moved;
    }

    // White balance: right, or set for other light: lamps make turf yellow-green, daylight makes it cyan and white shells light blue.
    static Vector3 DrawCast(SceneRandom random)
    {
        var roll = random.Next();
        if (roll < 0.76f) return new(random.Range(0.88f, 1.14f), 1, random.Range(0.82f, 1.18f));
        return roll < 0.87f ? new(random.Range(1, 1.25f), 1, random.Range(0.5f, 0.8f)) : new(random.Range(0.35f, 0.75f), 1, random.Range(1.15f, 1.7f));
    }

    /// <summary>Converts light (red, green, blue; 1 is white) to the image's bytes.</summary>
    /// <param name="light">(height, width) colours; overwritten.</param>
    /// <param name="spare">A buffer of the same length; overwritten.</param>
    /// <param name="image">The destination.</param>
    public void Apply(Span<Vector3> light, Span<Vector3> spare, BgrImage image)
    {
        if (Motion.Length() > 0.3f)
        {
            Move(light, spare, image.Width, image.Height);
            var moved = spare;
            spare = light;
            light = moved;
        }
        if (MathF.Abs(Softness) > 0.05f)
        {
            Soften(light, spare, image.Width, image.Height);
            light = spare;
        }
        var random = new SceneRandom(Seed);
        for (var i = 0; i < Dirt; i++) AddSpeck(light, random, image.Width, image.Height);
        Expose(light, random, image);
        if (ChromaShift > 0) RawColors.Apply(image, ChromaShift, ChromaNoise, random);
        if (Quality > 0) ImageFile.Compress(image, Quality);
    }

    void Expose(ReadOnlySpan<Vector3> light, SceneRandom random, BgrImage image)
    {
        var curve = MakeCurve();
        var gaussian = Gaussian;
        Span<byte> pixels = image.Pixels;
        var middle = new Vector2(image.Width, image.Height) / 2;
        var reach = middle.LengthSquared();
        var (gain, saturation, vignetting, noise) = (Gain, Saturation, Vignetting, Noise);
        for (int y = 0, n = 0; y < image.Height; y++)
            for (var x = 0; x < image.Width; x++, n++)
            {
                var color = light[n] * gain;
                if (vignetting > 0) color *= 1 - vignetting * (new Vector2(x, y) - middle).LengthSquared() / reach;
                if (saturation != 1)
                {
                    var grey = new Vector3(color.X * 0.3f + color.Y * 0.59f + color.Z * 0.11f);
                    color = grey + (color - grey) * saturation;
                }
                if (noise > 0)
                {
                    var bits = (uint)random.NextBits();
                    color += new Vector3(gaussian[bits & 1023], gaussian[bits >> 10 & 1023], gaussian[bits >> 20 & 1023]) * noise;
                }
                // The tone curve is constant above 1.2.
                color = Vector3.Clamp(color, Vector3.Zero, new(1.2f)) * 800;
                var pixel = pixels.Slice(n * 3, 3);
                pixel[2] = curve[(int)color.X];
                pixel[1] = curve[(int)color.Y];
                pixel[0] = curve[(int)color.Z];
            }
    }

    // Blends a disc of dirt (darker) or water (brighter) over the image.
    static void AddSpeck(Span<Vector3> light, SceneRandom random, int width, int height)
    {
        float radius = random.Range(0.01f, 0.06f) * width, x0 = random.Range(0, width), y0 = random.Range(0, height), opacity = random.Range(0.2f, 0.7f);
        var color = random.Grey(0.05f, 0.6f);
        for (var y = Math.Max(0, (int)(y0 - radius)); y < MathF.Min(height, y0 + radius); y++)
            for (var x = Math.Max(0, (int)(x0 - radius)); x < MathF.Min(width, x0 + radius); x++)
            {
                var off = (new Vector2(x, y) - new Vector2(x0, y0)).LengthSquared() / (radius * radius);
                if (off < 1) light[y * width + x] = PortableVector.Lerp(light[y * width + x], color, opacity * (1 - off));
            }
    }

    // The tone curve approaches white smoothly, as in sensors with a display curve.
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

    // Motion blur: the mean of images shifted along the motion; pixels beyond the edge repeat the outermost.
    void Move(ReadOnlySpan<Vector3> source, Span<Vector3> result, int width, int height)
    {
        var taps = (int)MathF.Ceiling(Motion.Length()) + 1;
        result.Clear();
        for (var tap = 0; tap < taps; tap++)
        {
            var shift = Motion * ((float)tap / (taps - 1) - 0.5f);
            int dx = Math.Clamp((int)MathF.Round(shift.X), -width, width), dy = (int)MathF.Round(shift.Y);
            int first = Math.Max(0, -dx), end = Math.Min(width, width - dx);
            for (var y = 0; y < height; y++)
            {
                var from = source.Slice(Math.Clamp(y + dy, 0, height - 1) * width, width);
                var to = result.Slice(y * width, width);
                for (var x = 0; x < first; x++) to[x] += from[0];
                Add(Floats(to[first..end]), Floats(from[(first + dx)..(end + dx)]));
                for (var x = end; x < width; x++) to[x] += from[width - 1];
            }
        }
        var floats = Floats(result);
        var i = 0;
        for (; i <= floats.Length - Vector<float>.Count; i += Vector<float>.Count)
            (new Vector<float>(floats[i..]) / new Vector<float>(taps)).CopyTo(floats[i..]);
        for (; i < floats.Length; i++) floats[i] /= taps;
    }

    void Soften(ReadOnlySpan<Vector3> source, Span<Vector3> result, int width, int height)
    {
        var strength = Softness * 0.7f;
        var reach = Math.Min(Reach, width - 1);
        for (var y = 0; y < height; y++)
        {
            var above = source.Slice(Math.Max(0, y - Reach) * width, width);
            var below = source.Slice(Math.Min(height - 1, y + Reach) * width, width);
            var row = source.Slice(y * width, width);
            var to = result.Slice(y * width, width);
            for (var i = 0; i < reach; i++)
            {
                to[i] = Softened(row[i], row[0], row[Math.Min(i + reach, width - 1)], above[i], below[i], strength);
                to[^(i + 1)] = Softened(row[^(i + 1)], row[Math.Max(0, width - 1 - i - reach)], row[^1], above[^(i + 1)], below[^(i + 1)], strength);
            }
            SoftenInner(Floats(row), Floats(above), Floats(below), Floats(to), strength, reach * 3);
        }
    }

    // Three floats are a pixel; side is the distance of the neighbours in floats.
    static void SoftenInner(
        ReadOnlySpan<float> row, ReadOnlySpan<float> above, ReadOnlySpan<float> below, Span<float> to, float strength, int side)
    {
        var i = side;
        for (; i <= row.Length - side - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> here = new(row[i..]), left = new(row[(i - side)..]), right = new(row[(i + side)..]);
            var around = (left + right + new Vector<float>(above[i..]) + new Vector<float>(below[i..])) * 0.25f;
            (here + (around - here) * strength).CopyTo(to[i..]);
        }
        for (; i < row.Length - side; i++)
        {
            var around = (row[i - side] + row[i + side] + above[i] + below[i]) * 0.25f;
            to[i] = row[i] + (around - row[i]) * strength;
        }
    }

    static Vector3 Softened(Vector3 here, Vector3 left, Vector3 right, Vector3 above, Vector3 below, float strength) =>
        here + ((left + right + above + below) * 0.25f - here) * strength;

    static void Add(Span<float> sum, ReadOnlySpan<float> values)
    {
        var i = 0;
        for (; i <= sum.Length - Vector<float>.Count; i += Vector<float>.Count)
            (new Vector<float>(sum[i..]) + new Vector<float>(values[i..])).CopyTo(sum[i..]);
        for (; i < sum.Length; i++) sum[i] += values[i];
    }

    static Span<float> Floats(Span<Vector3> colors) => MemoryMarshal.Cast<Vector3, float>(colors);

    static ReadOnlySpan<float> Floats(ReadOnlySpan<Vector3> colors) => MemoryMarshal.Cast<Vector3, float>(colors);

    static float[] MakeGaussian()
    {
        var random = new SceneRandom(1);
        var table = new float[1024];
        for (var i = 0; i < table.Length; i++) table[i] = random.Normal();
        return table;
    }
}
