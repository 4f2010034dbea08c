using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using RobotVision.Data.Text;
using RobotVision.Detections;

namespace RobotVision.Data.Exchange;

/// <summary>
/// Reads CVAT's XML: <c>image</c> elements with <c>box</c>, <c>polygon</c>, <c>polyline</c>, <c>points</c>, <c>ellipse</c> and <c>mask</c>, or, of a
/// video, <c>track</c> elements with a shape a frame. Between two shapes of a track that are some frames apart the box moves evenly.
/// </summary>
/// <remarks>Source: docs.cvat.ai, manual, XML annotation format, version 1.1.</remarks>
static class CvatReader
{
    const long MostBytes = 1 << 30; // one file has all images of a task

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">It is damaged; says file, line and why.</exception>
    public static IReadOnlyList<ExchangeImage> Read(string file, Action<string> notes)
    {
        var root = XmlFile.ReadRoot(file, "CVAT", MostBytes);
        var images = root.Elements("image").Select(image => new ExchangeImage(
            Text(file, image, "name"), (int)Number(file, image, "width"), (int)Number(file, image, "height"),
            [.. image.Elements().SelectMany(shape => Shapes(file, shape, (string?)shape.Attribute("label"), notes))],
            $"{file}:{Line(image)}")).ToList();
        if (root.Elements("track").Any()) images.AddRange(ReadTracks(file, root, notes));
        return images;
    }

    static IEnumerable<ExchangeImage> ReadTracks(string file, XElement root, Action<string> notes)
    {
        var size = root.Descendants("original_size").FirstOrDefault()
            ?? throw DamagedFile.At(file, 1, "expected 'original_size' with the video's width and height, found none.");
        int Side(string name) => int.TryParse(size.Element(name)?.Value, CultureInfo.InvariantCulture, out var side) && side > 0
            ? side
            : throw DamagedFile.At(file, Line(size), $"expected 'original_size' with '{name}' in pixels, found {DamagedFile.Quote(size.Value)}.");
        var (width, height) = (Side("width"), Side("height"));
        var frames = new SortedDictionary<int, List<ExchangeObject>>();
        foreach (var task in root.Descendants("task"))
            if (int.TryParse(task.Element("size")?.Value, CultureInfo.InvariantCulture, out var count))
                for (var i = 0; i < count; i++) frames.TryAdd(i, []);
        foreach (var track in root.Elements("track")) AddTrack(file, track, frames, notes);
        return frames.Select(frame => new ExchangeImage(
            FormattableString.Invariant($"frame_{frame.Key:000000}"), width, height, frame.Value, $"{file}: frame {frame.Key}"));
    }

    static void AddTrack(string file, XElement track, SortedDictionary<int, List<ExchangeObject>> frames, Action<string> notes)
    {
        var name = Text(file, track, "label");
        (int Frame, Box Box)? last = null;
        foreach (var shape in track.Elements().OrderBy(shape => (int)Number(file, shape, "frame")))
        {
            var frame = (int)Number(file, shape, "frame");
            if ((string?)shape.Attribute("outside") == "1")
            {
                last = null;
                continue;
            }

            foreach (var found in Shapes(file, shape, name, notes))
            {
                if (last is { } before)
                    for (var between = before.Frame + 1; between < frame; between++)
                        Add(between, Between(before.Box, found.Box, (between - before.Frame) / (float)(frame - before.Frame)));
                Add(frame, found.Box);
                last = (frame, found.Box);
            }
        }

        void Add(int frame, Box box)
        {
            if (!frames.TryGetValue(frame, out var objects)) frames[frame] = objects = [];
            objects.Add(new(name, box));
        }
    }

    static Box Between(Box a, Box b, float part) =>
        new(a.X1 + (b.X1 - a.X1) * part, a.Y1 + (b.Y1 - a.Y1) * part, a.X2 + (b.X2 - a.X2) * part, a.Y2 + (b.Y2 - a.Y2) * part);

    static IEnumerable<ExchangeObject> Shapes(string file, XElement shape, string? label, Action<string> notes)
    {
        float Edge(string name) => Number(file, shape, name);
        var name = label ?? shape.Name.LocalName;
        switch (shape.Name.LocalName)
        {
            case "box":
                var box = new Box(Edge("xtl"), Edge("ytl"), Edge("xbr"), Edge("ybr"));
                var turned = shape.Attribute("rotation") is null ? 0 : Edge("rotation");
                if (turned != 0) notes($"{file}: there are rotated boxes; the upright box around each is taken.");
                yield return ExchangeObject.Turned(name, box, turned, box.CenterX, box.CenterY);
                break;
            case "polygon" or "polyline":
                notes($"{file}: there are outlines (polygons, polylines); the upright box around each is taken.");
                yield return ExchangeObject.Around(name, Points(file, shape));
                break;
            case "points":
                var points = Points(file, shape);
                for (var i = 0; i + 1 < points.Count; i += 2) yield return ExchangeObject.Point(name, points[i], points[i + 1]);
                break;
            case "ellipse":
                yield return new(name, new(Edge("cx") - Edge("rx"), Edge("cy") - Edge("ry"), Edge("cx") + Edge("rx"), Edge("cy") + Edge("ry")));
                break;
            case "mask":
                notes($"{file}: there are masks; the upright box around each is taken.");
                yield return new(name, new(Edge("left"), Edge("top"), Edge("left") + Edge("width"), Edge("top") + Edge("height")));
                break;
            case "attribute":
                break;
            default:
                notes($"{file}: '{shape.Name.LocalName}' elements are left out: only shapes with a place become labels.");
                break;
        }
    }

    static List<float> Points(string file, XElement shape)
    {
        var points = new List<float>();
        foreach (var word in Text(file, shape, "points").Split([';', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            points.Add(float.TryParse(word, CultureInfo.InvariantCulture, out var value) && float.IsFinite(value)
                ? value
                : throw DamagedFile.At(file, Line(shape), $"points: expected numbers as in '1.5,2;3,4', found {DamagedFile.Quote(word)}."));
        return points.Count >= 2 && points.Count % 2 == 0
            ? points
            : throw DamagedFile.At(file, Line(shape), $"points: expected pairs of x and y, found {points.Count} numbers.");
    }

    static float Number(string file, XElement element, string name) =>
        float.TryParse(Text(file, element, name), CultureInfo.InvariantCulture, out var value) && float.IsFinite(value)
            ? value
            : throw DamagedFile.At(file, Line(element), $"{name}: expected a number, found {DamagedFile.Quote(Text(file, element, name))}.");

    static string Text(string file, XElement element, string name) =>
        (string?)element.Attribute(name) ?? throw DamagedFile.At(file, Line(element), $"expected '{element.Name.LocalName}' with '{name}', found none.");

    static int Line(XElement element) => ((IXmlLineInfo)element).LineNumber;
}
