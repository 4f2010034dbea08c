using System.Globalization;
using System.Text;
using System.Text.Json;
using RobotVision.Data.Labels;
using RobotVision.Data.Text;
using RobotVision.Detections;
using RobotVision.Files;
using RobotVision.Sampling;

namespace RobotVision.Data.Formats;

/// <summary>
/// A <c>data.yaml</c>: where a data set's images are, what its own classes are called and which of ours they are.
/// </summary>
/// <remarks>
/// The fields that YOLO tools know: <c>path</c> (the set's folder, from the yaml's own folder; default there), <c>train</c>,
/// <c>val</c>, <c>test</c> (a list file, a folder, or a list of such), <c>names</c> (a list, or a map from number to name), <c>nc</c> (how many names).
/// What is not where it is written is looked for where the tools that write such files have it, see <see cref="SecondPlaces"/>.
/// Ours: <c>map</c> (own name -> one of our classes, <c>ignore</c> or <c>ignore_CLASS</c>, see <see cref="LabelTarget"/>)
/// and <c>extra</c> (names of classes that it has besides our eight, see <see cref="ClassNames"/>), <c>unlabelled</c> (classes that occur but are not
/// labelled), <c>foot</c> (classes whose boxes are rough ones about the place where an object stands), <c>minimum</c> (class -> size in pixels of a whole
/// view of 96, below which an object is neither right nor wrong), <c>format</c> (how the labels are written, see <see cref="DatasetFormat"/>) and, for the
/// forms with one file for many images,
/// <c>annotations</c> (that file or a list of such). A class that no name stands for counts as unlabelled too: nobody can have tagged it. Other fields are left
/// alone, but for those whose name is nearly one of these.
/// A set in a read-only place is described by a yaml elsewhere whose <c>path</c> leads to it (see <c>models/data</c>).
/// </remarks>
public sealed class DataYaml
{
    internal DataYaml(
        string file, string folder, IReadOnlyDictionary<int, string> names, IReadOnlyDictionary<int, LabelTarget> targets,
        ClassNames classes, ClassSet labelled, IReadOnlyDictionary<string, IReadOnlyList<string>> splits, DatasetFormat format,
        IReadOnlyList<string> annotations)
    {
        File = file;
        Folder = folder;
        Names = names;
        Targets = targets;
        Classes = classes;
        Labelled = labelled;
        Splits = splits;
        Format = format;
        Annotations = annotations;
    }

    /// <summary>The yaml's own path.</summary>
    public string File { get; }

    /// <summary>The folder of the data set.</summary>
    public string Folder { get; }

    /// <summary>The set's own class names by the number that stands in its label files.</summary>
    public IReadOnlyDictionary<int, string> Names { get; }

    /// <summary>What becomes of the objects of each class number.</summary>
    public IReadOnlyDictionary<int, LabelTarget> Targets { get; }

    /// <summary>The classes that its labels may have: the eight built-in ones and its extra ones.</summary>
    public ClassNames Classes { get; }

    /// <summary>Which of them are labelled in this set.</summary>
    public ClassSet Labelled { get; }

    /// <summary>The classes whose boxes are rough ones about the place where an object stands, see <see cref="LabelledImage.Feet"/>.</summary>
    public ClassSet Feet { get; init; }

    /// <summary>
    /// For some classes the longer side, in pixels of a whole view of <see cref="SampleFormat.Size"/>, below which an object is ignored: real sets label far
    /// persons at random.
    /// </summary>
    public IReadOnlyDictionary<ObjectClass, float> Minimum { get; init; } = new Dictionary<ObjectClass, float>();

    /// <summary>The list files and folders (full paths) of each split that the yaml names.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Splits { get; }

    /// <summary>How the labels are written.</summary>
    public DatasetFormat Format { get; }

    /// <summary>The files with the annotations of many images (full paths); none where they are at the place that the form has for them.</summary>
    public IReadOnlyList<string> Annotations { get; }

