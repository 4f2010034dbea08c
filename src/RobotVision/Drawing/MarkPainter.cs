using System.Globalization;
using OpenCvSharp;
using RobotVision.Detections;
using RobotVision.Imaging;
using RobotVision.Sampling;

namespace RobotVision.Drawing;

/// <summary>
/// Draws marks into a picture: boxes around objects, cross hairs at points, and labels beside them where these cover nothing.
/// The colour shows the class, the line style the <see cref="MarkKind"/>; each line is bright with a dark edge.
/// </summary>
public static class MarkPainter
{
    static readonly Scalar White = new(255, 255, 255), Grey = new(190, 190, 190), Dark = new(0, 0, 0);

    // BGR, all bright, in the order of the classes; the first four are those of M. Okabe and K. Ito, "Color Universal Design", 2008, made lighter.
    static readonly Scalar[] Colors =
    [
        new(30, 160, 255), new(255, 200, 95), new(80, 240, 255), new(230, 150, 255),
        new(140, 255, 140), new(220, 255, 60), new(255, 190, 205), new(130, 130, 255),
    ];

    /// <summary>A copy of a picture with marks drawn.</summary>
    /// <param name="picture">The picture, borrowed for the call.</param>
    /// <param name="marks">Boxes in its pixels; the first is drawn on top.</param>
    /// <param name="scale">The factor by which the copy is enlarged, at least 1, so that lines are thin on small pictures.</param>
    /// <param name="labels">What is written beside each.</param>
    public static BgrImage Paint(ImageView picture, IReadOnlyList<Mark> marks, int scale = 1, LabelDetail labels = LabelDetail.Full)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(scale, 1);
        using var copy = new Mat();
        Copy(picture, copy);
        if (scale > 1) Cv2.Resize(copy, copy, new Size(picture.Width * scale, picture.Height * scale), 0, 0, InterpolationFlags.Nearest);
        Draw(copy, marks, scale, labels, new Lettering(copy.Width, copy.Height));
        return ToImage(copy);
    }

    /// <summary>A part of a picture, made larger or smaller, with marks drawn.</summary>
    /// <param name="picture">The picture, borrowed for the call.</param>
    /// <param name="part">The part of it, in its pixels; what lies outside the picture is left out.</param>
    /// <param name="longest">The longer side of the copy in pixels.</param>
    /// <param name="marks">Boxes in pixels of the whole picture; the first is drawn on top.</param>
    /// <param name="labels">What is written beside each.</param>
    public static BgrImage PaintPart(ImageView picture, ImageRegion part, int longest, IReadOnlyList<Mark> marks, LabelDetail labels = LabelDetail.Full)
    {
        var (left, top) = (Math.Clamp((int)part.X, 0, picture.Width - 1), Math.Clamp((int)part.Y, 0, picture.Height - 1));
        var (width, height) = (Math.Clamp((int)part.Width, 1, picture.Width - left), Math.Clamp((int)part.Height, 1, picture.Height - top));
        var zoom = (double)longest / Math.Max(width, height);
        using Mat whole = new(), copy = new();
        Copy(picture, whole);
        using (var cut = whole.SubMat(new Rect(left, top, width, height)))
            Resize(cut, copy, new Size(Math.Max(1, (int)(width * zoom)), Math.Max(1, (int)(height * zoom))));
        var shown = marks.Select(mark => mark with { Box = mark.Box.Moved(-left, -top) })
            .Where(mark => mark.Box.Intersect(new(0, 0, width, height)) is { Width: > 0, Height: > 0 });
        Draw(copy, [.. shown], zoom, labels, new Lettering(copy.Width, copy.Height));
        return ToImage(copy);
    }

    /// <summary>The colour of a class, BGR.</summary>
    internal static Scalar ColorOf(ObjectClass objectClass) => objectClass.IsExtra() ? ExtraColor((int)objectClass - Colors.Length) : Colors[(int)objectClass];

    /// <summary>The colour of a class: red, green, blue.</summary>
    public static (byte Red, byte Green, byte Blue) RgbOf(ObjectClass objectClass) =>
        ((byte)ColorOf(objectClass).Val2, (byte)ColorOf(objectClass).Val1, (byte)ColorOf(objectClass).Val0);

    /// <summary>Steps of the golden angle from lime on, in turn medium, light and dark, as on the tag page, so that neighbours differ.</summary>
    static Scalar ExtraColor(int number)
    {
        var (hue, light) = ((82 + 137.5 * number) % 360, (number % 3) switch { 0 => 0.6, 1 => 0.8, _ => 0.55 });
        double Channel(int shift)
        {
            var k = (shift + hue / 30) % 12;
            return 255 * (light - Math.Min(light, 1 - light) * Math.Clamp(Math.Min(k - 3, 9 - k), -1, 1));
        }

        return new(Channel(4), Channel(8), Channel(0));
    }

    /// <summary>Draws marks.</summary>
    /// <param name="picture">Drawn into; (height, width) of 3 bytes.</param>
    /// <param name="marks">The first is drawn on top.</param>
    /// <param name="zoom">Pixels of the picture a pixel of the marks.</param>
    /// <param name="labels">What is written beside each.</param>
    /// <param name="lettering">The sizes of letters and lines.</param>
    internal static void Draw(Mat picture, IReadOnlyList<Mark> marks, double zoom, LabelDetail labels, Lettering lettering)
    {
        var placer = new LabelPlacer(picture.Width, picture.Height, lettering.Margin);
        var places = marks.Select(mark => Outline(mark, zoom, lettering)).ToArray();
        foreach (var place in places) placer.Keep(place);
        for (var i = marks.Count - 1; i >= 0; i--) DrawLines(picture, marks[i], places[i], lettering);
        if (labels == LabelDetail.None) return;
        // Mistakes are labelled first: where there is no room for all labels, theirs matter most.
        var texts = Enumerable.Range(0, marks.Count).OrderBy(i => IsMistake(marks[i]) ? 0 : 1)
            .Select(i => (Mark: marks[i], Place: places[i], Text: PlaceText(marks[i], places[i], labels, placer, lettering)))
            .Where(label => label.Text is not null).ToArray();
        // Lines first, so that none crosses a text.
        foreach (var (mark, place, text) in texts) DrawLeader(picture, place, text!.Value.At, ColorOf(mark), lettering);
        foreach (var (mark, _, text) in texts)
        {
            // Labels of mistakes are dark on bright.
            var (letters, ground) = IsMistake(mark) ? (Lettering.Dark, ColorOf(mark)) : (ColorOf(mark), Lettering.Dark);
            lettering.Write(picture, text!.Value.Text, (int)text.Value.At.X1, (int)text.Value.At.Y1, letters, ground);
        }
    }

    /// <summary>Draws the lines of a mark around a box.</summary>
    internal static void DrawLines(Mat picture, Mark mark, Box place, Lettering lettering)
    {
        var color = ColorOf(mark);
        var line = mark.Kind is MarkKind.Labelled or MarkKind.Ignored ? lettering.Thin : lettering.Line;
        var dashed = mark.Kind is MarkKind.Labelled or MarkKind.Ignored or MarkKind.Missed;
        var half = line / 2 + lettering.Edge;
        // A box that reaches beyond the picture is closed at its edge.
        var (left, right) = (Math.Max(half, (int)place.X1), Math.Min(picture.Width - 1 - half, (int)place.X2));
        var (top, bottom) = (Math.Max(half, (int)place.Y1), Math.Min(picture.Height - 1 - half, (int)place.Y2));
        if (right < left || bottom < top) return;
        Point[] corners = [new(left, top), new(right, top), new(right, bottom), new(left, bottom)];
        var segments = mark.Class.IsPoint() && !dashed
            ? CrossHair(place, mark.Kind == MarkKind.FalseAlarm)
            : corners.Select((corner, i) => (corner, corners[(i + 1) % 4]));
        if (dashed) segments = segments.SelectMany(side => Dashes(side.Item1, side.Item2, 3 * lettering.Line + 2));
        var drawn = segments.ToArray();
        // upright lines are sharper without
        var type = drawn.All(side => side.Item1.X == side.Item2.X || side.Item1.Y == side.Item2.Y) ? LineTypes.Link8 : LineTypes.AntiAlias;
        // Ignored labels have no edge, so that they draw less attention.
        (Scalar, int)[] pens = mark.Kind == MarkKind.Ignored ? [(color, line)] : [(Dark, line + 2 * lettering.Edge), (color, line)];
        foreach (var (pen, width) in pens)
            foreach (var (from, to) in drawn) Cv2.Line(picture, from, to, pen, width, type);
        if (mark.Kind == MarkKind.FalseAlarm && !mark.Class.IsPoint())
            foreach (var (from, to) in new[] { (corners[0], corners[2]), (corners[1], corners[3]) }) DrawThin(picture, from, to, color, lettering);
    }

    static Scalar ColorOf(Mark mark) => mark.Kind switch
    {
        MarkKind.Ignored => Grey,
        MarkKind.Labelled or MarkKind.Missed => White,
        _ => ColorOf(mark.Class),
    };

    /// <summary>The box of a mark's line: around an object, not over it.</summary>
    static Box Outline(Mark mark, double zoom, Lettering lettering)
    {
        var box = mark.Box.Scaled((float)zoom, (float)zoom);
        if (mark.Class.IsPoint()) return Box.FromCenter(box.CenterX, box.CenterY, 2 * lettering.Reach, 2 * lettering.Reach);
        var beside = lettering.Line / 2 + lettering.Edge + 1;
        return new(box.X1 - beside, box.Y1 - beside, box.X2 + beside, box.Y2 + beside);
    }

    /// <summary>Four short lines around a point, which itself stays free; diagonal for one that is crossed out.</summary>
    static IEnumerable<(Point, Point)> CrossHair(Box place, bool across)
    {
        var (x, y, reach) = (place.CenterX, place.CenterY, place.Width / 2);
        foreach (var (dx, dy) in across ? [(1, 1), (1, -1), (-1, 1), (-1, -1)] : new[] { (1, 0), (-1, 0), (0, 1), (0, -1) })
            yield return (new Point(x + dx * reach * 0.5f, y + dy * reach * 0.5f), new Point(x + dx * reach, y + dy * reach));
    }

    static IEnumerable<(Point, Point)> Dashes(Point from, Point to, int length)
    {
        var way = to - from;
        var count = Math.Max(1, (int)Math.Round(Math.Sqrt(way.X * way.X + way.Y * way.Y) / (2 * length)));
        Point At(double part) => new(from.X + way.X * part, from.Y + way.Y * part);
        // A dash at each corner, so that the shape stays clear.
        yield return (from, At(0.25 / count));
        for (var i = 1; i < count; i++) yield return (At((i - 0.25) / count), At((i + 0.25) / count));
        yield return (At(1 - 0.25 / count), to);
    }

    static bool IsMistake(Mark mark) => mark.Kind is MarkKind.Missed or MarkKind.FalseAlarm;

    /// <summary>The longest text for which there is room, and where; null where there is no room for any.</summary>
    static (string Text, Box At)? PlaceText(Mark mark, Box place, LabelDetail labels, LabelPlacer placer, Lettering lettering)
    {
        foreach (var text in Texts(mark, labels))
        {
            var size = lettering.Measure(text);
            if (placer.Place(place, size.Width, size.Height) is { } at) return (text, at);
        }

        return null;
    }

    /// <summary>Draws a line from an object to a label that is not right beside it.</summary>
    static void DrawLeader(Mat picture, Box place, Box label, Scalar color, Lettering lettering)
    {
        var (fromX, toX) = Nearest(place.X1, place.X2, label.X1, label.X2);
        var (fromY, toY) = Nearest(place.Y1, place.Y2, label.Y1, label.Y2);
        if (Math.Max(Math.Abs(toX - fromX), Math.Abs(toY - fromY)) > label.Height)
            DrawThin(picture, new Point(fromX, fromY), new Point(toX, toY), color, lettering);
    }

    /// <summary>The texts of a mark's label, the longest first, for where there is less room; none for a label that was detected or is ignored.</summary>
    static IEnumerable<string> Texts(Mark mark, LabelDetail labels)
    {
        if (mark.Kind is MarkKind.Labelled or MarkKind.Ignored) yield break;
        var name = mark.Kind switch
        {
            MarkKind.Missed => $"missed {mark.Classes[mark.Class]}",
            MarkKind.FalseAlarm => $"false {mark.Classes[mark.Class]}",
            _ => mark.Classes[mark.Class],
        };
        if (labels == LabelDetail.Full && mark.Confidence is { } confidence)
        {
            var sure = string.Create(CultureInfo.InvariantCulture, $"{name} {confidence:F2}");
            var metres = mark.Metres is { } distance ? string.Create(CultureInfo.InvariantCulture, $"  {distance:F1} m") : "";
            var track = mark.Track is { } number ? string.Create(CultureInfo.InvariantCulture, $"  #{number}") : "";
            if (metres.Length + track.Length > 0) yield return sure + metres + track;
            yield return sure;
        }

        yield return name;
    }

    /// <summary>The nearest points of two stretches of an axis.</summary>
    static (float, float) Nearest(float a1, float a2, float b1, float b2) =>
        b1 > a2 ? (a2, b1) : b2 < a1 ? (a1, b2) : ((Math.Max(a1, b1) + Math.Min(a2, b2)) / 2, (Math.Max(a1, b1) + Math.Min(a2, b2)) / 2);

    static void DrawThin(Mat picture, Point from, Point to, Scalar color, Lettering lettering)
    {
        Cv2.Line(picture, from, to, Dark, lettering.Thin + 2 * lettering.Edge, LineTypes.AntiAlias);
        Cv2.Line(picture, from, to, color, lettering.Thin, LineTypes.AntiAlias);
    }

    /// <summary>Makes a picture larger, smoothly, or smaller.</summary>
    internal static void Resize(Mat picture, Mat resized, Size size) =>
        Cv2.Resize(picture, resized, size, 0, 0, size.Width < picture.Width ? InterpolationFlags.Area : InterpolationFlags.Cubic);

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
