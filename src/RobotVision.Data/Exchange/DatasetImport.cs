using System.Globalization;
using System.Text;
using RobotVision.Data.Formats;
using RobotVision.Data.Labels;
using RobotVision.Files;

namespace RobotVision.Data.Exchange;

/// <summary>
/// Writes images tagged with another tool as a YOLO data set: <c>images/</c> (copies), <c>labels/</c>, one list a split and, last of all,
/// <c>data.yaml</c>, which keeps the tool's class names and maps them to ours. Images in folders <c>train</c>, <c>valid</c> and <c>test</c> become these
/// splits, all others <c>train</c>.
/// </summary>
public sealed class DatasetImport
{
    readonly string _output;
    readonly ClassMapping _classes;
    readonly string[] _names; // as numbered in the label files
    readonly SortedDictionary<string, List<string>> _splits = new(StringComparer.Ordinal);
    readonly HashSet<string> _taken = new(StringComparer.Ordinal);
    readonly Dictionary<string, string> _nameOf = new(StringComparer.Ordinal);
    readonly List<string> _problems = [];

    DatasetImport(string output, ClassMapping classes)
    {
        (_output, _classes) = (output, classes);
        // A point at the very edge of the image is to be ignored: its box would have no size.
        _names = [.. classes.Names, .. classes.Names.Where(classes.IsPoint).Select(IgnoredPoint).Except(classes.Names)];
    }

    /// <summary>Writes the data set.</summary>
    /// <param name="images">The tagged images.</param>
    /// <param name="folder">Where the image files are.</param>
    /// <param name="classes">What the class names stand for.</param>
    /// <param name="output">The folder of the data set; it must be empty or not exist.</param>
    /// <param name="written">Is told how many images were written so far.</param>
    /// <param name="stop">Stops between two images.</param>
    /// <returns>What could not be used: images that are missing or of another size, and boxes outside of theirs.</returns>
    /// <exception cref="OptionException">The output is no empty folder, or no image of the labels is in the folder.</exception>
    public static IReadOnlyList<string> Run(
        IReadOnlyList<ExchangeImage> images, string folder, ClassMapping classes, string output, Action<int>? written = null, CancellationToken stop = default)
    {
        if (File.Exists(output) || (Directory.Exists(output) && Directory.EnumerateFileSystemEntries(output).Any()))
            throw new OptionException($"--output: expected a folder that is empty or not there yet, found '{output}' with files in it.");
        var finder = new ImageFinder(folder);
        var import = new DatasetImport(output, classes);
        var count = 0;
        foreach (var image in images)
        {
            stop.ThrowIfCancellationRequested();
            if (finder.Find(image.Name) is { } file) import.Add(image, file, folder);
            else if (image.Picture is not null) import.Add(image, null, folder);
            else import._problems.Add($"{image.Place}: expected the image '{image.Name}' in '{folder}', found none; it is left out.");
            written?.Invoke(++count);
        }

        if (import._splits.Count == 0)
            throw new OptionException($"Images: expected those of the labels in '{folder}', found none of {images.Count}, the first '{images[0].Name}'; "
                + $"name their folder with --images.{(import._problems.Count > 0 ? $" {import._problems[0]}" : "")}");
        import.Finish();
        return import._problems;
    }

    void Add(ExchangeImage image, string? file, string folder)
    {
        var name = file is null ? Path.GetFileName(image.Name) : Path.GetRelativePath(folder, file).Replace('\\', '/');
        var split = name.Split('/').First(part => part is not ("images" or "labels")) switch { "valid" or "val" => "val", "test" => "test", _ => "train" };
        if (!_nameOf.TryGetValue(name, out var inSet)) _nameOf[name] = inSet = YoloLabelFile.NameInNewSet(name, _taken);
        name = inSet;
        var place = Path.Combine(_output, "images", name);
        Directory.CreateDirectory(Path.GetDirectoryName(place)!);
        if (file is null) WholeFile.WriteAllBytes(place, image.Picture);
        var picture = DatasetImage.Read(file ?? place, out _);
        if (image is { Width: > 0, Height: > 0 } && (image.Width, image.Height) != (picture.Width, picture.Height))
        {
            _problems.Add($"{image.Place}: expected an image of {image.Width}x{image.Height}, found '{file}' of {picture.Width}x{picture.Height}; "
                + "was it resized or turned after it was tagged? It is left out.");
            return;
        }

        // Labels first: an image without its label file would read as one without objects.
        WholeFile.WriteAllText(YoloLabelFile.Place(place), Lines(image, picture.Width, picture.Height));
        if (file is not null) File.Copy(file, place, overwrite: true);
        if (!_splits.TryGetValue(split, out var files)) _splits[split] = files = [];
        files.Add(name);
    }

    string Lines(ExchangeImage image, int width, int height)
    {
        var lines = new StringBuilder();
        foreach (var found in image.Objects)
        {
            if (_classes.IsLeftOut(found.Name)) continue;
            var (name, box) = (found.Name, found.Box.Intersect(new(0, 0, width, height)));
            if (_classes.IsPoint(name))
            {
                (box, var ignore) = LabelBox.OfPoint(image.Place, 1, found.Box.CenterX, found.Box.CenterY, width, height);
                if (ignore) name = IgnoredPoint(name);
            }
            else if (found.IsPoint)
            {
                _problems.Add($"{image.Place}: expected a box of '{name}', found a point, which has no size; it is left out.");
                continue;
            }

            if (box.Width > 0 && box.Height > 0)
                lines.Append(CultureInfo.InvariantCulture, $"{Array.IndexOf(_names, name)} {box.CenterX / width:0.000000} {box.CenterY / height:0.000000} ")
                    .Append(CultureInfo.InvariantCulture, $"{box.Width / width:0.000000} {box.Height / height:0.000000}\n");
            else
                _problems.Add(FormattableString.Invariant(
                    $"{image.Place}: expected '{name}' inside the image of {width}x{height}, found x {found.Box.X1} to {found.Box.X2}, ")
                    + FormattableString.Invariant($"y {found.Box.Y1} to {found.Box.Y2}; it is left out."));
        }

        return lines.ToString();
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

    string IgnoredPoint(string name) => _classes.TargetOf(name) is var target && target.StartsWith(LabelTarget.IgnoreWord, StringComparison.Ordinal)
        ? name
        : $"{LabelTarget.IgnoreWord}_{target}";
}
