using System.Globalization;
using System.Text;
using RobotVision.Data.Labels;
using RobotVision.Detections;
using RobotVision.Files;
using RobotVision.Imaging;

namespace RobotVision.Data.Formats;

/// <summary>
/// Writes a data set in YOLO form into a folder: <c>images/</c>, <c>labels/</c>, one list file a split and, last of all,
/// <c>data.yaml</c>. Each file appears whole or not at all. <see cref="Add"/> may be called from several threads at once.
/// A folder that holds such a data set already gets splits added to it; a split that is there is replaced.
/// </summary>
/// <remarks>
/// The classes keep our numbers, 0 to 7; labels to ignore become the classes 8 to 15, <c>ignore_ball</c> to
/// <c>ignore_penalty_mark</c>, which <see cref="DataYaml"/> reads back as what they were. Extra classes come in pairs behind them: <c>cone</c> 16,
/// <c>ignore_cone</c> 17, so that the numbers stay when another class is added.
/// </remarks>
public sealed class YoloWriter
{
    const string YamlName = "data.yaml";

    /// <summary>The names by their number: our classes, then each to be ignored, then each extra class and it to be ignored.</summary>
    public static IReadOnlyDictionary<int, string> NamesOf(ClassNames classes) => classes.Classes
        .SelectMany(one => new[] { (Number(one, false), classes[one]), (Number(one, true), $"{LabelTarget.IgnoreWord}_{classes[one]}") }).ToDictionary();

    /// <summary>What the numbers stand for.</summary>
    public static IReadOnlyDictionary<int, LabelTarget> TargetsOf(ClassNames classes) => NamesOf(classes).ToDictionary(
        name => name.Key, name => LabelTarget.TryParse(name.Value, classes, out var target) ? target : default);

    readonly string _folder;
    readonly ClassNames _classes;
    readonly ClassSet _labelled;
    readonly Lock _lock = new();
    readonly Dictionary<string, string> _before = new(StringComparer.Ordinal);
    readonly SortedDictionary<string, SortedSet<string>> _splits = new(StringComparer.Ordinal);

    /// <summary>Starts a data set, or goes on with one that was written here before.</summary>
    /// <param name="folder">Where it goes; made if need be.</param>
    /// <param name="labelled">The classes that are labelled in every image.</param>
    /// <param name="classes">All classes; the eight built-in ones when null.</param>
    /// <exception cref="IOException">The folder cannot be made.</exception>
    /// <exception cref="InvalidDataException">There is a <c>data.yaml</c> of another origin.</exception>
    public YoloWriter(string folder, ClassSet labelled, ClassNames? classes = null)
    {
        _folder = folder;
        _classes = classes ?? ClassNames.BuiltIn;
        _labelled = labelled;
        foreach (var split in SplitsOfBefore())
            foreach (var image in File.ReadLines(ListFile(split)))
                _before.TryAdd(Path.GetFileName(image.Trim()), split);
        Directory.CreateDirectory(Path.Combine(folder, "images"));
        Directory.CreateDirectory(Path.Combine(folder, "labels"));
    }

    /// <summary>Writes one image and its labels.</summary>
    /// <param name="split"><c>train</c>, <c>val</c> or <c>test</c>.</param>
    /// <param name="fileName">The image's file name with <c>.png</c> or <c>.jpg</c>; the same name again replaces the image.</param>
    /// <param name="image">The image, borrowed for the call; boxes are cut off at its edges, what is left of none is not written.</param>
    /// <exception cref="ArgumentException">The name has a folder in it or not the ending of a picture with colours, or the split is not one.</exception>
    /// <exception cref="InvalidDataException">Another split that was here before has an image of this name.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public void Add(string split, string fileName, LabelledImage image)
    {
        Check(split, fileName);

        // Labels first: an image without its label file would read as one without objects.
        var lines = Lines(image);
        WriteText(Path.Combine("labels", Path.ChangeExtension(fileName, ".txt")), lines);
        ImageFile.Write(Path.Combine(_folder, "images", fileName), image.Image.View);
        List(split, fileName);
    }

