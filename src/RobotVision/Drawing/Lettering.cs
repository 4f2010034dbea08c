using OpenCvSharp;
using RobotVision.Imaging;

namespace RobotVision.Drawing;

/// <summary>Sizes of text and lines for a picture: readable when all of it is shown on a screen, whatever its resolution.</summary>
sealed class Lettering
{
    /// <summary>The picture for which a scale of 1 is chosen.</summary>
    const double UsualSide = 554; // the square root of 640 x 480

    const HersheyFonts Font = HersheyFonts.HersheySimplex;

    /// <summary>The colour behind letters, BGR.</summary>
    public static readonly Scalar Dark = new(24, 20, 18);

    static readonly Scalar White = new(255, 255, 255);

    readonly double _letters;
    readonly int _weight;
    readonly int _ascent, _descent;

    /// <summary>Chooses the sizes for a picture.</summary>
    public Lettering(int width, int height)
    {
        var scale = Math.Max(0.85, Math.Pow(Math.Sqrt((double)width * height) / UsualSide, 0.85)); // a large picture is shown on a large screen
        _letters = 0.45 * scale;
        _weight = Math.Max(1, (int)Math.Round(1.1 * scale));
        Line = Math.Max(2, (int)Math.Round(1.6 * scale));
        Thin = Math.Max(1, Line / 2);
        Edge = Math.Max(1, (int)Math.Round(0.7 * scale));
        Margin = Math.Max(2, (int)Math.Round(2.5 * scale));
        Reach = Math.Max(7, (int)Math.Round(8 * scale));
        _ascent = Cv2.GetTextSize("Xg", Font, _letters, _weight, out _descent).Height;
    }

    /// <summary>Width in pixels of an important line.</summary>
    public int Line { get; }

    /// <summary>Width in pixels of a line that should not hide anything.</summary>
    public int Thin { get; }

    /// <summary>Pixels of the dark edge on each side of a line, which keeps it visible on any background.</summary>
    public int Edge { get; }

    /// <summary>Pixels around a text.</summary>
    public int Margin { get; }

    /// <summary>Half the size of a point's mark.</summary>
    public int Reach { get; }

    /// <summary>Pixels from one line of text to the next.</summary>
    public int LineHeight => _ascent + _descent + 2 * Margin;

    /// <summary>The size of a text with its background.</summary>
    public Size Measure(string text) => new(Cv2.GetTextSize(text, Font, _letters, _weight, out _).Width + 2 * Margin, LineHeight);

    /// <summary>Writes a text on a background.</summary>
    /// <param name="picture">Drawn into.</param>
    /// <param name="text">What is written.</param>
    /// <param name="x">The left edge of the background.</param>
    /// <param name="y">Its upper edge.</param>
    /// <param name="color">The letters' colour.</param>
    /// <param name="ground">The background's colour; dark when null.</param>
    public void Write(Mat picture, string text, int x, int y, Scalar color, Scalar? ground = null)
    {
        var size = Measure(text);
        Cv2.Rectangle(picture, new Rect(x, y, size.Width, size.Height), ground ?? Dark, -1);
        Cv2.PutText(picture, text, new Point(x + Margin, y + Margin + _ascent), Font, _letters, color, _weight, LineTypes.AntiAlias);
    }

    /// <summary>Writes a text in white into an image.</summary>
    public unsafe void Write(BgrImage image, string text, int x, int y)
    {
        fixed (byte* pixels = image.Pixels)
        {
            using var picture = Mat.FromPixelData(image.Height, image.Width, MatType.CV_8UC3, (IntPtr)pixels, image.Width * 3);
            Write(picture, text, x, y, White);
        }
    }

    /// <summary>Writes as many parts of a line as fit, the first ones before the last ones; a first part that is too long is cut.</summary>
    public void WriteLine(Mat picture, IReadOnlyList<string> parts, int x, int y, int width)
    {
        var text = parts[0];
        foreach (var part in parts.Skip(1))
            if (Measure($"{text}   {part}").Width <= width) text += $"   {part}";
        var shown = text.Length;
        while (shown > 1 && Measure(text[..shown]).Width > width) shown--;
        Write(picture, text[..shown], x, y, White);
    }
}
