using System.Globalization;
using System.Numerics;
using RobotVision.Detection;
using RobotVision.Imaging;
using RobotVision.Training.Datasets;

namespace RobotVision.Training.Evaluation;

/// <summary>A change of a whole frame before it is sampled; what it moves, it moves in picture and labels.</summary>
/// <param name="Curve">Which curve it is a step of.</param>
/// <param name="Step">The step's name.</param>
/// <param name="Level">The step as a number.</param>
/// <param name="Apply">Makes a changed copy, or gives the image itself back; any thread.</param>
public sealed record ImageChange(string Curve, string Step, double Level, Func<LabelledImage, LabelledImage> Apply)
{
    /// <summary>Pixels a row of the frames for which blur is given; others are blurred in proportion.</summary>
    const int BlurWidth = 640;

    /// <summary>The farthest that frames are shifted, in parts of their width or height.</summary>
    const double FarthestShift = 0.25;

    static readonly double[] Shifts = [-FarthestShift, -FarthestShift / 2, 0, FarthestShift / 2, FarthestShift];

    /// <summary>
    /// The steps that every evaluation takes: light from 1/8 to 8 times by factors of 2, a Gaussian blur of up to 16 pixels of standard
    /// deviation in a frame 640 wide (a pixel of the network's sample of the whole view is 6.7 of those), and shifts of up to a quarter of
    /// the frame along its width, its height and both at once.
    /// </summary>
    public static IReadOnlyList<ImageChange> All { get; } =
    [
        .. new[] { 0.125, 0.25, 0.5, 1, 2, 4, 8 }.Select(factor => new ImageChange(
            "brightness", factor < 1 ? Invariant($"1/{1 / factor}") : Invariant($"{factor}"), factor, image => image with { Image = Expose(image.Image, factor) })),
        .. new[] { 0.0, 2, 4, 8, 16 }.Select(deviation => new ImageChange(
            "blur", Invariant($"{deviation}"), deviation, image => image with { Image = Blur(image.Image, (float)(deviation * image.Image.Width / BlurWidth)) })),
        .. Shifts.Select(part => new ImageChange("shift_right", Invariant($"{part}"), part, image => Shift(image, 1, 0, part))),
        .. Shifts.Select(part => new ImageChange("shift_down", Invariant($"{part}"), part, image => Shift(image, 0, 1, part))),
        .. Shifts.Select(part => new ImageChange("shift_diagonally", Invariant($"{part}"), part, image => Shift(image, 1, 1, part))),
    ];

    /// <summary>The picture and its labels moved, black where nothing is known.</summary>
    /// <remarks>What some shift along these axes would move out, wholly or in part, is to be ignored at every step: all judge the same objects.</remarks>
    /// <param name="image">The picture.</param>
    /// <param name="right">1 to move it along its width, otherwise 0.</param>
    /// <param name="down">1 to move it along its height, otherwise 0.</param>
    /// <param name="part">How far, in parts of the width or height, -0.25..0.25.</param>
    public static LabelledImage Shift(LabelledImage image, int right, int down, double part)
    {
        var pixels = image.Image;
        int x = (int)Math.Round(right * part * pixels.Width), y = (int)Math.Round(down * part * pixels.Height);
        double marginX = right * FarthestShift * pixels.Width, marginY = down * FarthestShift * pixels.Height;
        var moved = new BgrImage(pixels.Width, pixels.Height);
        var (length, from, to) = ((pixels.Width - Math.Abs(x)) * 3, Math.Max(0, -x), Math.Max(0, x));
        for (var row = Math.Max(0, y); row < Math.Min(pixels.Height, pixels.Height + y); row++)
            pixels.Pixels.AsSpan(((row - y) * pixels.Width + from) * 3, length).CopyTo(moved.Pixels.AsSpan((row * pixels.Width + to) * 3, length));

        bool Leaves(Box box) => box.X1 < marginX || box.Y1 < marginY || box.X2 > pixels.Width - marginX || box.Y2 > pixels.Height - marginY;
        return image with
        {
            Image = moved,
            Labels = [.. image.Labels.Select(label => label with { Box = label.Box.Moved(x, y), Ignore = label.Ignore || Leaves(label.Box) })],
        };
    }

    /// <summary>The picture that a camera would have taken with more light or a longer exposure.</summary>
    /// <remarks>
    /// Light is multiplied, not the numbers in the file: they are decoded to linear light, multiplied, cut off at white, encoded and rounded.
    /// Source of the code: IEC 61966-2-1 (sRGB).
    /// </remarks>
    /// <param name="image">The picture.</param>
    /// <param name="factor">What the light is multiplied by; 1 gives the picture itself back.</param>
    public static BgrImage Expose(BgrImage image, double factor)
    {
        if (factor == 1) return image;
        Span<byte> table = stackalloc byte[256];
        for (var i = 0; i < table.Length; i++)
        {
            var value = i / 255.0;
            var light = value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
            light = Math.Min(1, light * factor);
            table[i] = (byte)Math.Round(255 * (light <= 0.0031308 ? light * 12.92 : 1.055 * Math.Pow(light, 1 / 2.4) - 0.055));
        }

        var changed = new BgrImage(image.Width, image.Height);
        for (var i = 0; i < image.Pixels.Length; i++) changed.Pixels[i] = table[image.Pixels[i]];
        return changed;
    }

    /// <summary>A picture out of focus: a Gaussian; the edge's pixels are repeated outwards.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="deviation">Standard deviation in pixels; 0 gives the picture itself back.</param>
    public static BgrImage Blur(BgrImage image, float deviation)
    {
        if (deviation <= 0) return image;
        var radius = Math.Max(1, (int)MathF.Ceiling(2.5f * deviation));
        var weights = Enumerable.Range(-radius, 2 * radius + 1).Select(i => MathF.Exp(-i * i / (2 * deviation * deviation))).ToArray();
        var total = weights.Sum();
        var (width, height, rowLength) = (image.Width, image.Height, image.Width * 3);
        // Along the rows into numbers, then along the columns; a row is padded so that every tap is one straight sum.
        var rows = new float[height * rowLength];
        var padded = new float[rowLength + 6 * radius];
        for (var y = 0; y < height; y++)
        {
            for (var x = -radius; x < width + radius; x++)
                for (var c = 0; c < 3; c++)
                    padded[(x + radius) * 3 + c] = image.Pixels[(y * width + Math.Clamp(x, 0, width - 1)) * 3 + c];
            for (var k = 0; k < weights.Length; k++) AddScaled(padded.AsSpan(3 * k, rowLength), weights[k] / total, rows.AsSpan(y * rowLength, rowLength));
        }

        var changed = new BgrImage(width, height);
        var sum = new float[rowLength];
        for (var y = 0; y < height; y++)
        {
            Array.Clear(sum);
            for (var k = 0; k < weights.Length; k++)
                AddScaled(rows.AsSpan(Math.Clamp(y + k - radius, 0, height - 1) * rowLength, rowLength), weights[k] / total, sum);
            for (var i = 0; i < rowLength; i++) changed.Pixels[y * rowLength + i] = (byte)Math.Clamp(sum[i] + 0.5f, 0, 255);
        }

        return changed;
    }

    static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    static void AddScaled(ReadOnlySpan<float> values, float weight, Span<float> sum)
    {
        var i = 0;
        for (; i + Vector<float>.Count <= sum.Length; i += Vector<float>.Count)
            (new Vector<float>(sum[i..]) + new Vector<float>(values[i..]) * weight).CopyTo(sum[i..]);
        for (; i < sum.Length; i++) sum[i] += values[i] * weight;
    }
}
