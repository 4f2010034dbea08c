using RobotVision.Data.Randomness;
using RobotVision.Imaging;

namespace RobotVision.Data.Synthesis.Scenes;

/// <summary>The colours of raw YUV images: one colour difference for two pixels, a little beside its brightness, with noise of its own.</summary>
/// <remarks>Source: conversions of ITU-R BT.601, full range, in whole numbers, so that every processor gives the same bytes.</remarks>
static class RawColors
{
    /// <summary>Changes an image as if it had been sent as raw YUV.</summary>
    /// <param name="image">The image; overwritten.</param>
    /// <param name="shift">How far the colour difference lies to the right, in pixels; makes yellow-green and violet fringes at edges.</param>
    /// <param name="noise">The largest error of the colour difference, in levels.</param>
    /// <param name="random">The random numbers.</param>
    public static void Apply(BgrImage image, int shift, int noise, SceneRandom random)
    {
        var blue = new int[image.Width];
        var red = new int[image.Width];
        for (var y = 0; y < image.Height; y++)
        {
            var row = image.Pixels.AsSpan(y * image.Width * 3, image.Width * 3);
            for (var x = 0; x < image.Width; x++) (blue[x], red[x]) = Differences(row.Slice(x * 3, 3));
            for (var x = 0; x < image.Width; x += 2)
            {
                int from = Math.Max(0, x - shift), next = Math.Min(image.Width - 1, from + 1);
                int u = (blue[from] + blue[next]) / 2, v = (red[from] + red[next]) / 2;
                if (noise > 0)
                {
                    var bits = (int)(random.NextBits() & 0xFFFFFF);
                    u += (bits & 0xFFF) * (2 * noise + 1) / 4096 - noise;
                    v += (bits >> 12) * (2 * noise + 1) / 4096 - noise;
                }
                for (var i = x; i < Math.Min(x + 2, image.Width); i++) Paint(row.Slice(i * 3, 3), u, v);
            }
        }
    }

    static int Brightness(ReadOnlySpan<byte> bgr) => (29 * bgr[0] + 150 * bgr[1] + 77 * bgr[2]) / 256;

    static (int Blue, int Red) Differences(ReadOnlySpan<byte> bgr)
    {
        var brightness = Brightness(bgr);
        return (bgr[0] - brightness, bgr[2] - brightness);
    }

    static void Paint(Span<byte> bgr, int blue, int red)
    {
        var brightness = Brightness(bgr);
        bgr[0] = (byte)Math.Clamp(brightness + blue, 0, 255);
        bgr[1] = (byte)Math.Clamp(brightness - (29 * blue + 77 * red) / 150, 0, 255);
        bgr[2] = (byte)Math.Clamp(brightness + red, 0, 255);
    }
}
