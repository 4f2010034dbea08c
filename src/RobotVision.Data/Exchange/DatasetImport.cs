using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using RobotVision.Data.Formats;
using RobotVision.Data.Labels;
using RobotVision.Detections;
using RobotVision.Files;
using RobotVision.Reports;

namespace RobotVision.Data.Exchange;

/// <summary>
/// Writes images tagged with another tool as a YOLO data set: <c>images/</c> (copies), <c>labels/</c>, one list a split and, last of all,
/// <c>data.yaml</c>, which keeps the tool's class names and maps them to ours. Images that the tool has in a list, or in a folder, called <c>train</c>,
/// <c>val</c> or <c>test</c> or nearly so, become that split, all others <c>train</c>.
/// </summary>
public sealed partial class DatasetImport
{
    readonly string _output;
    readonly ClassMapping _classes;
    readonly string[] _names; // as numbered in the label files
    readonly SortedDictionary<string, List<string>> _splits = new(StringComparer.Ordinal);
    readonly HashSet<string> _taken = new(StringComparer.Ordinal);
    readonly List<string> _problems;
    int _joined, _cutOff;

    DatasetImport(IReadOnlyList<ExchangeImage> images, string output, ClassMapping classes, List<string> problems)
    {
        (_output, _classes, _problems) = (output, classes, problems);
        // A point at the very edge of the image is to be ignored too: its box would have no size.
        var ignored = images.SelectMany(image => image.Objects).Where(found => found.Ignore).Select(found => found.Name)
            .Union(classes.Names.Where(classes.IsPoint));
        _names = [.. classes.Names, .. ignored.Where(name => !classes.IsLeftOut(name)).Select(classes.IgnoredTargetOf).Except(classes.Names)];
    }

    /// <summary>Writes the data set.</summary>
    /// <param name="images">The tagged images. Several of one image file become one, with the objects of all.</param>
    /// <param name="folder">Where the image files are.</param>
    /// <param name="classes">What the class names stand for.</param>
    /// <param name="output">The folder of the data set; it must be empty or not exist.</param>
    /// <param name="written">Is told how many images were written so far.</param>
    /// <param name="stop">Stops between two images.</param>
    /// <returns>
    /// How many images each split has, and what could not be used: images that are missing, damaged or of another size, and boxes outside of theirs.
    /// </returns>
    /// <exception cref="OptionException">The output is no empty folder, or no image of the labels is in the folder.</exception>
    /// <exception cref="InvalidDataException">No image that was found can be used; nothing is left in the output.</exception>
    public static DatasetImportResult Run(
        IReadOnlyList<ExchangeImage> images, string folder, ClassMapping classes, string output, Action<int>? written = null, CancellationToken stop = default)
    {
        if (File.Exists(output) || (Directory.Exists(output) && Directory.EnumerateFileSystemEntries(output).Any()))
            throw new OptionException(
                $"--output: expected a folder that is empty or not there yet, found '{output}', {(File.Exists(output) ? "a file" : "with files in it")}.");
        var problems = new List<string>();
        var found = TaggedFile.Of(images, folder, problems);
        if (found.Count == 0)
            throw new OptionException($"Images: expected those of the labels in '{folder}', found none of {images.Count}, the first '{images[0].Name}'; "
                + $"name their folder with --images. {problems.FirstOrDefault()}".TrimEnd());
        var import = new DatasetImport(images, output, classes, problems);
        for (var i = 0; i < found.Count; i++)
        {
            stop.ThrowIfCancellationRequested();
            import.Add(found[i], folder);
            written?.Invoke(i + 1);
        }

        if (import._splits.Count == 0)
        {
            Directory.Delete(output, recursive: true);
            throw new InvalidDataException($"Images: expected some that can be used, found none of {found.Count}. {problems[0]}");
        }

        import.Finish();
        return new(import._splits.ToDictionary(split => split.Key, split => split.Value.Count), problems, [.. import.Notes()]);
    }

    void Add(TaggedFile tagged, string folder)
    {
        var (image, file) = (tagged.Image, tagged.File);
        if (tagged.Places > 1) _joined++;
        var source = file is null ? Path.GetFileName(image.Name) : Path.GetRelativePath(folder, file).Replace('\\', '/');
        var name = YoloLabelFile.NameInNewSet(source, _taken);
        var place = Path.Combine(_output, "images", name);
        Directory.CreateDirectory(Path.GetDirectoryName(place)!);
        if (file is null) WholeFile.WriteAllBytes(place, image.Picture);
        if (PictureOf(image, file ?? place) is not var (width, height))
        {
            File.Delete(place);
            return;
        }

        // Labels first: an image without its label file would read as one without objects.
        WholeFile.WriteAllText(YoloLabelFile.Place(place), Lines(image, width, height));
        if (file is not null) File.Copy(file, place, overwrite: true);
        var split = SplitOf(image, source);
        if (!_splits.TryGetValue(split, out var files)) _splits[split] = files = [];
        files.Add(name);
    }

