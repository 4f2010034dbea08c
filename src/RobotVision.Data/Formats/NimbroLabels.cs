using System.Runtime.InteropServices;
using System.Text.Json;
using RobotVision.Data.Labels;
using RobotVision.Data.Text;
using RobotVision.Detections;
using RobotVision.Messages;

namespace RobotVision.Data.Formats;

/// <summary>
/// The boxes of one class in the frames of a video, from a JSON file:
/// <c>{"width":640,"height":480,"class":"ball","frames":[{"frame":0,"balls":null},{"frame":1,"balls":[[x1,y1,x2,y2]]}]}</c>,
/// pixels. <c>null</c> means not annotated (there may well be a ball), <c>[]</c> annotated as without.
/// </summary>
/// <remarks>
/// The file is read as a tree and not by System.Text.Json's source generation, which ends at the first value that does not fit: here every
/// wrong frame and box is reported at once, with its line. Fields that are there twice are refused.
/// </remarks>
public sealed class NimbroLabels : IFrameLabels
{
    const int MostProblems = 20; // reported at once

    readonly string _file;
    readonly ReadOnlyMemory<byte> _text;
    readonly string? _video;
    readonly long _videoLine;
    readonly long _sizeLine;
    readonly ObjectClass _class;
    readonly int _width;
    readonly int _height;
    readonly Dictionary<long, ImageLabels> _frames = [];

    NimbroLabels(string file, ReadOnlyMemory<byte> text, JsonElement root)
    {
        _file = file;
        _text = text;
        _width = Number(root, "width", "width");
        _height = Number(root, "height", "height");
        _sizeLine = Line(Member(root, "width", JsonValueKind.Number, "width"));
        if (_width == 0 || _height == 0) throw DamagedFile.At(file, _sizeLine, "width, height: expected sizes above 0.");
        var name = Text(root, "class");
        if (!ClassNames.BuiltIn.TryParse(name, out _class))
            throw Wrong(Member(root, "class", JsonValueKind.String, "class"), "class",
                $"expected one of {string.Join(", ", ObjectClasses.Names)}, found {QuotedText.Of(name)}.");
        if (TryFind(root, "video", "video", out var video)) (_video, _videoLine) = (Text(root, "video"), Line(video));
        var (index, problems) = (0, new List<string>());
        foreach (var frame in Member(root, "frames", JsonValueKind.Array, "frames").EnumerateArray())
            ReadFrame(frame, $"frames[{index++}]", problems);
        if (problems.Count > 0)
            throw new InvalidDataException(string.Join('\n', problems.Take(MostProblems))
                + (problems.Count > MostProblems ? $"\nand {problems.Count - MostProblems} more of them" : ""));
    }

    /// <summary>The number of frames that are annotated.</summary>
    public int Count => _frames.Count;

    /// <inheritdoc/>
    public IReadOnlyCollection<long> Frames => _frames.Keys;

    /// <summary>Reads such a file.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is damaged; says file, line, place and why.</exception>
    public static NimbroLabels Load(string path)
    {
        if (!File.Exists(path)) throw new FileNotFoundException($"Labels: expected a JSON file at '{path}', found no such file.", path);
        var text = FileText.ReadBytes(path);
        try
        {
            using var document = JsonDocument.Parse(text);
            // JsonDocument could refuse this itself, but without the line.
            if (JsonProblem.FindDuplicate(text.Span) is { } twice)
                throw DamagedFile.At(path, twice.Line, $"expected '{twice.Name}' once in an object, found it twice; delete one of them.");
            return new NimbroLabels(path, text, document.RootElement);
        }
        catch (JsonException e)
        {
            throw DamagedFile.At(path, (e.LineNumber ?? 0) + 1, (e.BytePositionInLine ?? 0) + 1, "expected JSON, found what is not; is the file cut off?");
        }
    }