    /// <summary>Takes the images of one split that another writer of the same classes wrote, byte for byte.</summary>
    /// <param name="split"><c>train</c>, <c>val</c> or <c>test</c>.</param>
    /// <param name="folder">The other writer's folder, finished; where it has no such split, nothing is taken.</param>
    /// <exception cref="InvalidDataException">Another split that was here before has an image of one of the names.</exception>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    public void Take(string split, string folder)
    {
        var list = Path.Combine(folder, split + ".txt");
        if (!File.Exists(list)) return;
        foreach (var fileName in File.ReadLines(list).Select(image => Path.GetFileName(image.Trim())))
        {
            Check(split, fileName);
            foreach (var file in new[] { Path.Combine("labels", Path.ChangeExtension(fileName, ".txt")), Path.Combine("images", fileName) })
                WholeFile.WriteAllBytes(Path.Combine(_folder, file), File.ReadAllBytes(Path.Combine(folder, file)));
            List(split, fileName);
        }
    }

    void Check(string split, string fileName)
    {
        if (split is not ("train" or "val" or "test"))
            throw new ArgumentException($"Split: expected train, val or test, found '{split}'.", nameof(split));
        if (Path.GetFileName(fileName) != fileName || !ImageFile.IsImage(fileName))
            throw new ArgumentException($"File name: expected one such as 'a.png', found '{fileName}'.", nameof(fileName));
        ImageFile.CheckEnding(fileName); // now: the labels are written before the image
        if (_before.TryGetValue(fileName, out var other) && other != split)
            throw new InvalidDataException(
                $"{Yaml}: expected images in '{split}' that no other split has, found '{fileName}' in '{other}' already; choose another seed or folder.");
    }

    void List(string split, string fileName)
    {
        lock (_lock)
        {
            if (!_splits.TryGetValue(split, out var files)) _splits[split] = files = new(StringComparer.Ordinal);
            files.Add(fileName);
        }
    }

    /// <summary>Writes the list files and <c>data.yaml</c>, which names the splits of before too; with it the data set is complete.</summary>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <exception cref="InvalidDataException">Meanwhile somebody wrote a <c>data.yaml</c> of another origin.</exception>
    public void Finish()
    {
        lock (_lock)
        {
            foreach (var (split, files) in _splits)
                WriteText(split + ".txt", string.Concat(files.Select(file => $"images/{file}\n")));
            var splits = _splits.Keys.Union(SplitsOfBefore()).Order(StringComparer.Ordinal).Select(split => (split, $"{split}.txt"));
            DataYaml.Write(Yaml, splits, NamesOf(_classes), TargetsOf(_classes), _classes, _labelled);
        }
    }

    string Yaml => Path.Combine(_folder, YamlName);

    string ListFile(string split) => Path.Combine(_folder, split + ".txt");

    /// <summary>The splits of the data set that stands in the folder; none where there is none.</summary>
    IEnumerable<string> SplitsOfBefore()
    {
        if (!File.Exists(Yaml)) return [];
        var before = DataYaml.Load(Yaml);
        var (names, targets) = (NamesOf(_classes), TargetsOf(_classes));
        var isOurs = before.Format == DatasetFormat.Yolo && before.Labelled == _labelled && before.Classes.Equals(_classes)
            && Path.TrimEndingDirectorySeparator(before.Folder) == Path.TrimEndingDirectorySeparator(Path.GetFullPath(_folder))
            && before.Names.Count == names.Count
            && before.Names.All(name => names.GetValueOrDefault(name.Key) == name.Value && before.Targets[name.Key] == targets[name.Key])
            && before.Splits.All(split => split.Value.SequenceEqual([Path.GetFullPath(ListFile(split.Key))]));
        return isOurs
            ? before.Splits.Keys.Where(split => File.Exists(ListFile(split)))
            : throw new InvalidDataException(
                $"{Yaml}: expected none, or one that was written here with the same classes, found another data set's, "
                + "which would be mixed with the new one; choose another folder.");
    }

    static int Number(ObjectClass objectClass, bool ignore)
    {
        var number = (int)objectClass;
        return objectClass.IsExtra() ? 2 * number + (ignore ? 1 : 0) : number + (ignore ? ObjectClasses.Count : 0);
    }

    static string Lines(LabelledImage image)
    {
        float width = image.Image.Width, height = image.Image.Height;
        var lines = new StringBuilder();
        foreach (var label in image.Labels)
        {
            var box = label.Box.Intersect(new(0, 0, width, height));
            if (!(box.Width > 0 && box.Height > 0)) continue;
            var number = Number(label.Class, label.Ignore);
            lines.Append(CultureInfo.InvariantCulture,
                $"{number} {box.CenterX / width:0.0000000} {box.CenterY / height:0.0000000} {box.Width / width:0.0000000} {box.Height / height:0.0000000}\n");
        }

        return lines.ToString();
    }

    void WriteText(string name, string text) => WholeFile.WriteAllText(Path.Combine(_folder, name), text);
}
