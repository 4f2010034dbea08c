using System.Globalization;
using System.Text.Json;
using Microsoft.VisualBasic.FileIO;
using RobotVision.Data.Text;
using RobotVision.Messages;

namespace RobotVision.Data.Exchange;

/// <summary>
/// Reads tables of comma-separated values: one object a row with columns <c>filename</c>, <c>class</c>, <c>xmin</c>, <c>ymin</c>, <c>xmax</c> and
/// <c>ymax</c> in pixels, and maybe the image's <c>width</c> and <c>height</c>, as for TensorFlow's object detection and by Roboflow; the same without a
/// heading as <c>path,x1,y1,x2,y2,class</c>, as for keras-retinanet; and that of the VGG Image Annotator. A row with a file name alone is an image
/// without objects.
/// </summary>
/// <remarks>
/// Source: Roboflow, "TensorFlow Object Detection CSV"; github.com/fizyr/keras-retinanet, "CSV datasets"; gitlab.com/vgg/via, via-2.x.y.
/// </remarks>
static class CsvReader
{
    const string ViaShapes = "region_shape_attributes", ViaAttributes = "region_attributes";

    /// <summary>The usual name of each column, and the others that it goes by.</summary>
    static readonly string[][] Names =
    [
        ["filename", "file_name", "file", "image", "image_path", "path"], ["class", "label", "class_name", "category", "name"],
        ["xmin", "x1", "x_min", "left"], ["ymin", "y1", "y_min", "top"], ["xmax", "x2", "x_max", "right"], ["ymax", "y2", "y_max", "bottom"],
        ["width"], ["height"],
    ];

    static readonly string[] Needed = ["filename", "class", "xmin", "ymin", "xmax", "ymax"];
    static readonly string[] WithoutHeading = ["filename", "xmin", "ymin", "xmax", "ymax", "class"];

    /// <summary>Whether a first line is that of such a table.</summary>
    public static bool Is(string firstLine)
    {
        using var rows = OfRows(new(new StringReader(firstLine)));
        string[] fields;
        try
        {
            fields = rows.ReadFields() ?? [];
        }
        catch (MalformedLineException)
        {
            return false;
        }

        return fields.Contains(ViaShapes) || Array.TrueForAll(Needed, Columns(fields).ContainsKey) || IsRow(fields);
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">A row cannot be used; says file, line and why.</exception>
    public static IReadOnlyList<ExchangeImage> Read(string file, Action<string> notes)
    {
        using var rows = OfRows(new(new MemoryStream(FileText.ReadBytes(file).ToArray())));
        var images = new Dictionary<string, (int Width, int Height, List<ExchangeObject> Objects, long Line)>(StringComparer.Ordinal);
        Dictionary<string, int>? columns = null;
        while (Next(file, rows) is var (line, fields))
        {
            if (columns is null)
            {
                var isRow = IsRow(fields);
                columns = isRow ? Columns(WithoutHeading) : Columns(fields);
                if (!isRow) continue;
            }

            if (Field("filename") is not { Length: > 0 } name) throw DamagedFile.At(file, line, "expected an image's file name, found none.");
            if (!images.TryGetValue(name, out var image)) images[name] = image = (Whole("width"), Whole("height"), [], line);
            if (ObjectOf() is { } found) image.Objects.Add(found);

            string? Field(string column) => columns.TryGetValue(column, out var i) && i < fields.Length ? fields[i].Trim() : null;

            int Whole(string column) => int.TryParse(Field(column), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : 0;

            float Number(string column) =>
                float.TryParse(Field(column), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && float.IsFinite(value)
                    ? value
                    : throw DamagedFile.At(file, line, $"expected a number in the column '{column}', found {QuotedText.Of(Field(column) ?? "")}.");

            ExchangeObject? ObjectOf()
            {
                if (columns.ContainsKey(ViaShapes))
                    return Json(ViaShapes) is { ValueKind: JsonValueKind.Object } shape && shape.EnumerateObject().Any()
                        ? ViaReader.ToObject(file, $"line {line}", shape, Json(ViaAttributes), notes) : null;
                if (string.IsNullOrEmpty(Field("class")) && string.IsNullOrEmpty(Field("xmin"))) return null;
                return Field("class") is { Length: > 0 } label
                    ? new(label, new(Number("xmin"), Number("ymin"), Number("xmax"), Number("ymax")))
                    : throw DamagedFile.At(file, line, "expected a class, found none.");
            }

            JsonElement Json(string column)
            {
                try
                {
                    return JsonElement.Parse(Field(column) ?? "{}");
                }
                catch (JsonException)
                {
                    throw DamagedFile.At(file, line, $"expected JSON in the column '{column}', found {QuotedText.Of(Field(column)!)}.");
                }
            }
        }

        return [.. images.Select(image => new ExchangeImage(
            image.Key, image.Value.Width, image.Value.Height, image.Value.Objects, $"{file}:{image.Value.Line}"))];
    }

    static TextFieldParser OfRows(TextFieldParser rows)
    {
        rows.HasFieldsEnclosedInQuotes = true;
        rows.SetDelimiters(",");
        return rows;
    }

    static (long Line, string[] Fields)? Next(string file, TextFieldParser rows)
    {
        var line = rows.LineNumber;
        try
        {
            return rows.ReadFields() is { } fields ? (line, fields) : null;
        }
        catch (MalformedLineException exception)
        {
            throw DamagedFile.At(
                file, rows.ErrorLineNumber, $"expected values between commas, with quotation marks closed, found other text: {exception.Message}");
        }
    }

    /// <summary>The number of each column that is known by its name, under its usual name.</summary>
    static Dictionary<string, int> Columns(string[] heading)
    {
        var columns = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < heading.Length; i++)
        {
            var name = heading[i].Trim(' ', '\uFEFF');
            columns.TryAdd(Array.Find(Names, names => names.Contains(name, StringComparer.OrdinalIgnoreCase))?[0] ?? name, i);
        }

        return columns;
    }

    /// <summary>Whether fields are a row of a table without a heading.</summary>
    static bool IsRow(string[] fields) => fields.Length == WithoutHeading.Length && Path.HasExtension(fields[0])
        && fields[1..5].All(field => field.Length == 0 || float.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
        && fields[1..].All(field => field.Length == 0) == (fields[1].Length == 0);
}