    /// <inheritdoc/>
    public ImageLabels? Find(long frame, string source, int width, int height)
    {
        // By the name without its ending: the same video in another container has the same frames.
        if (_video is not null && Path.GetFileNameWithoutExtension(_video) != Path.GetFileNameWithoutExtension(source))
            throw DamagedFile.At(_file, _videoLine,
                $"video: expected the labels of '{source}', found those of '{_video}'. Where they do belong together, correct the name.");
        if ((width, height) != (_width, _height))
            throw DamagedFile.At(_file, _sizeLine,
                $"width, height: expected labels for frames of {width}x{height}, found {_width}x{_height}; are they those of '{source}'?");
        return _frames.GetValueOrDefault(frame);
    }

    void ReadFrame(JsonElement frame, string place, List<string> problems)
    {
        try
        {
            var number = Number(frame, "frame", place);
            if (TryFind(frame, "balls", place, out var boxes) && boxes.ValueKind == JsonValueKind.Null) return;
            boxes = Member(frame, "balls", JsonValueKind.Array, place);
            var labels = new List<Label>();
            for (var i = 0; i < boxes.GetArrayLength(); i++)
                if (TryReadBox(boxes[i], out var box)) labels.Add(new(_class, box));
                else problems.Add(WrongBox(boxes[i], $"{place}.balls[{i}]").Message);
            if (!_frames.TryAdd(number, new(labels, ClassSet.Of(_class)))) throw Wrong(frame, place, $"expected each frame once, found {number} again.");
        }
        catch (InvalidDataException exception)
        {
            problems.Add(exception.Message);
        }
    }

    bool TryReadBox(JsonElement element, out Box box)
    {
        Span<float> edges = stackalloc float[4];
        var good = element.ValueKind == JsonValueKind.Array && element.GetArrayLength() == 4;
        for (var i = 0; good && i < 4; i++)
            good = element[i].ValueKind == JsonValueKind.Number && element[i].TryGetSingle(out edges[i]) && float.IsFinite(edges[i]);
        box = default;
        return good && LabelBox.TryClip(new(edges[0], edges[1], edges[2], edges[3]), _width, _height, out box);
    }

    InvalidDataException WrongBox(JsonElement element, string place)
    {
        // A text in a box is quoted as it stands there.
        var found = element.ValueKind == JsonValueKind.Array ? QuotedText.Of(element.GetRawText()) : JsonProblem.DescribeFound(element);
        return Wrong(element, place, $"expected [x1, y1, x2, y2], four numbers with x1 < x2 and y1 < y2, in an image of {_width}x{_height}, found {found}.");
    }

    int Number(JsonElement element, string name, string place)
    {
        var member = Member(element, name, JsonValueKind.Number, place);
        return member.TryGetInt32(out var number) && number >= 0 ? number
            : throw Wrong(member, place, $"expected '{name}' to be an integer from 0, found {JsonProblem.DescribeFound(member)}.");
    }

    string Text(JsonElement element, string name)
    {
        var member = Member(element, name, JsonValueKind.String, name);
        try
        {
            return member.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, escaped.
            throw Wrong(member, name, $"expected a text, found {QuotedText.Of(member.GetRawText())}.");
        }
    }

    bool TryFind(JsonElement element, string name, string place, out JsonElement member)
    {
        member = default;
        try
        {
            return element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out member);
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, escaped, in the name of another field, which is looked at on the way.
            throw Wrong(element, place, $"expected fields such as '{name}', found one whose name is no text.");
        }
    }

    JsonElement Member(JsonElement element, string name, JsonValueKind kind, string place)
    {
        var isThere = TryFind(element, name, place, out var member);
        return isThere && member.ValueKind == kind
            ? member
            : throw Wrong(isThere ? member : element, place,
                $"expected '{name}', {JsonProblem.DescribeKind(kind)}, found {(isThere ? JsonProblem.DescribeFound(member) : "none")}.");
    }

    InvalidDataException Wrong(JsonElement element, string place, string problem) => DamagedFile.At(_file, Line(element), $"{place}: {problem}");

    /// <summary>The line where an element begins, from 1: it is a piece of the text itself.</summary>
    long Line(JsonElement element)
    {
        _text.Span.Overlaps(JsonMarshal.GetRawUtf8Value(element), out var start);
        return _text.Span[..start].Count((byte)'\n') + 1;
    }
}
