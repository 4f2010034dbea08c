using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using RobotVision.Data.Formats;
using RobotVision.Detections;

namespace RobotVision.Tagging.Storage;

/// <summary>Reads and writes the text of YOLO label files as tagged objects. The line of an object that was not changed stays as it was.</summary>
static class TagText
{
    /// <summary>The most objects of a frame; chosen by us, far more than a field shows.</summary>
    public const int MostObjects = 500;

    /// <summary>The objects of a frame.</summary>
    /// <param name="record">The frame.</param>
    /// <param name="file">Its label file, for messages.</param>
    /// <param name="yaml">Says what the class numbers mean.</param>
    /// <exception cref="InvalidDataException">A line cannot be used; says file, line and why.</exception>
    public static IReadOnlyList<TagObject> Read(FrameRecord record, string file, DataYaml yaml)
    {
        if (record.Text is null) return [];
        var objects = new List<TagObject>();
        foreach (var (number, line) in Lines(record.Text))
        {
            var fields = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            var yolo = new YoloLine(file, number, fields, yaml);
            _ = yolo.Target; // refuses numbers without a name
            var box = yolo.ReadBox(1, 1);
            var at = objects.Count;
            TrackMark? mark = record.Tracks?.Any(track => track.Place == at) == true ? record.Tracks.First(track => track.Place == at) : null;
            objects.Add(new(int.Parse(fields[0], NumberStyles.None, CultureInfo.InvariantCulture), box, mark?.Track, mark?.Key ?? false));
        }

        return objects;
    }

    /// <summary>The record of a frame with other objects.</summary>
    /// <param name="objects">The objects.</param>
    /// <param name="status">How far the frame is.</param>
    /// <param name="before">The record so far; the lines of objects that stay are taken from it, outlines included.</param>
    /// <param name="file">The label file, for messages.</param>
    /// <param name="yaml">The classes.</param>
    /// <param name="keepsFile">Whether there has to be a label file, since a list of somebody else's data set names the frame: that of an unclear
    /// frame stays as it is, and that of one that is not tagged any more is empty.</param>
    /// <exception cref="InvalidDataException">An object cannot be written.</exception>
    public static FrameRecord Write(
        IReadOnlyList<TagObject> objects, FrameStatus status, FrameRecord before, string file, DataYaml yaml, bool keepsFile = false)
    {
        if (objects.Count > MostObjects) throw new InvalidDataException($"{file}: expected at most {MostObjects} objects, found {objects.Count}.");
        if (status is FrameStatus.Untouched or FrameStatus.Unclear)
            return objects.Count == 0
                ? !keepsFile ? new(null, status) : status == FrameStatus.Unclear ? before with { Status = status, Text = before.Text ?? "" } : new("", status)
                : throw new InvalidDataException($"{file}: expected no objects of a frame that is not tagged, found {objects.Count}.");
        var kept = new Dictionary<(int, Box), Queue<string>>();
        if (before.Text is not null)
            foreach (var (known, line) in Read(before, file, yaml).Zip(Lines(before.Text)))
            {
                if (!kept.TryGetValue((known.Number, known.Box), out var lines)) kept[(known.Number, known.Box)] = lines = new();
                lines.Enqueue(line.Text);
            }

        var text = new StringBuilder();
        var tracks = new List<TrackMark>();
        for (var i = 0; i < objects.Count; i++)
        {
            var tagged = objects[i];
            var isKept = kept.TryGetValue((tagged.Number, tagged.Box), out var lines) & (lines ??= new()).TryDequeue(out var line);
            text.Append(isKept ? line : Line(tagged, file, yaml)).Append('\n');
            if (tagged.Track is { } track) tracks.Add(new(i, track, tagged.IsKey));
        }

        return new(text.ToString(), status, tracks.Count > 0 ? tracks : null);
    }

    /// <summary>Tells versions of a frame apart: a hash of all that is known of it.</summary>
    public static string Version(FrameRecord record) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(record)).AsSpan(0, 8));

    static string Line(TagObject tagged, string file, DataYaml yaml)
    {
        if (!yaml.Names.ContainsKey(tagged.Number))
            throw new InvalidDataException($"{file}: expected a class of the data set ({string.Join(", ", yaml.Names.Keys)}), found {tagged.Number}.");
        var box = tagged.Box.Intersect(new(0, 0, 1, 1));
        if (!(box.Width > 0 && box.Height > 0)) // also for what is not a number
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture,
                $"{file}: expected a box inside the image, as parts of it, found x {tagged.Box.X1} to {tagged.Box.X2}, y {tagged.Box.Y1} to {tagged.Box.Y2}."));
        return string.Create(CultureInfo.InvariantCulture,
            $"{tagged.Number} {box.CenterX:0.0000000} {box.CenterY:0.0000000} {box.Width:0.0000000} {box.Height:0.0000000}");
    }

    static IEnumerable<(int Number, string Text)> Lines(string text) =>
        text.Split('\n').Select((line, i) => (i + 1, line.TrimEnd('\r'))).Where(line => !string.IsNullOrWhiteSpace(line.Item2));
}
