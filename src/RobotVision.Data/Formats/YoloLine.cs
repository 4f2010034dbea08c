using System.Globalization;
using RobotVision.Data.Labels;
using RobotVision.Data.Text;
using RobotVision.Detections;
using RobotVision.Messages;
using RobotVision.Reports;

namespace RobotVision.Data.Formats;

/// <summary>
/// Reads the numbers of a line in a YOLO label file. A box is <c>class x y w h</c>; of a polygon, <c>class x1 y1 x2 y2 x3 y3 ...</c>, and
/// of an oriented box, which is one of four points, the upright box around it is taken.
/// </summary>
/// <remarks>Source: docs.ultralytics.com, datasets, formats of detection, segmentation, oriented boxes and pose.</remarks>
readonly ref struct YoloLine
{
    const int BoxFields = 5;
    const int LeastPolygonFields = 7;
    const int OrientedFields = 9;
    const string Remedy = "keep 'class x y w h' of each line, the first five fields";

    readonly string _file;
    readonly int _number;
    readonly string[] _fields;
    readonly DataYaml _yaml;

    /// <summary>Takes a line apart.</summary>
    /// <param name="file">The label file, for messages.</param>
    /// <param name="number">The line's number in it.</param>
    /// <param name="fields">What stands in the line; not empty.</param>
    /// <param name="yaml">Says what the class numbers mean, and whether there are key points.</param>
    public YoloLine(string file, int number, string[] fields, DataYaml yaml) => (_file, _number, _fields, _yaml) = (file, number, fields, yaml);

    /// <summary>What becomes of the object.</summary>
    /// <exception cref="InvalidDataException">The class has no name; says file, line and why.</exception>
    public LabelTarget Target =>
        int.TryParse(_fields[0], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) // 0.0 too, as some write it
        && _yaml.Targets.TryGetValue(number, out var target)
            ? target
            : throw Wrong(
                $"class: expected a number from 'names' in {_yaml.File} ({string.Join(", ", _yaml.Names.Keys)}), found {QuotedText.Of(_fields[0])}");

    /// <summary>Its upright box, in pixels of an image of a size.</summary>
    /// <exception cref="InvalidDataException">It is none inside the image, or something else stands in the line; says file, line and why.</exception>
    public Box ReadBox(int width, int height)
    {
        var box = _fields.Length == BoxFields ? ReadPlainBox(width, height) : ReadOutline(width, height);
        return _yaml.InImage(_file, _number, box, width, height);
    }

    Box ReadPlainBox(int width, int height)
    {
        float x = Part("x", 1), y = Part("y", 2), w = Part("w", 3), h = Part("h", 4);
        if (!(w > 0)) throw Wrong($"w: expected a size above 0, found {QuotedText.Of(_fields[3])}");
        if (!(h > 0)) throw Wrong($"h: expected a size above 0, found {QuotedText.Of(_fields[4])}");
        return Box.FromCenter(x * width, y * height, w * width, h * height);
    }

    Box ReadOutline(int width, int height)
    {
        if (OtherForm() is { } other)
            throw Wrong(
                $"expected 5 fields 'class x y w h', or an outline 'class x1 y1 x2 y2 x3 y3 ...', found {Plural.Of(_fields.Length, "field")}: {other}");
        float left = float.MaxValue, top = float.MaxValue, right = float.MinValue, bottom = float.MinValue;
        for (var i = 1; i < _fields.Length; i += 2)
        {
            float x = Part("x", i), y = Part("y", i + 1);
            (left, top, right, bottom) = (MathF.Min(left, x), MathF.Min(top, y), MathF.Max(right, x), MathF.Max(bottom, y));
        }

        _yaml.Notes.Tell(_fields.Length == OrientedFields
            ? $"{_yaml.File}: there are labels of 9 fields, oriented boxes (or polygons of four points); the upright box around each is taken."
            : $"{_yaml.File}: there are labels with the outlines of objects (polygons); the upright box around each is taken.");
        return new(left * width, top * height, right * width, bottom * height);
    }

    /// <summary>What a line is that holds neither a box nor an outline, and what to do about it; null for an outline.</summary>
    string? OtherForm()
    {
        if (_fields.Length < BoxFields || !Array.TrueForAll(_fields, field => float.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out _)))
            return QuotedText.Of(string.Join(' ', _fields));
        if (_yaml.KeyPoints > 0 && _fields.Length == BoxFields + _yaml.KeyPoints || HasVisibility())
            return $"a box and key points (pose), of which only boxes are read; {Remedy}";
        if (_fields.Length == BoxFields + 1)
            return $"a box and its confidence, as a detector writes what it found; such are no labels until someone has checked them, then {Remedy}";
        if (_fields.Length == OrientedFields + 1)
            return "an oriented box and its confidence, as a detector writes what it found; such are no labels until someone has checked them, "
                + "then take the last field away";
        return _fields.Length % 2 == 1 && _fields.Length >= LeastPolygonFields ? null : QuotedText.Of(string.Join(' ', _fields));
    }

    /// <summary>Whether a box and points stand there of which each third number is how visible the point is: 0, 1 or 2, and not a part of the image.</summary>
    bool HasVisibility()
    {
        const int Certain = 4; // so many points of a polygon hardly all have an integer at that place
        if (_fields.Length <= BoxFields + 1 || (_fields.Length - BoxFields) % 3 != 0) return false;
        var (points, visible) = (0, false);
        for (var i = BoxFields + 2; i < _fields.Length; i += 3, points++)
        {
            if (!float.TryParse(_fields[i], NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || number is not (0 or 1 or 2)) return false;
            visible |= number == 2;
        }

        return visible || points >= Certain || _fields.Length % 2 == 0;
    }

    float Part(string name, int field) =>
        float.TryParse(_fields[field], NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
        && value is >= -LabelBox.Tolerance and <= 1 + 2 * LabelBox.Tolerance
            ? value
            : throw Wrong($"{name}: expected a part of the image, 0 to 1, found {QuotedText.Of(_fields[field])}"
                + $"{(value > 2 ? ", which would be pixels; divide by the image's width or height" : "")}");

    InvalidDataException Wrong(string problem) => DamagedFile.At(_file, _number, problem + ".");
}
