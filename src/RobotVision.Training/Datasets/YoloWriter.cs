using System.Globalization;
using System.Text;
using RobotVision.Detection;
using RobotVision.Imaging;
using RobotVision.Recording;

namespace RobotVision.Training.Datasets;

/// <summary>
/// Writes a data set in YOLO form into a folder: <c>images/</c>, <c>labels/</c>, one list file a split and, last of all,
/// <c>data.yaml</c>. Each file appears whole or not at all. <see cref="Add"/> may be called from several threads at once.
/// </summary>
/// <remarks>
/// The classes keep our numbers, 0 to 7; labels to ignore become the classes 8 to 15, <c>ignore_ball</c> to
/// <c>ignore_penalty_mark</c>, which <see cref="DataYaml"/> reads back as what they were.
/// </remarks>
public sealed class YoloWriter
{
    readonly string _folder;
    readonly ClassSet _labelled;
    readonly Lock _lock = new();
    readonly SortedDictionary<string, SortedSet<string>> _splits = new(StringComparer.Ordinal);

    /// <summary>Starts a data set; a <c>data.yaml</c> that is there is replaced by <see cref="Finish"/>.</summary>
    /// <param name="folder">Where it goes; made if need be.</param>
    /// <param name="labelled">The classes that are labelled in every image.</param>
    /// <exception cref="IOException">The folder cannot be made.</exception>
    public YoloWriter(string folder, ClassSet labelled)
    {
        _folder = folder;
        _labelled = labelled;
        Directory.CreateDirectory(Path.Combine(folder, "images"));
        Directory.CreateDirectory(Path.Combine(folder, "labels"));
    }

    /// <summary>Writes one image and its labels.</summary>
    /// <param name="split"><c>train</c>, <c>val</c> or <c>test</c>.</param>
    /// <param name="fileName">The image's file name with <c>.png</c> or <c>.jpg</c>; the same name again replaces the image.</param>
    /// <param name="image">The image, borrowed for the call; boxes are cut off at its edges, what is left of none is not written.</param>
    /// <exception cref="ArgumentException">The name has a folder in it or no image's ending, or the split is not one.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public void Add(string split, string fileName, LabelledImage image)
    {
        if (split is not ("train" or "val" or "test"))
            throw new ArgumentException($"Split: expected train, val or test, found '{split}'.", nameof(split));
        if (Path.GetFileName(fileName) != fileName || !ImageFile.IsImage(fileName))
            throw new ArgumentException($"File name: expected one such as 'a.png', found '{fileName}'.", nameof(fileName));

        // Labels first: an image without its label file would read as one without objects.
        var lines = Lines(image);
        WriteText(Path.Combine("labels", Path.ChangeExtension(fileName, ".txt")), lines);
        ImageFile.Write(Path.Combine(_folder, "images", fileName), image.Image.View);
        lock (_lock)
        {
            if (!_splits.TryGetValue(split, out var files)) _splits[split] = files = new(StringComparer.Ordinal);
            files.Add(fileName);
        }
    }

    /// <summary>Writes the list files and <c>data.yaml</c>; with it the data set is complete.</summary>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public void Finish()
    {
        lock (_lock)
        {
            foreach (var (split, files) in _splits)
                WriteText(split + ".txt", string.Concat(files.Select(file => $"images/{file}\n")));
            var yaml = new StringBuilder("path: .\n");
            foreach (var split in _splits.Keys) yaml.Append(CultureInfo.InvariantCulture, $"{split}: {split}.txt\n");
            yaml.Append("names:\n");
            for (var i = 0; i < 2 * ObjectClasses.Count; i++)
                yaml.Append(CultureInfo.InvariantCulture, $"  {i}: {(i < ObjectClasses.Count ? "" : LabelTarget.IgnoreWord + "_")}{ObjectClasses.Names[i % ObjectClasses.Count]}\n");
            var unlabelled = Enumerable.Range(0, ObjectClasses.Count).Where(i => !_labelled.Contains((ObjectClass)i)).Select(i => ObjectClasses.Names[i]);
            yaml.Append(CultureInfo.InvariantCulture, $"unlabelled: [{string.Join(", ", unlabelled)}]\n");
            WriteText("data.yaml", yaml.ToString());
        }
    }

    static string Lines(LabelledImage image)
    {
        float width = image.Image.Width, height = image.Image.Height;
        var lines = new StringBuilder();
        foreach (var label in image.Labels)
        {
            var box = label.Box.Intersect(new(0, 0, width, height));
            if (!(box.Width > 0 && box.Height > 0)) continue;
            var number = (int)label.Class + (label.Ignore ? ObjectClasses.Count : 0);
            lines.Append(CultureInfo.InvariantCulture,
                $"{number} {box.CenterX / width:0.0000000} {box.CenterY / height:0.0000000} {box.Width / width:0.0000000} {box.Height / height:0.0000000}\n");
        }

        return lines.ToString();
    }

    void WriteText(string name, string text) => WholeFile.WriteAllText(Path.Combine(_folder, name), text);
}
