using RobotVision.Data.Labels;
using RobotVision.Data.Text;
using RobotVision.Messages;

namespace RobotVision.Data.Formats;

/// <summary>
/// Reads the annotations of a TORSO-21 data set: <c>images</c>, a map from file name to <c>width</c>, <c>height</c> and
/// <c>annotations</c>, each of a <c>type</c> with <c>in_image</c>, <c>vector</c> (points in pixels), <c>blurred</c> and <c>concealed</c>.
/// </summary>
/// <remarks>
/// One point is a crossing and gets a nominal box, two are opposite corners, more are a polygon, of which the box around it counts.
/// <c>in_image: false</c> says that a type was looked for and is not there; a type that an image says nothing of was not looked for in
/// it, so that the classes that are labelled differ from image to image.
/// An object that is both blurred and concealed is to be ignored: either alone leaves it to be seen. A crossing is to be ignored when it
/// is concealed: what covers a point covers all of it.
/// Source: github.com/bit-bots/TORSO_21_dataset, README, section Structure. Its simulated part calls penalty marks X-Intersection too.
/// </remarks>
sealed class TorsoFile
{
    readonly string _file;
    readonly DataYaml _yaml;
    readonly YamlCursor _cursor;
    readonly ICollection<string>? _problems;
    readonly List<AnnotatedImage> _images = [];

    TorsoFile(string file, DataYaml yaml, ICollection<string>? problems) => (_file, _yaml, _cursor, _problems) = (file, yaml, new(file), problems);

    /// <summary>Where the annotations of an image stand when nobody says: <c>annotations.yaml</c> beside <c>images/</c> or beside the image.</summary>
    public static string Place(string image)
    {
        var folder = Path.GetDirectoryName(image)!;
        return Path.Combine(Path.GetFileName(folder) == "images" ? Path.GetDirectoryName(folder)! : folder, "annotations.yaml");
    }

    /// <summary>Reads a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="yaml">Says what the class names mean.</param>
    /// <param name="problems">Takes what is wrong with images and annotations, which are left out then; the first ends the reading when null.</param>
    /// <exception cref="InvalidDataException">It cannot be used; says file, line and why.</exception>
    public static IReadOnlyList<AnnotatedImage> Read(string file, DataYaml yaml, ICollection<string>? problems = null)
    {
        var reader = new TorsoFile(file, yaml, problems);
        reader._cursor.Read(reader.ReadPart, "images");
        return reader._images;
    }

    void ReadPart(string name)
    {
        if (name == "images") _cursor.Map(name, ReadImage);
        else _cursor.Skip();
    }

    void ReadImage(string name)
    {
        var line = _cursor.Line;
        int width = 0, height = 0;
        var objects = new List<TorsoObject>();
        var number = 0;
        var isGood = _cursor.Try(_problems, () => $"Image {QuotedText.Of(name)}", () => _cursor.Map(QuotedText.Of(name), field =>
        {
            if (field == "width") width = _cursor.Side(field);
            else if (field == "height") height = _cursor.Side(field);
            else if (field == "annotations") _cursor.List(field, () =>
                _cursor.Try(_problems, () => Name(number, name), () => objects.Add(TorsoObject.Read(_cursor, ++number))));
            else _cursor.Skip();
        }, "width", "height", "annotations"));
        _images.Add(new(_file, line, name, width, height, isGood ? problems =>
            new(MakeLabels(objects, name, width, height, problems), LookedFor(objects)) : null));
    }

    static string Name(int annotation, string image) => $"Annotation {annotation} of {QuotedText.Of(image)}";

    List<Label> MakeLabels(List<TorsoObject> objects, string image, int width, int height, ICollection<string>? problems)
    {
        var labels = new List<Label>();
        foreach (var seen in objects) DamagedFile.Try(problems, () => Name(seen.Number, image), () => AddLabels(seen, width, height, labels));
        return labels;
    }

    void AddLabels(TorsoObject seen, int width, int height, List<Label> labels)
    {
        if (!_yaml.TryFind(seen.Type, out var target)) throw DamagedFile.UnknownClass(_file, seen.Line, "type", seen.Type, _yaml.File, _yaml.Names.Values);
        if (!seen.IsInImage || target.Classes.Bits == 0) return;
        var isPoint = target.IsPoint;
        var ignore = seen.IsConcealed && (isPoint || seen.IsBlurred);
        if (seen.Points.Count > 1)
        {
            _yaml.AddLabels(target, _yaml.InImage(_file, seen.Line, seen.Outline, width, height), ignore, labels);
        }
        else if (isPoint)
        {
            var (box, atEdge) = LabelBox.OfPoint(_file, seen.Line, seen.Points[0].X, seen.Points[0].Y, width, height);
            _yaml.AddLabels(target, box, ignore || atEdge, labels);
        }
        else
        {
            throw DamagedFile.At(_file, seen.Line, $"vector: expected two corners or more of {QuotedText.Of(seen.Type)}, found one point.");
        }
    }

    /// <summary>A class counts only when all of the set's own classes that it is made of were looked for.</summary>
    ClassSet LookedFor(List<TorsoObject> objects)
    {
        var labelled = _yaml.Labelled;
        foreach (var (number, target) in _yaml.Targets)
            if (!target.Ignore && !objects.Exists(seen => seen.Type == _yaml.Names[number])) labelled = labelled.Without(target.Classes);
        return labelled;
    }
}
