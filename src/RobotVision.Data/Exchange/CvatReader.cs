using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using RobotVision.Data.Text;
using RobotVision.Detections;
using RobotVision.Messages;

namespace RobotVision.Data.Exchange;

/// <summary>
/// Reads CVAT's XML: <c>image</c> elements with <c>box</c>, <c>polygon</c>, <c>polyline</c>, <c>points</c>, <c>ellipse</c> and <c>mask</c>, or, of a
/// video, <c>track</c> elements with a shape a frame. Between two shapes of a track that are some frames apart the box moves evenly.
/// </summary>
/// <remarks>Source: docs.cvat.ai, manual, XML annotation format, version 1.1.</remarks>
static class CvatReader
{
    const long MostBytes = 1 << 30; // one file has all images of a task
    const int MostFrames = 10_000_000; // two days of video

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">It is damaged; says file, line and why.</exception>
    public static IReadOnlyList<ExchangeImage> Read(string file, Action<string> notes)
    {
        var root = XmlFile.ReadRoot(file, "CVAT", MostBytes);
        var images = root.Elements("image").Select(image => new ExchangeImage(
            Text(file, image, "name"), (int)Number(file, image, "width"), (int)Number(file, image, "height"),
            [.. image.Elements().SelectMany(shape => Shapes(file, shape, (string?)shape.Attribute("label"), notes))],
            $"{file}:{Line(image)}")
        {
            List = (string?)image.Attribute("subset"),
            Unusable = UnreadShape(image),
        }).ToList();
        if (root.Elements("track").Any()) images.AddRange(ReadTracks(file, root, notes));
        string[] lookedFor = [.. (root.Element("meta")?.Descendants("label").Elements("name") ?? []).Select(name => name.Value.Trim()).Distinct()];
        return [.. images.Select(image => image with { LookedFor = lookedFor })];
    }

    static IEnumerable<ExchangeImage> ReadTracks(string file, XElement root, Action<string> notes)
    {
        var size = root.Descendants("original_size").FirstOrDefault()
            ?? throw DamagedFile.At(file, 1, "expected 'original_size' with the video's width and height, found none.");
        int Side(string name) => int.TryParse(size.Element(name)?.Value, CultureInfo.InvariantCulture, out var side) && side > 0
            ? side
            : throw DamagedFile.At(file, Line(size), $"expected 'original_size' with '{name}' in pixels, found {QuotedText.Of(size.Value)}.");
        var (width, height) = (Side("width"), Side("height"));
        var frames = FramesOf(file, root);
        var unusable = new Dictionary<int, string>();
        foreach (var track in root.Elements("track"))
        {
            if (UnreadShape(track) is { } unread)
                foreach (var shape in track.Elements()) unusable[(int)Number(file, shape, "frame")] = unread;
            else AddTrack(file, track, frames, notes);
        }

        return frames.Select(frame => new ExchangeImage(
            FormattableString.Invariant($"frame_{frame.Key:000000}"), width, height, frame.Value, $"{file}: frame {frame.Key}")
        {
            Unusable = unusable.GetValueOrDefault(frame.Key),
        });
    }

    /// <summary>The frames of the task or job, which are numbered as in the whole video; empty where the file does not say.</summary>
    static SortedDictionary<int, List<ExchangeObject>> FramesOf(string file, XElement root)
    {
        const string StepWord = "step=";
        var frames = new SortedDictionary<int, List<ExchangeObject>>();
        foreach (var task in root.Descendants().Where(element => element.Name.LocalName is "task" or "job"))
        {
            int? Whole(string name) => int.TryParse(task.Element(name)?.Value, CultureInfo.InvariantCulture, out var value) && value >= 0 ? value : null;
            var filter = task.Element("frame_filter")?.Value.Trim() ?? "";
            var step = filter.StartsWith(StepWord, StringComparison.Ordinal)
                && int.TryParse(filter.AsSpan(StepWord.Length), CultureInfo.InvariantCulture, out var given) && given > 0 ? given : 1;
            var start = Whole("start_frame") ?? 0;
            if (Whole("size") is { } size && (size > MostFrames || start + (long)size * step > int.MaxValue))
                throw DamagedFile.At(file, Line(task), $"expected at most {MostFrames} frames, found {size}.");
            for (var i = 0; i < Whole("size"); i++) frames.TryAdd(start + i * step, []);
        }

        return frames;
    }

    static void AddTrack(string file, XElement track, SortedDictionary<int, List<ExchangeObject>> frames, Action<string> notes)
    {
        var name = Text(file, track, "label");
        var isWhole = frames.Count == 0; // nothing says which frames there are
        (int Frame, Box[] Boxes)? last = null;
        foreach (var shape in track.Elements().OrderBy(shape => (int)Number(file, shape, "frame")))
        {
            var frame = (int)Number(file, shape, "frame");
            if ((string?)shape.Attribute("outside") == "1")
            {
                last = null;
                continue;
            }

            Box[] found = [.. Shapes(file, shape, name, notes).Select(one => one.Box)];
            if (last is { } before && before.Boxes.Length == found.Length)
                for (var between = before.Frame + 1; between < frame; between++)
                    if (isWhole || frames.ContainsKey(between))
                        Add(between, before.Boxes.Zip(found, (a, b) => Between(a, b, (between - before.Frame) / (float)(frame - before.Frame))));
            Add(frame, found);
            last = (frame, found);
        }

        void Add(int frame, IEnumerable<Box> boxes)
        {
            if (!frames.TryGetValue(frame, out var objects)) frames[frame] = objects = [];
            objects.AddRange(boxes.Select(box => new ExchangeObject(name, box)));
        }
    }

    /// <summary>What is said of the first shape of an image or track that has a place and no box; null where there is none.</summary>
    static string? UnreadShape(XElement parent) =>
        parent.Elements().FirstOrDefault(shape => shape.Name.LocalName is "cuboid" or "skeleton") is { } unread
            ? $"expected boxes, outlines, points, ellipses and masks, found a {unread.Name.LocalName}"
            : null;

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
                var angle = shape.Attribute("rotation") is null ? 0 : Edge("rotation");
                yield return ExchangeObject.OfEllipse(name, Edge("cx"), Edge("cy"), Edge("rx"), Edge("ry"), angle);
                break;
            case "mask":
                notes($"{file}: there are masks; the upright box around each is taken.");
                yield return new(name, new(Edge("left"), Edge("top"), Edge("left") + Edge("width"), Edge("top") + Edge("height")));
                break;
            case "attribute" or "cuboid" or "skeleton":
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
            points.Add(float.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && float.IsFinite(value)
                ? value
                : throw DamagedFile.At(file, Line(shape), $"points: expected numbers as in '1.5,2;3,4', found {QuotedText.Of(word)}."));
        return points.Count >= 2 && points.Count % 2 == 0
            ? points
            : throw DamagedFile.At(file, Line(shape), $"points: expected pairs of x and y, found {points.Count} numbers.");
    }

    static float Number(string file, XElement element, string name) =>
        float.TryParse(Text(file, element, name), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && float.IsFinite(value)
            ? value
            : throw DamagedFile.At(file, Line(element), $"{name}: expected a number, found {QuotedText.Of(Text(file, element, name))}.");

    static string Text(string file, XElement element, string name) =>
        (string?)element.Attribute(name) ?? throw DamagedFile.At(file, Line(element), $"expected '{element.Name.LocalName}' with '{name}', found none.");

    static int Line(XElement element) => ((IXmlLineInfo)element).LineNumber;
}
