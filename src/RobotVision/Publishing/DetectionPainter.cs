using System.Globalization;
using OpenCvSharp;
using RobotVision.Detection;
using RobotVision.Imaging;

namespace RobotVision.Publishing;

/// <summary>Draws detections into a picture: boxes, or crosses where the class is a point, with class and confidence.</summary>
public static class DetectionPainter
{
    // BGR. Bright and far apart in hue, on green grass and white lines alike; in the order of the classes.
    static readonly Scalar[] Colors =
    [
        new(0, 140, 255), new(255, 80, 80), new(0, 230, 255), new(220, 60, 220),
        new(255, 230, 0), new(160, 255, 60), new(60, 60, 255), new(200, 170, 255),
    ];

    static readonly Scalar Black = new(0, 0, 0);

    /// <summary>A copy of a picture with detections drawn.</summary>
    /// <param name="picture">The picture, borrowed for the call.</param>
    /// <param name="detections">Boxes in its pixels; the first is drawn on top.</param>
    /// <param name="scale">How often the copy is as large as the picture, at least 1: thin lines on small pictures.</param>
    public static BgrImage Paint(ImageView picture, ReadOnlySpan<Detection.Detection> detections, int scale = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(scale, 1);
        using var copy = new Mat();
        Copy(picture, copy);
        if (scale > 1) Cv2.Resize(copy, copy, new Size(picture.Width * scale, picture.Height * scale), 0, 0, InterpolationFlags.Nearest);
        for (var i = detections.Length - 1; i >= 0; i--) Paint(copy, detections[i], scale);
        return ToImage(copy);
    }

    /// <summary>The size of letters, and of everything else that is drawn, in a picture.</summary>
    internal static double ScaleFor(int width, int height) => Math.Max(0.35, Math.Min(width, height) / 1000.0);

    /// <summary>Draws one detection.</summary>
    /// <param name="picture">Drawn into; (height, width) of 3 bytes.</param>
    /// <param name="detection">Its box in pixels of the original.</param>
    /// <param name="zoom">Pixels of the picture a pixel of the original.</param>
    internal static void Paint(Mat picture, Detection.Detection detection, int zoom)
    {
        var scale = ScaleFor(picture.Width, picture.Height);
        var color = Colors[(int)detection.Class];
        var box = detection.Box;
        var thickness = Math.Max(1, (int)(scale * 4));
        var caption = string.Create(CultureInfo.InvariantCulture, $"{detection.Class.Name()} {detection.Confidence:F2}");
        if (detection.Class.IsPoint())
        {
            var (x, y) = ((int)(box.CenterX * zoom), (int)(box.CenterY * zoom));
            var reach = Math.Max(4, (int)(scale * 16));
            Cv2.Line(picture, new Point(x - reach, y), new Point(x + reach, y), color, thickness, LineTypes.AntiAlias);
            Cv2.Line(picture, new Point(x, y - reach), new Point(x, y + reach), color, thickness, LineTypes.AntiAlias);
            Text(picture, caption, x + reach, y - 2, scale, color);
            return;
        }

        var (left, top) = ((int)(box.X1 * zoom), (int)(box.Y1 * zoom));
        Cv2.Rectangle(picture, new Point(left, top), new Point((int)(box.X2 * zoom), (int)(box.Y2 * zoom)), color, thickness);
        Text(picture, caption, left, top - 4, scale, color);
    }

    /// <summary>Writes text on a dark ground, moved into the picture where it would leave it.</summary>
    internal static void Text(Mat picture, string text, int x, int y, double scale, Scalar color)
    {
        var size = Cv2.GetTextSize(text, HersheyFonts.HersheySimplex, scale, 1, out var below);
        x = Math.Clamp(x, 0, Math.Max(0, picture.Width - size.Width));
        y = Math.Clamp(y, size.Height + 2, Math.Max(size.Height + 2, picture.Height - below));
        Cv2.Rectangle(picture, new Point(x - 1, y - size.Height - 2), new Point(x + size.Width + 1, y + below - 1), Black, -1);
        Cv2.PutText(picture, text, new Point(x, y), HersheyFonts.HersheySimplex, scale, color, 1, LineTypes.AntiAlias);
    }

    /// <summary>Copies a picture into a matrix, which takes its size.</summary>
    internal static unsafe void Copy(ImageView picture, Mat copy)
    {
        fixed (byte* pixels = picture.Pixels)
        {
            using var original = Mat.FromPixelData(picture.Height, picture.Width, MatType.CV_8UC3, (IntPtr)pixels, picture.Stride);
            original.CopyTo(copy);
        }
    }

    static unsafe BgrImage ToImage(Mat picture)
    {
        var image = new BgrImage(picture.Width, picture.Height);
        var rowBytes = image.Width * 3;
        for (var y = 0; y < image.Height; y++)
            new ReadOnlySpan<byte>((byte*)picture.Data + y * picture.Step(), rowBytes).CopyTo(image.Pixels.AsSpan(y * rowBytes));
        return image;
    }
}
