using OpenCvSharp;
using RobotVision.Data.Randomness;

namespace RobotVision.Training.Tests.Runs;

/// <summary>Digits of OpenCV's stroke fonts, thin and thick, distorted.</summary>
static class FontDigits
{
    const int PageSide = 96;
    const int Height = 64; // of a digit on its page

    static readonly HersheyFonts[] Fonts =
    [
        HersheyFonts.HersheySimplex, HersheyFonts.HersheyPlain, HersheyFonts.HersheyDuplex, HersheyFonts.HersheyComplex,
        HersheyFonts.HersheyTriplex, HersheyFonts.HersheyComplexSmall, HersheyFonts.HersheyScriptSimplex,
    ];

    static readonly int[] Thicknesses = [3, 6, 9];

    static readonly Lazy<byte[][]> Pages = new(() =>
        [.. from digit in Enumerable.Range(0, 10) from font in Fonts from thickness in Thicknesses select Print(digit, font, thickness)]);

    public static int Draw(RandomSequence random, Span<float> sample)
    {
        var page = random.NextInt32(Pages.Value.Length);
        var pixels = Pages.Value[page];
        var toDigit = Digits.Distortion(ref random);
        for (var i = 0; i < sample.Length; i++)
        {
            var (x, y) = toDigit(i % Digits.Side, i / Digits.Side);
            sample[i] = 2 * Ink(pixels, x * Height + (PageSide - 1) / 2f, y * Height + (PageSide - 1) / 2f) - 1 + random.Uniform(-0.3f, 0.3f);
        }
        return page / (Fonts.Length * Thicknesses.Length);
    }

    static byte[] Print(int digit, HersheyFonts font, int thickness)
    {
        using var page = new Mat(PageSide, PageSide, MatType.CV_8UC1, Scalar.All(0));
        var text = FormattableString.Invariant($"{digit}");
        var scale = (double)Height / Cv2.GetTextSize(text, font, 1, 1, out _).Height;
        var size = Cv2.GetTextSize(text, font, scale, thickness, out _);
        Cv2.PutText(page, text, new((PageSide - size.Width) / 2, (PageSide + Height) / 2), font, scale, Scalar.All(255), thickness, LineTypes.AntiAlias);
        page.GetArray(out byte[] pixels);
        return pixels;
    }

    /// <summary>Bilinear interpolation of a pixel, 0..1; 0 outside the page.</summary>
    static float Ink(byte[] page, float x, float y)
    {
        int column = (int)MathF.Floor(x), row = (int)MathF.Floor(y);
        if (column < 0 || row < 0 || column >= PageSide - 1 || row >= PageSide - 1) return 0;
        float right = x - column, below = y - row;
        var first = row * PageSide + column;
        var upper = page[first] * (1 - right) + page[first + 1] * right;
        var lower = page[first + PageSide] * (1 - right) + page[first + PageSide + 1] * right;
        return (upper * (1 - below) + lower * below) / 255;
    }
}
