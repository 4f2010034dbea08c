using System.Text.Json;
using RobotVision.Detection;

namespace RobotVision.Training.Datasets;

/// <summary>
/// Reads a COCO annotation file: <c>images</c> (<c>id file_name width height</c>), <c>categories</c> (<c>id name</c>) and
/// <c>annotations</c> (<c>image_id category_id bbox</c>, perhaps <c>iscrowd</c>). A <c>bbox</c> is <c>[x, y, width, height]</c> of the
/// upper left corner, in pixels. Crowds are to be ignored. An image without annotations was annotated as one without objects; one
/// that the file does not list was not annotated. Every name in <c>names</c> has to be a category of each file: a class that is no
/// category cannot have been looked for.
/// </summary>
/// <remarks>Source: cocodataset.org, data format, object detection.</remarks>
sealed class CocoFile
{
    const long Any = long.MaxValue;
    const long LargestSide = 1 << 20;

    readonly string _file;
    readonly DataYaml _yaml;
    readonly Dictionary<long, (long Line, string Name, int Width, int Height)> _images = [];
    readonly Dictionary<long, string> _categories = [];
    readonly List<Tagged> _objects = [];
    long _categoriesLine = 1;

    CocoFile(string file, DataYaml yaml) => (_file, _yaml) = (file, yaml);

    /// <summary>Where the annotations of an image stand when nobody says: <c>_annotations.coco.json</c> beside it.</summary>
    public static string Place(string image) => Path.Combine(Path.GetDirectoryName(image)!, "_annotations.coco.json");

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">It cannot be used; says file, line and why.</exception>
    public static IReadOnlyList<AnnotatedImage> Read(string file, DataYaml yaml)
    {
        var reader = new CocoFile(file, yaml);
        try
        {
            reader.ReadAll(FileText.ReadBytes(file).Span);
        }
        catch (JsonException e)
        {
            throw DamagedFile.At(file, (e.LineNumber ?? 0) + 1, (e.BytePositionInLine ?? 0) + 1, "expected JSON, found what is not; is the file cut off?");
        }

        return reader.Join();
    }

    void ReadAll(ReadOnlySpan<byte> text)
    {
        var json = new JsonCursor(_file, text);
        var seen = new HashSet<string>();
        json.Begin();
        if (!json.Is(JsonTokenType.StartObject)) throw json.Wrong("the top level", "expected images, annotations and categories");
        while (json.NextField(out var name))
        {
            if (name is not ("images" or "annotations" or "categories"))
            {
                json.Skip();
                continue;
            }

            json.Once(seen, name);
            if (!json.Is(JsonTokenType.StartArray)) throw json.Wrong(name, "expected a list");
            if (name == "categories") _categoriesLine = json.Line;
            while (json.NextItem())
            {
                if (!json.Is(JsonTokenType.StartObject)) throw json.Wrong(name, "expected an object");
                if (name == "images") ReadImage(ref json);
                else if (name == "categories") ReadCategory(ref json);
                else ReadObject(ref json);
            }
        }

        json.End();
        Need(1, seen, "images", "categories", "annotations");
    }

    void ReadImage(ref JsonCursor json)
    {
        var (line, seen) = (json.Line, new HashSet<string>());
        long id = 0, width = 0, height = 0;
        var path = "";
        while (json.NextField(out var name))
        {
            if (name is "id" or "file_name" or "width" or "height") json.Once(seen, name);
            switch (name)
            {
                case "id": id = json.Integer(name, long.MinValue, Any); break;
                case "file_name": path = ImageName(ref json); break;
                case "width": width = json.Integer(name, 1, LargestSide); break;
                case "height": height = json.Integer(name, 1, LargestSide); break;
                default: json.Skip(); break;
            }
        }

        Need(line, seen, "id", "file_name", "width", "height");
        if (!_images.TryAdd(id, (line, path, (int)width, (int)height)))
            throw DamagedFile.At(_file, line, $"id: expected each image once, found {id} again after line {_images[id].Line}.");
    }

