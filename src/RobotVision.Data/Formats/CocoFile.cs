using System.Text.Json;
using RobotVision.Data.Labels;
using RobotVision.Data.Text;
using RobotVision.Detections;
using RobotVision.Messages;
using RobotVision.Reports;

namespace RobotVision.Data.Formats;

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
    readonly ICollection<string>? _problems;
    readonly Dictionary<long, Picture> _images = [];
    readonly Dictionary<long, string> _categories = [];
    readonly List<Tagged> _objects = [];
    readonly List<Picture> _lostImages = []; // whose id nobody knows
    readonly List<(InvalidDataException Problem, Which Which)> _damaged = [];
    bool _isCategoryLost;
    long _categoriesLine = 1;
    long _annotations;

    CocoFile(string file, DataYaml yaml, ICollection<string>? problems) => (_file, _yaml, _problems) = (file, yaml, problems);

    /// <summary>Where the annotations of an image stand when nobody says: <c>_annotations.coco.json</c> beside it.</summary>
    public static string Place(string image) => Path.Combine(Path.GetDirectoryName(image)!, "_annotations.coco.json");

    /// <summary>Reads a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="yaml">Says what the class names mean.</param>
    /// <param name="problems">Takes what is wrong with images, categories and annotations, which are left out then; the first ends the
    /// reading when null.</param>
    /// <exception cref="InvalidDataException">It cannot be used; says file, line and why.</exception>
    public static IReadOnlyList<AnnotatedImage> Read(string file, DataYaml yaml, ICollection<string>? problems = null)
    {
        var reader = new CocoFile(file, yaml, problems);
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
        foreach (var name in new[] { "images", "categories", "annotations" })
            if (!seen.Contains(name)) throw DamagedFile.At(_file, 1, $"expected '{name}' in it, found none.");
    }

    void ReadImage(ref JsonCursor json)
    {
        var line = json.Line;
        long? id = null;
        long width = 0, height = 0;
        var path = "";
        var problem = json.Fields(["id", "file_name", "width", "height"], [], (ref json, name) =>
        {
            switch (name)
            {
                case "id": id = json.Integer(name, long.MinValue, Any); break;
                case "file_name": path = ImageName(ref json); break;
                case "width": width = json.Integer(name, 1, LargestSide); break;
                case "height": height = json.Integer(name, 1, LargestSide); break;
            }
        });
        if (problem is null && _images.TryGetValue(id!.Value, out var first))
            problem = DamagedFile.At(_file, line, $"id: expected each image once, found {id} again after line {first.Line}.");
        var image = problem is null ? new Picture(line, path, (int)width, (int)height) : new(line, path, 0, 0);
        // A damaged one is kept as such, so that its file and its annotations are not reported as unknown.
        if (id is null || !_images.TryAdd(id.Value, image)) _lostImages.Add(image);
        if (problem is not null) Report(DamagedFile.In(problem, path.Length > 0 ? $"Image {QuotedText.Of(path)}"
            : $"Image number {_images.Count + _lostImages.Count} of the file"));
    }

    void ReadCategory(ref JsonCursor json)
    {
        var line = json.Line;
        long id = 0;
        var category = "";
        var problem = json.Fields(["id", "name"], [], (ref json, name) =>
        {
            if (name == "id") id = json.Integer(name, long.MinValue, Any);
            else if (name == "name") category = json.Text(name);
        });
        if (problem is null && !_categories.TryAdd(id, category))
            problem = DamagedFile.At(_file, line, $"id: expected each category once, found {id} again.");
        if (problem is null) return;
        _isCategoryLost = true;
        Report(category.Length > 0 ? DamagedFile.In(problem, $"Category {QuotedText.Of(category)}") : problem);
    }

    void ReadObject(ref JsonCursor json)
    {
        var line = json.Line;
        long? id = null, image = null;
        long category = 0;
        var isCrowd = false;
        Box box = default;
        var problem = json.Fields(["image_id", "category_id", "bbox"], ["iscrowd"], (ref json, name) =>
        {
            switch (name)
            {
                case "id": id = json.IntegerOrNone; break;
                case "image_id": image = json.Integer(name, long.MinValue, Any); break;
                case "category_id": category = json.Integer(name, long.MinValue, Any); break;
                case "bbox": box = ReadBox(ref json); break;
                case "iscrowd": isCrowd = json.Flag(name); break;
                default:
                    if (Misspelling.Meant(name, "iscrowd") is { } word) throw DamagedFile.Misspelt(_file, json.Line, name, word);
                    break;
            }
        });
        var which = new Which(id, ++_annotations, image);
        if (problem is null) _objects.Add(new(line, which, category, box, isCrowd));
        else _damaged.Add((problem, which));
    }

    static Box ReadBox(ref JsonCursor json)
    {
        const string Expected = "expected [x, y, width, height] in pixels";
        if (!json.Is(JsonTokenType.StartArray)) throw json.Wrong("bbox", Expected);
        Span<float> numbers = stackalloc float[4];
        var count = 0;
        while (json.NextItem())
        {
            var number = json.Number("bbox");
            if (count < numbers.Length) numbers[count] = number;
            count++;
        }

        return count == numbers.Length
            ? new(numbers[0], numbers[1], numbers[0] + numbers[2], numbers[1] + numbers[3])
            : throw json.WrongBecause("bbox", $"{Expected}, found {Plural.Of(count, "number")}");
    }

    static string ImageName(ref JsonCursor json)
    {
        var name = json.Text("file_name").Replace('\\', '/');
        if (name.Length == 0 || name[^1] == '/') throw json.Wrong("file_name", "expected an image's file name");
        // Of a path from another machine the last folder tells images of the same name apart.
        const int PartsOfFullPath = 2;
        var isFull = name[0] == '/' || (name.Length > 2 && name[1..3] == ":/");
        var parts = name.Split('/').Where(part => part is not ("" or "." or "..")).ToArray();
        return string.Join('/', isFull ? parts[1..].TakeLast(PartsOfFullPath).DefaultIfEmpty(parts[^1]) : parts);
    }

    AnnotatedImage[] Join()
    {
        foreach (var (number, own) in _yaml.Names)
            if (_yaml.Targets[number].Classes.Bits != 0 && !_categories.ContainsValue(own) && !_isCategoryLost)
                Report(DamagedFile.At(_file, _categoriesLine, $"categories: expected {QuotedText.Of(own)} as in 'names' of {_yaml.File}, "
                    + $"found {string.Join(", ", _categories.Values.Select(QuotedText.Of))}; take it out of 'names' where nobody looked for it."));
        foreach (var (problem, which) in _damaged) Report(DamagedFile.In(problem, Name(which)));
        foreach (var one in _objects)
        {
            if (!_images.ContainsKey(one.Image) && _lostImages.Count == 0)
                Report(DamagedFile.In(DamagedFile.At(_file, one.Line,
                    $"image_id: expected the id of one of {Plural.Of(_images.Count, "image")}, found {one.Image}."), Name(one.Which)));
            if (!_categories.ContainsKey(one.Category) && !_isCategoryLost)
                Report(DamagedFile.In(DamagedFile.At(_file, one.Line,
                    $"category_id: expected the id of one of {Plural.Of(_categories.Count, "category", "categories")}, found {one.Category}."),
                    Name(one.Which)));
        }

        var objects = _objects.Where(one => _categories.ContainsKey(one.Category)).ToLookup(one => one.Image);
        return [.. _images.Select(image => Annotated(image.Value, objects[image.Key])),
            .. _lostImages.Where(image => image.Name.Length > 0).Select(image => Annotated(image, []))];
    }

    AnnotatedImage Annotated(Picture picture, IEnumerable<Tagged> objects) => new(
        _file, picture.Line, picture.Name, picture.Width, picture.Height, picture.Width > 0 ? problems => MakeLabels(objects, picture, problems) : null);

    /// <summary>What an annotation is called in messages, with the name of its image where that is known.</summary>
    string Name(Which which) => (which.Id is { } id ? $"Annotation {id}" : $"Annotation number {which.Number} of the file")
        + (which.Image is { } image && _images.TryGetValue(image, out var picture) ? $" of {QuotedText.Of(picture.Name)}" : "");

    ImageLabels MakeLabels(IEnumerable<Tagged> objects, Picture picture, ICollection<string>? problems)
    {
        var labels = new List<Label>();
        foreach (var one in objects)
        {
            DamagedFile.Try(problems, () => Name(one.Which), () =>
            {
                var own = _categories[one.Category];
                if (!_yaml.TryFind(own, out var target)) throw DamagedFile.UnknownClass(_file, one.Line, "category_id", own, _yaml.File, _yaml.Names.Values);
                _yaml.AddLabels(target, _yaml.InImage(_file, one.Line, one.Box, picture.Width, picture.Height), one.IsCrowd, labels);
            });
        }

        return new(labels, _yaml.Labelled);
    }

    void Report(InvalidDataException problem)
    {
        if (_problems is null) throw problem;
        _problems.Add(problem.Message);
    }

    readonly record struct Tagged(long Line, Which Which, long Category, Box Box, bool IsCrowd)
    {
        public long Image => Which.Image!.Value;
    }

    /// <summary>An annotation: its id where that is a number, its place in the file from 1, and its image where that is a number.</summary>
    readonly record struct Which(long? Id, long Number, long? Image);

    /// <summary>An entry in <c>images</c>; without a width where it is damaged.</summary>
    readonly record struct Picture(long Line, string Name, int Width, int Height);
}
