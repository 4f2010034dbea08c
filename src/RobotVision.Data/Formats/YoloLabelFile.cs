using RobotVision.Data.Labels;
using RobotVision.Data.Text;

namespace RobotVision.Data.Formats;

/// <summary>Reads a YOLO label file: one object a line, <c>class x y w h</c>, centre and size as parts of the image, see <see cref="YoloLine"/>.</summary>
static class YoloLabelFile
{
    /// <summary>Where the labels of an image stand: <c>images/</c> becomes <c>labels/</c>, the ending <c>.txt</c>.</summary>
    public static string Place(string image)
    {
        var beside = Path.ChangeExtension(image, ".txt");
        return ImageList.Sibling(beside, "images", "labels") ?? beside;
    }

    /// <summary>
    /// What an image is called in <c>images/</c> of a new data set: its path without the folders that the path to a label file is made of, in a
    /// numbered folder where another image has that name already, whatever its ending, since both would have the same label file.
    /// </summary>
    /// <param name="path">The image's path from its old folder, separated by <c>/</c>.</param>
    /// <param name="taken">The names so far, without endings; takes this one.</param>
    public static string NameInNewSet(string path, ISet<string> taken)
    {
        var plain = string.Join('/', path.Split('/').Where(part => part is not ("images" or "labels" or "..")));
        var name = plain;
        for (var copy = 2; !taken.Add(Path.ChangeExtension(name, null)); copy++) name = $"{copy}/{plain}";
        return name;
    }

    /// <summary>Reads the labels of an image; an empty file means that there is no object.</summary>
    /// <param name="path">The label file.</param>
    /// <param name="yaml">Says what the class numbers mean.</param>
    /// <param name="width">Width of the image in pixels.</param>
    /// <param name="height">Height of the image in pixels.</param>
    /// <param name="problems">Takes what is wrong with lines, which are left out then, and lines that are there twice; the first ends the
    /// reading when null.</param>
    /// <exception cref="InvalidDataException">A line cannot be used, or the file is no text; says file, line and why.</exception>
    public static ImageLabels Read(string path, DataYaml yaml, int width, int height, ICollection<string>? problems = null)
    {
        var labels = new List<Label>();
        var lines = new Dictionary<string, int>();
        var number = 0;
        using var text = new StringReader(FileText.Read(path)); // a zero byte behind a number would be taken for a part of it
        while (text.ReadLine() is { } line)
        {
            number++;
            var fields = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length == 0) continue;
            if (!lines.TryAdd(string.Join(' ', fields), number))
                problems?.Add($"{path}:{number}: expected each object once, found line {lines[string.Join(' ', fields)]} again.");
            try
            {
                var label = new YoloLine(path, number, fields, yaml);
                var box = label.ReadBox(width, height);
                yaml.AddLabels(label.Target, box, ignore: false, labels);
            }
            catch (InvalidDataException exception) when (problems is not null)
            {
                problems.Add(exception.Message);
            }
        }

        return new(labels, yaml.Labelled);
    }
}
