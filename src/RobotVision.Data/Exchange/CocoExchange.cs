using System.Text.Json;
using System.Text.Json.Serialization;
using RobotVision.Data.Text;
using RobotVision.Detections;

namespace RobotVision.Data.Exchange;

/// <summary>
/// Reads and writes COCO's JSON with its own class names, as CVAT, Label Studio, Roboflow and others export it. Roboflow puts one into each of
/// <c>train/</c>, <c>valid/</c> and <c>test/</c>, beside the images. A crowd becomes an area to ignore. An object that has
/// an outline and no box gets the upright box around it.
/// </summary>
/// <remarks>Source: cocodataset.org, data format, object detection.</remarks>
static class CocoExchange
{
    /// <summary>Numbers of an outline: x and y of three points.</summary>
    const int LeastNumbers = 6;

    /// <summary>Reads a file.</summary>
    /// <param name="file">The file.</param>
    /// <exception cref="JsonException">It is damaged.</exception>
    /// <exception cref="InvalidDataException">Its parts do not fit together; says file, annotation and why.</exception>
    public static IReadOnlyList<ExchangeImage> Read(string file)
    {
        var coco = StrictJson.Read<Coco>(file) ?? throw DamagedFile.At(file, 1, "expected an object, found null.");
        StrictJson.RequireNoNull(file, "categories", coco.Categories);
        StrictJson.RequireNoNull(file, "images", coco.Images);
        StrictJson.RequireNoNull(file, "annotations", coco.Annotations);
        RequireDifferent(file, "categories", (coco.Categories ?? []).Select(category => category.Id));
        RequireDifferent(file, "images", (coco.Images ?? []).Select(image => image.Id));
        var names = (coco.Categories ?? []).ToDictionary(category => category.Id, category => category.Name);
        var images = (coco.Images ?? []).ToDictionary(image => image.Id, image => (Image: image, Objects: new List<ExchangeObject>()));
        foreach (var annotation in coco.Annotations ?? [])
        {
            var place = $"annotation {annotation.Id}";
            if (!images.TryGetValue(annotation.ImageId, out var image))
                throw DamagedFile.At(file, place, $"expected an 'image_id' of 'images', found {annotation.ImageId}.");
            if (!names.TryGetValue(annotation.CategoryId, out var name))
                throw DamagedFile.At(file, place, $"expected a 'category_id' of 'categories', found {annotation.CategoryId}.");
            var box = BoxOf(annotation) ?? throw DamagedFile.At(file, place, "expected a 'bbox' of x, y, width and height, found none.");
            image.Objects.Add(new(name, box) { Ignore = annotation.IsCrowd });
        }

        return [.. images.Values.OrderBy(image => image.Image.Id).Select(image => new ExchangeImage(
            image.Image.FileName, Side(image.Image.Width), Side(image.Image.Height), image.Objects, $"{file}: image {image.Image.Id}")
        {
            LookedFor = [.. names.Values],
        })];
    }

    static int Side(long? pixels) => (int)Math.Clamp(pixels ?? 0, 0, int.MaxValue);

    static Box? BoxOf(CocoAnnotation annotation) => annotation switch
    {
        { Box: [var x, var y, var width, var height] } => new(x, y, x + width, y + height),
        { Box: null or [] } => annotation.Outline,
        _ => null,
    };

    static void RequireDifferent<T>(string file, string place, IEnumerable<T> ids)
    {
        if (ids.GroupBy(id => id).FirstOrDefault(same => same.Skip(1).Any()) is { } twice)
            throw DamagedFile.At(file, place, $"expected every 'id' once, found {twice.Key} again.");
    }

    /// <summary>The text of a file.</summary>
    /// <param name="images">The images.</param>
    /// <param name="lookedFor">The classes that were looked for, which stand in it with objects or without.</param>
    public static string Write(IReadOnlyList<ExchangeImage> images, IEnumerable<string> lookedFor)
    {
        string[] names = [.. lookedFor.Union(images.SelectMany(image => image.Objects).Select(found => found.Name)).Order(StringComparer.Ordinal)];
        var annotations = new List<CocoAnnotation>();
        for (var i = 0; i < images.Count; i++)
            foreach (var (name, box) in images[i].Objects)
                annotations.Add(new(
                    annotations.Count + 1, i + 1, Array.IndexOf(names, name) + 1, [box.X1, box.Y1, box.Width, box.Height], false, box.Width * box.Height));
        return JsonSerializer.Serialize(new Coco(
            [.. images.Select((image, i) => new CocoImage(i + 1, image.Name, image.Width, image.Height))],
            [.. names.Select((name, i) => new CocoCategory(i + 1, name))], annotations));
    }

    sealed record Coco(
        [property: JsonPropertyName("images")] List<CocoImage>? Images,
        [property: JsonPropertyName("categories")] List<CocoCategory>? Categories,
        [property: JsonPropertyName("annotations")] List<CocoAnnotation>? Annotations);

    sealed record CocoImage(
        [property: JsonPropertyName("id")] long Id,
        [property: JsonPropertyName("file_name"), JsonRequired] string FileName,
        [property: JsonPropertyName("width")] long? Width,
        [property: JsonPropertyName("height")] long? Height);

    sealed record CocoCategory([property: JsonPropertyName("id")] long Id, [property: JsonPropertyName("name"), JsonRequired] string Name);

    sealed record CocoAnnotation(
        [property: JsonPropertyName("id")] long Id,
        [property: JsonPropertyName("image_id")] long ImageId,
        [property: JsonPropertyName("category_id")] long CategoryId,
        [property: JsonPropertyName("bbox")] float[]? Box,
        [property: JsonPropertyName("iscrowd"), JsonConverter(typeof(FlagConverter))] bool IsCrowd,
        [property: JsonPropertyName("area")] float? Area,
        [property: JsonPropertyName("segmentation"), JsonConverter(typeof(OutlineReader)), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        Box? Outline = null);

    /// <summary>Reads the box around outlines, [[x1, y1, x2, y2, ...], ...], whose points need not be kept; masks in run lengths are passed over.</summary>
    sealed class OutlineReader : JsonConverter<Box?>
    {
        public override Box? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType != JsonTokenType.StartArray)
            {
                reader.Skip();
                return null;
            }

            var points = new List<float>();
            for (var depth = reader.CurrentDepth; reader.Read() && reader.CurrentDepth > depth;)
                if (reader.TokenType == JsonTokenType.Number) points.Add(reader.GetSingle());
                else if (reader.TokenType is not (JsonTokenType.StartArray or JsonTokenType.EndArray)) throw new JsonException("expected numbers");
            return points.Count >= LeastNumbers ? ExchangeObject.Around("", points).Box : null;
        }

        public override void Write(Utf8JsonWriter writer, Box? value, JsonSerializerOptions options) => throw new NotSupportedException();
    }
}
