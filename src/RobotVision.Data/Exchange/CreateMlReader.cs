using System.Text.Json;
using System.Text.Json.Serialization;
using RobotVision.Data.Text;
using RobotVision.Detections;

namespace RobotVision.Data.Exchange;

/// <summary>
/// Reads CreateML's JSON, which Roboflow, RectLabel and MakeSense write too: a list of images with <c>annotations</c>, each a <c>label</c> and
/// <c>coordinates</c>, the middle of the box, its width and height in pixels.
/// </summary>
/// <remarks>Source: developer.apple.com, Create ML, "Building an object detector data source".</remarks>
static class CreateMlReader
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="JsonException">It is damaged.</exception>
    /// <exception cref="InvalidDataException">An annotation cannot be used; says file, image and why.</exception>
    public static IReadOnlyList<ExchangeImage> Read(string file)
    {
        var images = StrictJson.Read<List<MlImage>>(file) ?? [];
        StrictJson.RequireNoNull(file, "images", images);
        return [.. images.Select((image, i) => ToImage(file, image, i))];
    }

    static ExchangeImage ToImage(string file, MlImage image, int index)
    {
        var place = $"image {index + 1}";
        if ((image.Image ?? image.FileName) is not { Length: > 0 } name) throw DamagedFile.At(file, place, "expected 'image', its file name, found none.");
        StrictJson.RequireNoNull(file, place, image.Annotations);
        ExchangeObject[] objects = [.. (image.Annotations ?? []).Select(annotation => ToObject(file, place, annotation))];
        return new(name, 0, 0, objects, $"{file}: {place}");
    }

    static ExchangeObject ToObject(string file, string place, MlAnnotation annotation) =>
        annotation is { Label: { Length: > 0 } label, Coordinates: { X: { } x, Y: { } y, Width: { } width, Height: { } height } }
            ? new(label, Box.FromCenter(x, y, width, height))
            : throw DamagedFile.At(file, place, "expected 'label' and 'coordinates' with 'x', 'y', 'width' and 'height' of each annotation, found others.");

    sealed record MlImage(
        [property: JsonPropertyName("image")] string? Image,
        [property: JsonPropertyName("imagefilename")] string? FileName,
        [property: JsonPropertyName("annotations")] List<MlAnnotation>? Annotations);

    sealed record MlAnnotation(
        [property: JsonPropertyName("label")] string? Label, [property: JsonPropertyName("coordinates")] MlPlace? Coordinates);

    sealed record MlPlace(
        [property: JsonPropertyName("x")] float? X,
        [property: JsonPropertyName("y")] float? Y,
        [property: JsonPropertyName("width")] float? Width,
        [property: JsonPropertyName("height")] float? Height);
}