    void ReadCategory(ref JsonCursor json)
    {
        var (line, seen) = (json.Line, new HashSet<string>());
        long id = 0;
        var category = "";
        while (json.NextField(out var name))
        {
            if (name is "id" or "name") json.Once(seen, name);
            if (name == "id") id = json.Integer(name, long.MinValue, Any);
            else if (name == "name") category = json.Text(name);
            else json.Skip();
        }

        Need(line, seen, "id", "name");
        if (!_categories.TryAdd(id, category))
            throw DamagedFile.At(_file, line, $"id: expected each category once, found {id} again.");
    }

    void ReadObject(ref JsonCursor json)
    {
        var (line, seen) = (json.Line, new HashSet<string>());
        long image = 0, category = 0, crowd = 0;
        Box box = default;
        while (json.NextField(out var name))
        {
            if (name is "image_id" or "category_id" or "bbox" or "iscrowd") json.Once(seen, name);
            switch (name)
            {
                case "image_id": image = json.Integer(name, long.MinValue, Any); break;
                case "category_id": category = json.Integer(name, long.MinValue, Any); break;
                case "bbox": box = ReadBox(ref json); break;
                case "iscrowd": crowd = json.Integer(name, 0, 1); break;
                default:
                    if (Misspelling.Meant(name, "iscrowd") is { } word) throw DamagedFile.Misspelt(_file, json.Line, name, word);
                    json.Skip();
                    break;
            }
        }

        Need(line, seen, "image_id", "category_id", "bbox");
        _objects.Add(new(line, image, category, box, crowd != 0));
    }

    static Box ReadBox(ref JsonCursor json)
    {
        const string Expected = "expected [x, y, width, height] in pixels";
        if (!json.Is(JsonTokenType.StartArray)) throw json.Wrong("bbox", Expected);
        Span<float> numbers = stackalloc float[4];
        foreach (ref var number in numbers)
            number = json.NextItem() ? json.Number("bbox") : throw json.Wrong("bbox", Expected);
        return json.NextItem()
            ? throw json.Wrong("bbox", Expected)
            : new(numbers[0], numbers[1], numbers[0] + numbers[2], numbers[1] + numbers[3]);
    }

    static string ImageName(ref JsonCursor json)
    {
        var name = json.Text("file_name").Replace('\\', '/');
        while (name.StartsWith("./", StringComparison.Ordinal)) name = name[2..];
        return name.Length > 0 && name[^1] != '/' ? name.TrimStart('/') : throw json.Wrong("file_name", "expected an image's file name");
    }

    AnnotatedImage[] Join()
    {
        foreach (var (number, own) in _yaml.Names)
            if (_yaml.Targets[number].Classes.Bits != 0 && !_categories.ContainsValue(own))
                throw DamagedFile.At(_file, _categoriesLine, $"categories: expected {DamagedFile.Quote(own)} as in 'names' of {_yaml.File}, "
                    + $"found {string.Join(", ", _categories.Values.Select(DamagedFile.Quote))}; take it out of 'names' where nobody looked for it.");
        foreach (var one in _objects)
        {
            if (!_images.ContainsKey(one.Image))
                throw DamagedFile.At(_file, one.Line, $"image_id: expected the id of one of {_images.Count} images, found {one.Image}.");
            if (!_categories.ContainsKey(one.Category))
                throw DamagedFile.At(_file, one.Line, $"category_id: expected the id of one of {_categories.Count} categories, found {one.Category}.");
        }

        var objects = _objects.ToLookup(one => one.Image);
        return [.. _images.Select(image => new AnnotatedImage(_file, image.Value.Line, image.Value.Name, image.Value.Width, image.Value.Height,
            () => MakeLabels(objects[image.Key], image.Value.Width, image.Value.Height)))];
    }

    ImageLabels MakeLabels(IEnumerable<Tagged> objects, int width, int height)
    {
        var labels = new List<Label>();
        foreach (var (line, _, category, box, crowd) in objects)
        {
            if (!_yaml.TryFind(_categories[category], out var target)) throw DamagedFile.UnknownClass(_file, line, "category_id", _categories[category], _yaml);
            _yaml.AddLabels(target, LabelBox.InImage(_file, line, box, width, height), crowd, labels);
        }

        return new(labels, _yaml.Labelled);
    }

    void Need(long line, HashSet<string> seen, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (!seen.Contains(name)) throw DamagedFile.At(_file, line, $"expected '{name}' in it, found none.");
    }

    readonly record struct Tagged(long Line, long Image, long Category, Box Box, bool Crowd);
}
