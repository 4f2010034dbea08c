using System.Globalization;
using RobotVision.Detection;

namespace RobotVision.Training.Datasets;

/// <summary>Reads a YOLO label file: one object a line, <c>class x y w h</c>, centre and size as parts of the image.</summary>
static class YoloLabelFile
{
    /// <summary>Where the labels of an image stand: <c>images/</c> becomes <c>labels/</c>, the ending <c>.txt</c>.</summary>
    public static string Place(string image)
    {
        var beside = Path.ChangeExtension(image, ".txt");
        return ImageList.Sibling(beside, "images", "labels") ?? beside;
    }

    /// <summary>Reads the labels of an image; an empty file means that there is no object.</summary>
    /// <param name="path">The label file.</param>
    /// <param name="yaml">Says what the class numbers mean.</param>
    /// <param name="width">Width of the image in pixels.</param>
    /// <param name="height">Height of the image in pixels.</param>
    /// <param name="problems">Takes what is wrong with lines, which are left out then, and lines that are there twice; the first ends the reading when null.</param>
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
            if (!lines.TryAdd(string.Join(' ', fields), number)) problems?.Add($"{path}:{number}: expected each object once, found line {lines[string.Join(' ', fields)]} again.");
            try
            {
                AddLine(path, number, fields, yaml, width, height, labels);
            }
            catch (InvalidDataException exception) when (problems is not null)
            {
                problems.Add(exception.Message);
            }
        }

        return new(labels, yaml.Labelled);
    }

    static void AddLine(string path, int number, string[] fields, DataYaml yaml, int width, int height, List<Label> labels)
    {
        if (fields.Length != 5)
            throw DamagedFile.At(path, number, $"expected 5 fields 'class x y w h', found {fields.Length}: {DamagedFile.Quote(string.Join(' ', fields))}.");
        var target = ReadClass(path, number, fields[0], yaml);
        float x = Part(path, number, "x", fields[1]), y = Part(path, number, "y", fields[2]);
        float w = Size(path, number, "w", fields[3]), h = Size(path, number, "h", fields[4]);
        var box = Box.FromCenter(x * width, y * height, w * width, h * height);
        yaml.AddLabels(target, LabelBox.InImage(path, number, box, width, height), ignore: false, labels);
    }

    static LabelTarget ReadClass(string path, int line, string field, DataYaml yaml) =>
        int.TryParse(field, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && yaml.Targets.TryGetValue(number, out var target)
            ? target
            : throw DamagedFile.At(path, line, $"class: expected a number from 'names' in {yaml.File} ({string.Join(", ", yaml.Names.Keys)}), found {DamagedFile.Quote(field)}.");

    static float Part(string path, int line, string name, string field) =>
        float.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value is >= 0 and <= 1
            ? value
            : throw DamagedFile.At(path, line, $"{name}: expected a part of the image, 0 to 1, found {DamagedFile.Quote(field)}.");

    static float Size(string path, int line, string name, string field) =>
        Part(path, line, name, field) is > 0 and var size
            ? size
            : throw DamagedFile.At(path, line, $"{name}: expected a size above 0, found {DamagedFile.Quote(field)}.");
}
