using System.Globalization;
using OpenCvSharp;
using RobotVision.Data.Labels;
using RobotVision.Detections;
using RobotVision.Imaging;

namespace RobotVision.Evaluation.Robustness;

/// <summary>A change of a frame before it is sampled, applied to pixels and labels.</summary>
/// <param name="Curve">The curve that it is a step of.</param>
/// <param name="Step">The step's name.</param>
/// <param name="Level">The step as a number.</param>
public sealed record ImageChange(string Curve, string Step, double Level)
{
    /// <summary>The frame width for which the blur is given, in pixels; other frames are blurred in proportion.</summary>
    const int BlurWidth = 640;

    /// <summary>The largest shift, as a fraction of the frame's width or height.</summary>
    const double MaximumShift = 0.25;

    static readonly double[] Shifts = [-MaximumShift, -MaximumShift / 2, 0, MaximumShift / 2, MaximumShift];

    /// <summary>Makes a changed copy of the pixels, of the same size; thread-safe. Null if the pixels do not change.</summary>
    public Func<BgrImage, BgrImage>? Pixels { get; init; }

    /// <summary>Changes the labels of an image of a width and a height in pixels; null if the labels do not change.</summary>
    public Func<IReadOnlyList<Label>, int, int, IReadOnlyList<Label>>? Labels { get; init; }

    /// <summary>Changes an image and its labels.</summary>
    public LabelledImage Apply(LabelledImage image) => image with
    {
        Image = Pixels?.Invoke(image.Image) ?? image.Image,
        Labels = Labels?.Invoke(image.Labels, image.Image.Width, image.Image.Height) ?? image.Labels,
    };

    /// <summary>
    /// The steps of the robustness curves: light from 1/8 to 8 times by factors of 2, a Gaussian blur of up to 16 pixels of standard
    /// deviation in a frame 640 wide (a pixel of the network's sample of the whole view is 6.7 of those), and shifts of up to a quarter of
    /// the frame along its width, its height and both at once.
    /// </summary>
    public static IReadOnlyList<ImageChange> All { get; } =
    [
        .. new[] { 0.125, 0.25, 0.5, 1, 2, 4, 8 }.Select(factor =>
            new ImageChange("brightness", factor < 1 ? Invariant($"1/{1 / factor}") : Invariant($"{factor}"), factor)
            { Pixels = factor == 1 ? null : image => Expose(image, factor) }),
        .. new[] { 0.0, 2, 4, 8, 16 }.Select(deviation => new ImageChange("blur", Invariant($"{deviation}"), deviation)
            { Pixels = deviation == 0 ? null : image => Blur(image, deviation * image.Width / BlurWidth) }),
        .. Shifts.Select(fraction => Shift("shift_right", 1, 0, fraction)),
        .. Shifts.Select(fraction => Shift("shift_down", 0, 1, fraction)),
        .. Shifts.Select(fraction => Shift("shift_diagonally", 1, 1, fraction)),
    ];

    /// <summary>Shifts an image and its labels; pixels that come in are black.</summary>
    /// <remarks>
    /// Objects that any shift along these axes moves out of the frame, wholly or in part, are ignored at every step, so that all steps score
    /// the same objects.
    /// </remarks>
    /// <param name="curve">The curve's name.</param>
    /// <param name="right">1 to shift along the width, otherwise 0.</param>
    /// <param name="down">1 to shift along the height, otherwise 0.</param>
    /// <param name="fraction">The shift as a fraction of the width or height, -0.25..0.25.</param>
    public static ImageChange Shift(string curve, int right, int down, double fraction) => new(curve, Invariant($"{fraction}"), fraction)
    {
        Pixels = fraction == 0
            ? null
            : image => Moved(image, (int)Math.Round(right * fraction * image.Width), (int)Math.Round(down * fraction * image.Height)),
        Labels = (labels, width, height) =>
        {
            int x = (int)Math.Round(right * fraction * width), y = (int)Math.Round(down * fraction * height);
            double marginX = right * MaximumShift * width, marginY = down * MaximumShift * height;
            bool Leaves(Box box) => box.X1 < marginX || box.Y1 < marginY || box.X2 > width - marginX || box.Y2 > height - marginY;
            return [.. labels.Select(label => label with { Box = label.Box.Moved(x, y), Ignore = label.Ignore || Leaves(label.Box) })];
        },
    };

    static BgrImage Moved(BgrImage image, int x, int y)
    {
        var moved = new BgrImage(image.Width, image.Height);
        var (length, from, to) = ((image.Width - Math.Abs(x)) * 3, Math.Max(0, -x), Math.Max(0, x));
        for (var row = Math.Max(0, y); row < Math.Min(image.Height, image.Height + y); row++)
            image.Pixels.AsSpan(((row - y) * image.Width + from) * 3, length).CopyTo(moved.Pixels.AsSpan((row * image.Width + to) * 3, length));
        return moved;
    }

    /// <summary>The image that a camera would have taken with more light or a longer exposure.</summary>
    /// <remarks>
    /// The pixel values are decoded to linear light, multiplied, clipped at white, encoded and rounded.
    /// Source of the transfer function: IEC 61966-2-1 (sRGB).
    /// </remarks>
    /// <param name="image">The image.</param>
    /// <param name="factor">The factor on the light; 1 returns the image itself.</param>
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

    /// <summary>Blurs an image with a Gaussian; edge pixels are repeated beyond the edge.</summary>
    /// <param name="image">The image.</param>
    /// <param name="deviation">Standard deviation in pixels; 0 returns the image itself.</param>
    public static unsafe BgrImage Blur(BgrImage image, double deviation)
    {
        if (deviation <= 0) return image;
        var size = 2 * Math.Max(1, (int)Math.Ceiling(2.5 * deviation)) + 1;
        var blurred = new BgrImage(image.Width, image.Height);
        fixed (byte* from = image.Pixels, to = blurred.Pixels)
        {
            using var original = Mat.FromPixelData(image.Height, image.Width, MatType.CV_8UC3, (IntPtr)from, image.Width * 3);
            using var changed = Mat.FromPixelData(image.Height, image.Width, MatType.CV_8UC3, (IntPtr)to, image.Width * 3);
            Cv2.GaussianBlur(original, changed, new Size(size, size), deviation, deviation, BorderTypes.Replicate);
        }

        return blurred;
    }

    static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