    /// <summary>How many numbers behind the box in a label's line are key points.</summary>
    internal int KeyPoints { get; init; }

    /// <summary>What its label files, lists and images have to be told of.</summary>
    internal DatasetNotes Notes { get; init; } = new();

    /// <summary>Where else the images of its lists may be.</summary>
    internal SecondPlaces Places { get; init; } = new(".");

    /// <summary>Of the places that are not there, where else was looked, or which are as good.</summary>
    internal IReadOnlyDictionary<string, string> NotFound { get; init; } = new Dictionary<string, string>();

    /// <summary>Reads a <c>data.yaml</c>.</summary>
    /// <param name="path">The yaml, or the folder in which it is called <c>data.yaml</c>.</param>
    /// <param name="notes">Is told what a user has to know of the data set, now and whenever it is read; null where nobody listens.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">A field is wrong; says file, line, field and what to write.</exception>
    public static DataYaml Load(string path, DatasetNotes? notes = null)
    {
        if (Directory.Exists(path)) path = Path.Combine(path, "data.yaml");
        if (!System.IO.File.Exists(path))
            throw new FileNotFoundException($"Data set: expected a data.yaml at '{path}', found no such file.", path);
        return new DataYamlReader(path, notes ?? new()).Read();
    }

    /// <summary>Writes the <c>data.yaml</c> of a YOLO data set whose lists lie beside it; the file appears whole or not at all.</summary>
    /// <param name="file">The file.</param>
    /// <param name="splits">The splits and the list file of each, from the yaml's folder.</param>
    /// <param name="names">The names by the number that stands in the label files.</param>
    /// <param name="targets">What each number stands for; <c>map</c> says so where the name does not.</param>
    /// <param name="classes">The classes that the targets are of; those besides the eight are <c>extra</c>.</param>
    /// <param name="labelled">Those that are tagged; the others are <c>unlabelled</c>.</param>
    /// <param name="comment">Stands in the first line; none where null.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(
        string file, IEnumerable<(string Name, string List)> splits, IReadOnlyDictionary<int, string> names, IReadOnlyDictionary<int, LabelTarget> targets,
        ClassNames classes, ClassSet labelled, string? comment = null)
    {
        bool IsPlain(int number) => LabelTarget.TryParse(names[number], classes, out var own) && own == targets[number];
        var text = new StringBuilder(comment is null ? "" : $"# {comment}\n").Append("path: .\n");
        foreach (var (split, list) in splits) text.Append(CultureInfo.InvariantCulture, $"{split}: {list}\n");
        if (classes.Extra.Count > 0) text.Append(CultureInfo.InvariantCulture, $"extra: [{string.Join(", ", classes.Extra.Select(Quoted))}]\n");
        text.Append("names:\n");
        int[] numbers = [.. names.Keys.Order()];
        foreach (var number in numbers) text.Append(CultureInfo.InvariantCulture, $"  {number}: {Quoted(names[number])}\n");
        var mapped = numbers.Where(number => !IsPlain(number)).DistinctBy(number => names[number]).ToArray();
        if (mapped.Length > 0) text.Append("map:\n");
        foreach (var number in mapped) text.Append(CultureInfo.InvariantCulture, $"  {Quoted(names[number])}: {Quoted(targets[number].ToWord(classes))}\n");
        var unlabelled = ClassSet.Of([.. classes.Classes]).Without(labelled).NamesOf(classes).Select(Quoted);
        WholeFile.WriteAllText(file, text.Append(CultureInfo.InvariantCulture, $"unlabelled: [{string.Join(", ", unlabelled)}]\n").ToString());
    }

    /// <summary>A text as YAML, in quotes (JSON's texts are such too) unless it is a word of ours, none of which YAML takes for something else.</summary>
    static string Quoted(string text) => LabelTarget.TryParse(text, ClassNames.BuiltIn, out _) ? text : JsonSerializer.Serialize(text);

    /// <summary>The images of a split, as full paths, in the order of the list file, folders in ordinal order.</summary>
    /// <param name="split"><c>train</c>, <c>val</c> or <c>test</c>.</param>
    /// <exception cref="InvalidDataException">The yaml has no such split, a place is missing, or a listed image is.</exception>
    public IReadOnlyList<string> Images(string split)
    {
        if (!DataYamlReader.SplitNames.Contains(split))
            throw new InvalidDataException($"{File}: expected one of the splits {string.Join(", ", DataYamlReader.SplitNames)}, which alone are read, "
                + $"found '{split}'; name its list or folder by one of them.");
        if (!Splits.TryGetValue(split, out var places))
            throw new InvalidDataException(
                $"{File}: expected a split '{split}', found {(Splits.Count == 0 ? "none" : string.Join(", ", Splits.Keys))}; add '{split}: LIST_OR_FOLDER'.");
        var images = new List<string>();
        foreach (var place in places) images.AddRange(ImageList.Read(this, split, place));
        if (images.Count == 0) throw new InvalidDataException($"{File}: split '{split}': expected images, found none.");
        return images;
    }

    /// <summary>The labels of an image, with objects below <see cref="Minimum"/> ignored.</summary>
    internal IReadOnlyList<Label> IgnoreSmall(IReadOnlyList<Label> labels, int width, int height)
    {
        if (Minimum.Count == 0) return labels;
        var (across, down) = ((float)SampleFormat.Size / width, (float)SampleFormat.Size / height);
        bool IsSmall(Label label) => Math.Max(label.Box.Width * across, label.Box.Height * down) < Minimum.GetValueOrDefault(label.Class);
        return [.. labels.Select(label => label with { Ignore = label.Ignore || IsSmall(label) })];
    }

    /// <summary>What becomes of the objects of a class that goes by one of the set's own names.</summary>
    internal bool TryFind(string own, out LabelTarget target)
    {
        target = default;
        foreach (var (number, name) in Names)
            if (name == own) return Targets.TryGetValue(number, out target);
        return false;
    }

    /// <summary>Clips a box to its image and tells where it reaches out by more than rounding; one whose middle is outside is rejected.</summary>
    /// <param name="file">The label file, for the message.</param>
    /// <param name="line">The line in the file.</param>
    /// <param name="box">The box in pixels.</param>
    /// <param name="width">Width of the image in pixels.</param>
    /// <param name="height">Height of the image in pixels.</param>
    /// <exception cref="InvalidDataException">The box has no area, is not finite or has its middle outside the image.</exception>
    internal Box InImage(string file, long line, Box box, int width, int height)
    {
        if (LabelBox.TryClip(box, width, height, out var clipped)) return clipped;
        if (!new Box(0, 0, width, height).Contains(box.CenterX, box.CenterY) || !(clipped.Width > 0) || !(clipped.Height > 0))
            throw DamagedFile.At(file, line, string.Create(CultureInfo.InvariantCulture,
                $"expected a box inside the image of {width}x{height}, found x {box.X1} to {box.X2}, y {box.Y1} to {box.Y2}."));
        Notes.Tell(
            $"{file}:{line}: the box reaches beyond the image and is cut off at its edge, as any other; are the labels of pictures of this size?",
            $"{File}: boxes that reach out");
        return clipped;
    }

    /// <summary>
    /// Adds the labels that one object becomes; none where its class is not labelled, and none that is there already: an object that was
    /// written down twice is still one object.
    /// </summary>
    internal void AddLabels(LabelTarget target, Box box, bool ignore, List<Label> labels)
    {
        foreach (var objectClass in Classes.Classes)
        {
            var label = new Label(objectClass, box, target.Ignore || ignore);
            if (target.Classes.Contains(label.Class) && Labelled.Contains(label.Class) && !labels.Contains(label)) labels.Add(label);
        }
    }
}
