using System.Globalization;
using OpenCvSharp;
using RobotVision.Imaging;
using RobotVision.Inference;
using RobotVision.Pipeline;
using RobotVision.Poses;

namespace RobotVision.Drawing;

/// <summary>
/// Draws results on a copy of their frame. A strip below it describes the frame and, where there are poses, a plan beside it shows the ground from
/// above. Small frames are enlarged until text has room.
/// </summary>
sealed class FrameAnnotator : IDisposable
{
    /// <summary>The sides, in pixels, to which small frames are enlarged, so that labels have room; chosen by us.</summary>
    const int LeastLonger = 640, LeastShorter = 160;

    /// <summary>Frames whose longer side has at least this many pixels are not enlarged; chosen by us.</summary>
    const int LargeEnough = 480;

    static readonly (MarkKind Kind, string Name)[] Legend =
        [(MarkKind.Found, "found"), (MarkKind.FalseAlarm, "false"), (MarkKind.Missed, "missed"), (MarkKind.Labelled, "labelled")];

    readonly Mat _frame = new();
    readonly ExecutionProvider _provider;
    readonly bool _timing;
    readonly DrawingOptions _drawing;
    readonly GroundPlan _plan;

    /// <summary>Draws for one run.</summary>
    /// <param name="provider">What runs the network, for the strip.</param>
    /// <param name="timing">Whether to write latencies, which differ from run to run.</param>
    /// <param name="drawing">What is drawn.</param>
    public FrameAnnotator(ExecutionProvider provider, bool timing, DrawingOptions? drawing = null)
    {
        (_provider, _timing, _drawing) = (provider, timing, drawing ?? new());
        _plan = new(_drawing);
    }

    /// <summary>The picture drawn last; owned by the annotator, valid until the next one. Both sides are even, as videos want them.</summary>
    public Mat Picture { get; } = new();

    /// <summary>The pixels of <see cref="Picture"/>.</summary>
    public unsafe ImageView View
    {
        get
        {
            var stride = (int)Picture.Step();
            return new(new ReadOnlySpan<byte>((byte*)Picture.Data, stride * Picture.Height), Picture.Width, Picture.Height, stride);
        }
    }

    /// <summary>Draws the results of a frame.</summary>
    /// <param name="observation">The results, borrowed.</param>
    /// <param name="width">The wanted width of the frame, without a plan beside it; null for its own width, or more where it is small.</param>
    public void Draw(Observation observation, int? width = null)
    {
        var frame = observation.Frame;
        var zoom = width is { } wanted ? (double)wanted / frame.Width : Enlargement(frame.Width, frame.Height);
        var (frameWidth, frameHeight) = (width ?? (int)(frame.Width * zoom), Math.Max(1, (int)Math.Round(frame.Height * zoom)));
        var lettering = new Lettering(frameWidth, frameHeight);
        // Both are the same in all frames of a run, so that a video keeps its size.
        var planWidth = width is null && observation.PoseStatus != PoseStatus.None ? (int)(0.65 * frameHeight) : 0;
        var lines = _drawing.Judge is null ? 1 : 2;
        Picture.Create((frameHeight + lines * lettering.LineHeight + 1) & ~1, (frameWidth + planWidth + 1) & ~1, MatType.CV_8UC3);
        Picture.SetTo(Lettering.Dark);
        using (var place = Picture.SubMat(new Rect(0, 0, frameWidth, frameHeight)))
        {
            CopyFrame(frame.View, place, zoom);
            var found = DrawMarks(observation, place, zoom, lettering);
            lettering.WriteLine(Picture, DescribeFrame(observation, found), 0, Picture.Height - lettering.LineHeight, frameWidth);
        }

        if (planWidth == 0) return;
        using var plan = Picture.SubMat(new Rect(frameWidth, 0, planWidth, frameHeight));
        _plan.Draw(plan, observation, lettering);
        lettering.WriteLine(Picture, ["95 % ellipses", "hollow: unseen"], frameWidth, Picture.Height - lettering.LineHeight, planWidth);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Picture.Dispose();
        _frame.Dispose();
    }

    /// <summary>The factor by which a frame is enlarged.</summary>
    static int Enlargement(int width, int height)
    {
        var (longer, shorter) = (Math.Max(width, height), Math.Min(width, height));
        var forText = shorter < LeastShorter ? Math.Min((LeastShorter + shorter - 1) / shorter, Math.Max(1, 4 * LeastLonger / longer)) : 1;
        return Math.Max(forText, longer < LargeEnough ? (LeastLonger + longer - 1) / longer : 1);
    }

    void CopyFrame(ImageView frame, Mat place, double zoom)
    {
        if (zoom == 1)
        {
            MarkPainter.Copy(frame, place);
            return;
        }

        MarkPainter.Copy(frame, _frame);
        MarkPainter.Resize(_frame, place, place.Size());
    }

    /// <summary>Draws the detections and, where there are labels, a legend below the picture.</summary>
    /// <returns>How many marks of detections were drawn.</returns>
    int DrawMarks(Observation observation, Mat place, double zoom, Lettering lettering)
    {
        var judged = _drawing.Judge?.Invoke(observation);
        var found = judged ?? [.. observation.Detections.Span.ToArray().Select(detection => Mark.Of(detection, observation.Inputs.Classes))];
        Mark[] marks = [.. found.Where(mark => _drawing.Shows(mark.Class))];
        MarkPainter.Draw(place, marks, zoom, _drawing.Labels, lettering);
        if (judged is not null) DrawLegend(marks, place.Height, place.Width, lettering);
        else if (_drawing.Judge is not null) lettering.WriteLine(Picture, ["no labels for this frame"], 0, place.Height, place.Width);
        return marks.Count(mark => mark.Confidence is not null);
    }

    /// <summary>A legend of the kinds of mark, each with how many there are.</summary>
    void DrawLegend(Mark[] marks, int y, int width, Lettering lettering)
    {
        var x = 0;
        foreach (var (kind, name) in Legend)
        {
            // Some detections are neither right nor wrong: a count of the found ones would be read as a count of the right ones.
            var text = kind == MarkKind.Found ? name : Invariant($"{marks.Count(mark => mark.Kind == kind)} {name}");
            var side = lettering.LineHeight;
            if (x + side + lettering.Measure(text).Width > width) return;
            var inside = lettering.Margin + lettering.Edge;
            var place = new Detections.Box(x + inside, y + inside, x + side - inside, y + side - inside);
            MarkPainter.DrawLines(Picture, new(kind, Detections.ObjectClass.Ball, default), place, lettering);
            lettering.Write(Picture, text, x + side, y, new Scalar(255, 255, 255));
            x += side + lettering.Measure(text).Width + 2 * lettering.Margin;
        }
    }

    string[] DescribeFrame(Observation observation, int found)
    {
        var frame = observation.Frame;
        List<string> parts = frame.SourceTime is { } time
            ? [Invariant($"frame {frame.Number}"), Invariant($"{time.TotalSeconds:F2} s")]
            : [Invariant($"frame {frame.Number}"), frame.Source];
        parts.Add(Invariant($"{found} found"));
        parts.Add(_provider.Name());
        if (_timing) parts.Add(Invariant($"{observation.TotalTime.TotalMilliseconds:F1} ms"));
        return [.. parts];
    }

    static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
