using System.Text.Json;
using System.Text.Json.Serialization;
using RobotVision.Data.Text;

namespace RobotVision.Data.Exchange;

/// <summary>
/// Reads a JSON file of labelme or X-AnyLabeling: <c>shapes</c> with <c>label</c>, <c>shape_type</c> and <c>points</c> in pixels, for the image
/// <c>imagePath</c> beside it, which <c>imageData</c> may carry.
/// </summary>
/// <remarks>Source: github.com/wkentaro/labelme, labelme/_label_file.py; X-AnyLabeling, user guide: a rectangle of four points, the shape "rotation".</remarks>
static class LabelmeReader
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="JsonException">It is damaged.</exception>
    /// <exception cref="InvalidDataException">A shape cannot be used; says file, shape and why.</exception>
    public static ExchangeImage Read(string file, Action<string> notes)
    {
        var found = StrictJson.Read<LabelmeFile>(file)
            ?? throw DamagedFile.At(file, 1, "expected an object with 'shapes', found null.");
        if (found.ImagePath is not { Length: > 0 } path) throw DamagedFile.At(file, 1, "expected 'imagePath', the image's file name, found none.");
        var objects = new List<ExchangeObject>();
        for (var i = 0; i < found.Shapes?.Count; i++)
        {
            var shape = found.Shapes[i];
            if (shape is not { Label: { } label, Points: { Count: > 0 } points } || points.Exists(point => point is not { Length: >= 2 }))
                throw DamagedFile.At(file, $"shape {i + 1}", "expected 'label' and 'points' with x and y, found none.");
            switch (shape.ShapeType ?? "polygon")
            {
                case "point":
                    objects.Add(ExchangeObject.Point(label, points[0][0], points[0][1]));
                    break;
                case "circle" when points.Count == 2:
                    var radius = MathF.Sqrt(MathF.Pow(points[1][0] - points[0][0], 2) + MathF.Pow(points[1][1] - points[0][1], 2));
                    objects.Add(new(label, new(points[0][0] - radius, points[0][1] - radius, points[0][0] + radius, points[0][1] + radius)));
                    break;
                case "rectangle" or "mask":
                    objects.Add(ExchangeObject.Around(label, [.. points.SelectMany(point => point.Take(2))]));
                    break;
                case var outline:
                    notes($"{Path.GetDirectoryName(file)}: there are shapes of the type '{outline}'; the upright box around each is taken.");
                    objects.Add(ExchangeObject.Around(label, [.. points.SelectMany(point => point.Take(2))]));
                    break;
            }
        }

        return new(path, (int)(found.ImageWidth ?? 0), (int)(found.ImageHeight ?? 0), objects, file)
        {
            Picture = found.ImageData is { Length: > 0 } data ? PictureOf(file, data) : null,
        };
    }

    static byte[] PictureOf(string file, string data)
    {
        try
        {
            return Convert.FromBase64String(data);
        }
        catch (FormatException exception)
        {
            throw DamagedFile.At(file, 1, $"expected a picture in base 64 in 'imageData', found something else: {exception.Message}");
        }
    }

    sealed record LabelmeFile(
        [property: JsonPropertyName("shapes")] List<LabelmeShape>? Shapes,
        [property: JsonPropertyName("imagePath")] string? ImagePath,
        [property: JsonPropertyName("imageData")] string? ImageData,
        [property: JsonPropertyName("imageHeight")] long? ImageHeight,
        [property: JsonPropertyName("imageWidth")] long? ImageWidth);

    sealed record LabelmeShape(
        [property: JsonPropertyName("label")] string? Label,
        [property: JsonPropertyName("points")] List<float[]>? Points,
        [property: JsonPropertyName("shape_type")] string? ShapeType);
}
