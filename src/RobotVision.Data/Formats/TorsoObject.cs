using System.Numerics;
using RobotVision.Data.Text;
using RobotVision.Detections;
using RobotVision.Messages;
using RobotVision.Reports;

namespace RobotVision.Data.Formats;

/// <summary>One annotation of a TORSO-21 image, see <see cref="TorsoFile"/>.</summary>
/// <param name="Number">Which annotation of its image it is, from 1.</param>
/// <param name="Line">Where it begins in its file.</param>
/// <param name="Type">The set's own name of its class.</param>
/// <param name="IsInImage">Whether there is one in the image; without, nothing else is known.</param>
/// <param name="Points">Its point, its corners or its polygon, in pixels; not empty when it is in the image.</param>
/// <param name="IsBlurred">Whether it is blurred.</param>
/// <param name="IsConcealed">Whether something hides part of it.</param>
sealed record TorsoObject(int Number, long Line, string Type, bool IsInImage, IReadOnlyList<Vector2> Points, bool IsBlurred, bool IsConcealed)
{
    /// <summary>The upright box around its points.</summary>
    public Box Outline => new(Points.Min(point => point.X), Points.Min(point => point.Y), Points.Max(point => point.X), Points.Max(point => point.Y));

    /// <summary>Reads the annotation that a file is at.</summary>
    /// <param name="cursor">The file.</param>
    /// <param name="number">Which annotation of its image it is, from 1.</param>
    /// <exception cref="InvalidDataException">It cannot be used; says file, line and why.</exception>
    public static TorsoObject Read(YamlCursor cursor, int number)
    {
        var line = cursor.Line;
        var type = "";
        bool inImage = false, blurred = false, concealed = false;
        var points = new List<Vector2>();
        cursor.Map("annotation", field =>
        {
            if (field == "type") type = cursor.Text(field);
            else if (field == "in_image") inImage = cursor.Flag(field);
            else if (field == "blurred") blurred = cursor.Flag(field);
            else if (field == "concealed") concealed = cursor.Flag(field);
            else if (field == "vector") cursor.List(field, () => points.Add(ReadPoint(cursor)));
            else if (Misspelling.Meant(field, "blurred", "concealed") is { } word) throw cursor.Misspelt(field, word);
            else cursor.Skip();
        }, "type", "in_image");
        return inImage == points.Count > 0
            ? new(number, line, type, inImage, points, blurred, concealed)
            : throw cursor.WrongAt(line,
                $"expected points in 'vector' exactly when 'in_image' is true, found {(inImage ? "true" : "false")} and {Plural.Of(points.Count, "point")}");
    }

    static Vector2 ReadPoint(YamlCursor cursor)
    {
        var numbers = new List<float>();
        cursor.List("vector", () => numbers.Add(cursor.Number("vector")));
        return numbers.Count == 2 ? new(numbers[0], numbers[1]) : throw cursor.Wrong("vector", "expected points [x, y]");
    }
}
