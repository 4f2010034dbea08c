using System.Globalization;
using OpenCvSharp;
using RobotVision.Detection;
using RobotVision.Imaging;
using RobotVision.Pipeline;

namespace RobotVision.Publishing;

/// <summary>Draws results on a copy of their frame: boxes or crosses, class, confidence, and a line with frame number and latency.</summary>
sealed class FrameAnnotator : IDisposable
{
    // BGR. Bright and far apart in hue, on green grass and white lines alike; in the order of the classes.
    static readonly Scalar[] Colors =
    [
        new(0, 140, 255), new(255, 80, 80), new(0, 230, 255), new(220, 60, 220),
        new(255, 230, 0), new(160, 255, 60), new(60, 60, 255), new(200, 170, 255),
    ];

    static readonly Scalar Black = new(0, 0, 0);
    static readonly Scalar White = new(255, 255, 255);

    readonly string _provider;
    readonly bool _timing;

    /// <summary>Draws for one run.</summary>
    /// <param name="provider">What runs the network, for the status line.</param>
    /// <param name="timing">Whether to write latencies, which differ from run to run.</param>
    public FrameAnnotator(string provider, bool timing) => (_provider, _timing) = (provider, timing);

    /// <summary>The picture drawn last; owned by the annotator, valid until the next one.</summary>
    public Mat Picture { get; } = new();

    /// <summary>The pixels of <see cref="Picture"/>.</summary>
    public unsafe ImageView View => new(new ReadOnlySpan<byte>((byte*)Picture.Data, (int)(Picture.Step() * Picture.Height)), Picture.Width, Picture.Height, (int)Picture.Step());

    /// <summary>Draws the results of a frame.</summary>
    public unsafe void Draw(Observation observation)
    {
        var view = observation.Frame.View;
        fixed (byte* pixels = view.Pixels)
        {
            using var original = new Mat(view.Height, view.Width, MatType.CV_8UC3, (IntPtr)pixels, view.Stride);
            original.CopyTo(Picture);
        }

        var scale = Math.Max(0.35, Math.Min(view.Width, view.Height) / 1000.0);
        var detections = observation.Detections.Span;
        for (var i = detections.Length - 1; i >= 0; i--) Draw(detections[i], scale); // the surest last, on top
        var status = string.Create(CultureInfo.InvariantCulture, $"frame {observation.Frame.Number}  {detections.Length} found  {_provider}");
        if (_timing) status += string.Create(CultureInfo.InvariantCulture, $"  {observation.TotalTime.TotalMilliseconds:F1} ms");
        Text(status, 4, Picture.Height - 6, scale, White);
    }

    /// <inheritdoc/>
    public void Dispose() => Picture.Dispose();

    void Draw(Detection.Detection detection, double scale)
    {
        var color = Colors[(int)detection.Class];
        var box = detection.Box;
        var (x, y) = ((int)box.CenterX, (int)box.CenterY);
        var thickness = Math.Max(1, (int)(scale * 4));
        if (detection.Class.IsPoint())
        {
            var reach = Math.Max(4, (int)(scale * 16));
            Cv2.Line(Picture, new Point(x - reach, y), new Point(x + reach, y), color, thickness, LineTypes.AntiAlias);
            Cv2.Line(Picture, new Point(x, y - reach), new Point(x, y + reach), color, thickness, LineTypes.AntiAlias);
            Text(Caption(detection), x + reach, y - 2, scale, color);
            return;
        }

        Cv2.Rectangle(Picture, new Point((int)box.X1, (int)box.Y1), new Point((int)box.X2, (int)box.Y2), color, thickness);
        Text(Caption(detection), (int)box.X1, (int)box.Y1 - 4, scale, color);
    }

    /// <summary>Writes text on a dark ground, moved into the picture where it would leave it.</summary>
    void Text(string text, int x, int y, double scale, Scalar color)
    {
        var size = Cv2.GetTextSize(text, HersheyFonts.HersheySimplex, scale, 1, out var below);
        x = Math.Clamp(x, 0, Math.Max(0, Picture.Width - size.Width));
        y = Math.Clamp(y, size.Height + 2, Math.Max(size.Height + 2, Picture.Height - below));
        Cv2.Rectangle(Picture, new Point(x - 1, y - size.Height - 2), new Point(x + size.Width + 1, y + below - 1), Black, -1);
        Cv2.PutText(Picture, text, new Point(x, y), HersheyFonts.HersheySimplex, scale, color, 1, LineTypes.AntiAlias);
    }

    static string Caption(Detection.Detection detection) =>
        string.Create(CultureInfo.InvariantCulture, $"{detection.Class.Name()} {detection.Confidence:F2}");
}
