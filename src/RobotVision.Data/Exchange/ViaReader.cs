using System.Text.Json;
using System.Text.Json.Serialization;
using RobotVision.Data.Text;
using RobotVision.Messages;

namespace RobotVision.Data.Exchange;

/// <summary>
/// Reads the JSON of the VGG Image Annotator, versions 1 and 2: a project with <c>_via_img_metadata</c>, or its exported annotations alone. An image has
/// <c>regions</c> with a shape in pixels and attributes, of which one is the class.
/// </summary>
/// <remarks>Source: gitlab.com/vgg/via, via-2.x.y, CodeDoc.md; version 1 keeps the regions as an object instead of a list.</remarks>
static class ViaReader
{
    /// <summary>Attributes that hold the class, the likeliest first; else the only one that there is does.</summary>
    static readonly string[] ClassAttributes = ["class", "label", "name", "object", "type", "category"];

    /// <summary>Reads a file.</summary>
    /// <exception cref="JsonException">It is damaged.</exception>
    /// <exception cref="InvalidDataException">A region cannot be used; says file, image and why.</exception>
    public static IReadOnlyList<ExchangeImage> Read(string file, Action<string> notes)
    {
        using var document = JsonDocument.Parse(FileText.ReadBytes(file));
        var all = document.RootElement;
        if (all.ValueKind == JsonValueKind.Object && all.TryGetProperty("_via_img_metadata", out var inProject)) all = inProject;
        if (all.ValueKind != JsonValueKind.Object) throw DamagedFile.At(file, 1, "expected an object with images, found none.");
        return [.. all.EnumerateObject().Select(entry => ToImage(file, entry.Name, entry.Value, notes))];
    }

    /// <summary>The object of a shape and its attributes.</summary>
    /// <param name="file">The file, for messages.</param>
    /// <param name="place">Where in it they stand.</param>
    /// <param name="shape">The <c>shape_attributes</c>.</param>
    /// <param name="attributes">The <c>region_attributes</c>.</param>
    /// <param name="notes">Receives what became of shapes that are no boxes.</param>
    public static ExchangeObject ToObject(string file, string place, JsonElement shape, JsonElement attributes, Action<string> notes)
    {
        var found = ShapeOf(file, place, shape);
        if (found?.Name is null) throw DamagedFile.At(file, place, "expected 'shape_attributes' with 'name', found none.");
        var name = ClassOf(file, place, attributes);
        switch (found)
        {
            case { Name: "rect", X: { } x, Y: { } y, Width: { } width, Height: { } height }:
                return new(name, new(x, y, x + width, y + height));
            case { Name: "circle", CenterX: { } x, CenterY: { } y, Radius: { } radius }:
                return new(name, new(x - radius, y - radius, x + radius, y + radius));
            case { Name: "ellipse", CenterX: { } x, CenterY: { } y, RadiusX: { } across, RadiusY: { } down }:
                // The angle is in radians.
                return ExchangeObject.OfEllipse(name, x, y, across, down, (found.Angle ?? 0) * 180 / MathF.PI);
            case { Name: "point", CenterX: { } x, CenterY: { } y }:
                return ExchangeObject.Point(name, x, y);
            case { Name: "polygon" or "polyline", Across: { Length: > 0 } across, Down: { } down } when across.Length == down.Length:
                notes($"{file}: there are outlines (polygons); the upright box around each is taken.");
                return ExchangeObject.Around(name, [.. across.Zip(down).SelectMany(point => new[] { point.First, point.Second })]);
            default:
                throw DamagedFile.At(
                    file, place, $"expected a rect, circle, ellipse, point, polygon or polyline with its numbers, found {QuotedText.Of(found.Name)}.");
        }
    }

    static ViaShape? ShapeOf(string file, string place, JsonElement shape)
    {
        try
        {
            return shape.ValueKind == JsonValueKind.Object ? shape.Deserialize<ViaShape>(StrictJson.Options) : null;
        }
        catch (JsonException exception)
        {
            throw DamagedFile.At(file, place, $"expected numbers in 'shape_attributes', found something else at {exception.Path ?? "$"}.");
        }
    }

    static ExchangeImage ToImage(string file, string key, JsonElement image, Action<string> notes)
    {
        var place = $"image {QuotedText.Of(key)}";
        if (image.ValueKind != JsonValueKind.Object || !image.TryGetProperty("filename", out var name) || name.ValueKind != JsonValueKind.String)
            throw DamagedFile.At(file, place, "expected 'filename', found none.");
        var objects = new List<ExchangeObject>();
        foreach (var region in Regions(image))
        {
            if (region.ValueKind != JsonValueKind.Object || !region.TryGetProperty("shape_attributes", out var shape))
                throw DamagedFile.At(file, place, "expected 'shape_attributes' in each region, found none.");
            objects.Add(ToObject(file, place, shape, region.TryGetProperty("region_attributes", out var attributes) ? attributes : default, notes));
        }

        return new(name.GetString()!, 0, 0, objects, $"{file}: {place}");
    }

    static IEnumerable<JsonElement> Regions(JsonElement image) => !image.TryGetProperty("regions", out var regions) ? []
        : regions.ValueKind switch
        {
            JsonValueKind.Array => regions.EnumerateArray(),
            JsonValueKind.Object => regions.EnumerateObject().Select(region => region.Value),
            _ => [],
        };

    /// <summary>The class of a region: the text of an attribute, or what is ticked in it.</summary>
    static string ClassOf(string file, string place, JsonElement attributes)
    {
        var all = attributes.ValueKind == JsonValueKind.Object ? attributes.EnumerateObject().ToArray() : [];
        var chosen = ClassAttributes.Select(wanted => all.FirstOrDefault(one => one.Name.Trim().Equals(wanted, StringComparison.OrdinalIgnoreCase)))
            .FirstOrDefault(one => one.Value.ValueKind != JsonValueKind.Undefined);
        if (chosen.Value.ValueKind == JsonValueKind.Undefined && all is [var only]) chosen = only;
        var text = chosen.Value.ValueKind switch
        {
            JsonValueKind.String => chosen.Value.GetString(),
            JsonValueKind.Object => chosen.Value.EnumerateObject().FirstOrDefault(tick => tick.Value.ValueKind == JsonValueKind.True).Name,
            _ => null,
        };
        return !string.IsNullOrWhiteSpace(text) ? text : throw DamagedFile.At(
            file, place, $"expected the class in 'region_attributes', in one of {string.Join(", ", ClassAttributes)} or in the only one there is, found none.");
    }

    sealed record ViaShape(
        [property: JsonPropertyName("name")] string? Name,
        [property: JsonPropertyName("x")] float? X,
        [property: JsonPropertyName("y")] float? Y,
        [property: JsonPropertyName("width")] float? Width,
        [property: JsonPropertyName("height")] float? Height,
        [property: JsonPropertyName("cx")] float? CenterX,
        [property: JsonPropertyName("cy")] float? CenterY,
        [property: JsonPropertyName("r")] float? Radius,
        [property: JsonPropertyName("rx")] float? RadiusX,
        [property: JsonPropertyName("ry")] float? RadiusY,
        [property: JsonPropertyName("theta")] float? Angle,
        [property: JsonPropertyName("all_points_x")] float[]? Across,
        [property: JsonPropertyName("all_points_y")] float[]? Down);
}
