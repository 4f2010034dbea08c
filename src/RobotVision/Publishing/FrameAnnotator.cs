using System.Globalization;
using OpenCvSharp;
using RobotVision.Imaging;
using RobotVision.Pipeline;

namespace RobotVision.Publishing;

/// <summary>Draws results on a copy of their frame: detections, and a line with frame number and latency.</summary>
sealed class FrameAnnotator : IDisposable
{
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
    public void Draw(Observation observation)
    {
        DetectionPainter.Copy(observation.Frame.View, Picture);
        var detections = observation.Detections.Span;
        for (var i = detections.Length - 1; i >= 0; i--) DetectionPainter.Paint(Picture, detections[i], zoom: 1); // the surest last, on top
        var status = string.Create(CultureInfo.InvariantCulture, $"frame {observation.Frame.Number}  {detections.Length} found  {_provider}");
        if (_timing) status += string.Create(CultureInfo.InvariantCulture, $"  {observation.TotalTime.TotalMilliseconds:F1} ms");
        DetectionPainter.Text(Picture, status, 4, Picture.Height - 6, DetectionPainter.ScaleFor(Picture.Width, Picture.Height), White);
    }

    /// <inheritdoc/>
    public void Dispose() => Picture.Dispose();
}
