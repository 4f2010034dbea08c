using System.Globalization;
using RobotVision.Detection;

namespace RobotVision.Training.Datasets;

/// <summary>Reads a YOLO label file: one object a line, <c>class x y w h</c>, centre and size as parts of the image.</summary>
static class YoloLabelFile
{
    /// <summary>How far a box may reach beyond the image before it is refused, in parts of the image: rounding, not more.</summary>
    const float Tolerance = 0.01f;

    /// <summary>Reads the labels of an image; a file that is not there means that there is no object.</summary>
    /// <param name="path">The label file.</param>
    /// <param name="yaml">Says what the class numbers mean.</param>
    /// <param name="width">Width of the image in pixels.</param>
    /// <param name="height">Height of the image in pixels.</param>
    /// <returns>The labels, boxes in pixels, cut off at the image's edges.</returns>
    /// <exception cref="InvalidDataException">A line cannot be used; says file, line and why.</exception>
    public static IReadOnlyList<Label> Read(string path, DataYaml yaml, int width, int height)
    {
        if (!File.Exists(path)) return [];
        var labels = new List<Label>();
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            var fields = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length == 0) continue;
            if (fields.Length != 5)
                throw DamagedFile.At(path, number, $"expected 5 fields 'class x y w h', found {fields.Length}: {DamagedFile.Quote(line)}.");
            var classNumber = ReadClass(path, number, fields[0], yaml);
            float x = Part(path, number, "x", fields[1]), y = Part(path, number, "y", fields[2]);
            float w = Part(path, number, "w", fields[3]), h = Part(path, number, "h", fields[4]);
            CheckExtent(path, number, "x", x, "w", w);
            CheckExtent(path, number, "y", y, "h", h);
            var box = Box.FromCenter(x * width, y * height, w * width, h * height).Intersect(new(0, 0, width, height));
            yaml.AddLabels(classNumber, box, labels);
        }

        return labels;
    }

    static int ReadClass(string path, int line, string field, DataYaml yaml) =>
        int.TryParse(field, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && yaml.Targets.ContainsKey(number)
            ? number
            : throw DamagedFile.At(path, line, $"class: expected a number from 'names' in {yaml.File}, found {DamagedFile.Quote(field)}.");

    static float Part(string path, int line, string name, string field) =>
        float.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value is >= 0 and <= 1
            ? value
            : throw DamagedFile.At(path, line, $"{name}: expected a part of the image, 0 to 1, found {DamagedFile.Quote(field)}.");

    static void CheckExtent(string path, int line, string centerName, float center, string sizeName, float size)
    {
        if (size <= 0) throw DamagedFile.At(path, line, $"{sizeName}: expected a size above 0, found 0.");
        if (center - size / 2 < -Tolerance || center + size / 2 > 1 + Tolerance)
            throw DamagedFile.At(path, line, string.Create(CultureInfo.InvariantCulture,
                $"expected a box inside the image, found {centerName} {center} with {sizeName} {size}."));
    }
}