    /// <summary>The size of a picture that can be used; null, with the reason among the problems, of another.</summary>
    (int Width, int Height)? PictureOf(ExchangeImage image, string file)
    {
        try
        {
            var picture = DatasetImage.Read(file, out var damage);
            if (image is { Width: > 0, Height: > 0 } && (image.Width, image.Height) != (picture.Width, picture.Height))
                damage ??= $"expected {image.Width}x{image.Height} as in {image.Place}, found {picture.Width}x{picture.Height}; "
                    + "was it resized or turned after it was tagged?";
            if (damage is null) return (picture.Width, picture.Height);
            _problems.Add($"Image '{file}': {damage.TrimEnd('.')}{(damage.EndsWith('?') ? "" : ".")} It is left out.");
        }
        catch (InvalidDataException exception)
        {
            _problems.Add($"{exception.Message} It is left out.");
        }

        return null;
    }

    /// <summary>The split by the tool's list, or by the nearest folder that is called as one.</summary>
    static string SplitOf(ExchangeImage image, string path)
    {
        var words = path.Split('/').SkipLast(1).Append(image.List ?? "").Reverse();
        var match = words.Select(word => SplitWord().Match(word)).FirstOrDefault(match => match.Success);
        return match?.Groups[1].Value.ToUpperInvariant() switch { "VAL" => "val", "TEST" => "test", _ => "train" };
    }

    /// <summary>As tools call their lists: <c>Train</c>, <c>valid</c>, <c>validation</c>, <c>val2017</c>.</summary>
    [GeneratedRegex(@"^(train|val|test)(ing|id|idation)?\d*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SplitWord();

    string Lines(ExchangeImage image, int width, int height)
    {
        var lines = new StringBuilder();
        foreach (var found in image.Objects)
        {
            if (_classes.IsLeftOut(found.Name)) continue;
            var ignore = found.Ignore || _classes.IsIgnored(found.Name);
            var box = found.Box.Intersect(new(0, 0, width, height));
            if (_classes.IsPoint(found.Name) && (found.IsPoint || !ignore))
            {
                if (!LabelBox.TryOfPoint(found.Box.CenterX, found.Box.CenterY, width, height, out box, out var isAtEdge)) box = default;
                ignore |= isAtEdge;
            }
            else if (found.IsPoint)
            {
                _problems.Add($"{image.Place}: expected a box of '{found.Name}', found a point, which has no size; it is left out.");
                continue;
            }
            else if (!new Box(0, 0, width, height).Contains(found.Box.CenterX, found.Box.CenterY))
            {
                box = default;
            }
            else if (!LabelBox.TryClip(found.Box, width, height, out _))
            {
                _cutOff++;
            }

            var name = ignore && !_classes.IsIgnored(found.Name) ? _classes.IgnoredTargetOf(found.Name) : found.Name;
            if (box.Width > 0 && box.Height > 0)
                lines.Append(CultureInfo.InvariantCulture, $"{Array.IndexOf(_names, name)} {box.CenterX / width:0.000000} {box.CenterY / height:0.000000} ")
                    .Append(CultureInfo.InvariantCulture, $"{box.Width / width:0.000000} {box.Height / height:0.000000}\n");
            else
                _problems.Add(FormattableString.Invariant(
                    $"{image.Place}: expected '{found.Name}' with its middle inside the image of {width}x{height}, found x {found.Box.X1} to {found.Box.X2}, ")
                    + FormattableString.Invariant($"y {found.Box.Y1} to {found.Box.Y2}; it is left out."));
        }

        return lines.ToString();
    }

    IEnumerable<string> Notes()
    {
        if (_joined > 0) yield return $"Several places of the labels are about one image: {Plural.Of(_joined, "image")} got the objects of all.";
        if (_cutOff > 0)
            yield return $"{Plural.Of(_cutOff, "box", "boxes")} cut off at the edge of the image; are the labels of pictures of this size?";
    }

    void Finish()
    {
        foreach (var (split, files) in _splits)
            WholeFile.WriteAllText(Path.Combine(_output, $"{split}.txt"), string.Concat(files.Select(file => $"images/{file}\n")));
        var names = _names.Index().ToDictionary();
        var targets = names.ToDictionary(name => name.Key, name => TargetOf(name.Value));
        var labelled = targets.Values.Where(target => !target.Ignore).Aggregate(default(ClassSet), (all, target) => all.With(target.Classes));
        DataYaml.Write(Path.Combine(_output, "data.yaml"), _splits.Keys.Select(split => (split, $"{split}.txt")), names, targets, _classes.Classes, labelled);
    }

    LabelTarget TargetOf(string name) =>
        LabelTarget.TryParse(_classes.Names.Contains(name) ? _classes.TargetOf(name) : name, _classes.Classes, out var target) ? target : default;
}

/// <summary>What came of an import.</summary>
/// <param name="Splits">The number of images of each split.</param>
/// <param name="Problems">What could not be used, a sentence each.</param>
/// <param name="Notes">What else a user has to know, a sentence each.</param>
public sealed record DatasetImportResult(IReadOnlyDictionary<string, int> Splits, IReadOnlyList<string> Problems, IReadOnlyList<string> Notes);
