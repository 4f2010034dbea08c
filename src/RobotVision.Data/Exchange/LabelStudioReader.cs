using System.Text.Json;
using System.Text.Json.Serialization;
using RobotVision.Data.Text;

namespace RobotVision.Data.Exchange;

/// <summary>
/// Reads Label Studio's JSON: a list of tasks with <c>data</c> and <c>annotations</c>, or, as "JSON-MIN", with a list of regions for each field of the
/// labelling page; places in percent of the image. Of several annotations of a task the last counts that was not cancelled; a task without one was not
/// tagged. Predictions are no labels. A region with several labels becomes an object of each.
/// </summary>
/// <remarks>Source: labelstud.io, guide, export, "Label Studio JSON format of annotated tasks" and "JSON_MIN".</remarks>
static class LabelStudioReader
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="JsonException">It is damaged.</exception>
    /// <exception cref="InvalidDataException">A task cannot be used; says file, task and why.</exception>
    public static IReadOnlyList<ExchangeImage> Read(string file, Action<string> notes)
    {
        var tasks = StrictJson.Read<List<StudioTask>>(file) ?? [];
        StrictJson.RequireNoNull(file, "tasks", tasks);
        var images = new List<ExchangeImage>();
        var untagged = 0;
        for (var i = 0; i < tasks.Count; i++)
        {
            var place = $"task {tasks[i].Id ?? i + 1}";
            if (ResultsOf(file, place, tasks[i]) is not { } results)
            {
                untagged++;
                continue;
            }

            var image = ImageOf(tasks[i].Data ?? tasks[i].Fields) ?? throw DamagedFile.At(file, place, "expected an image in 'data', found none.");
            var sized = results.FirstOrDefault(result => result.OriginalWidth > 0 && result.OriginalHeight > 0);
            // What a region is may be said by another entry of the same id: a rectangle, its label.
            var named = results.Where(result => result.Id is not null && HasPlace(result) && Unread(result) is null)
                .Select(result => result.Id).ToHashSet();
            images.Add(new(image, (int)(sized?.OriginalWidth ?? 0), (int)(sized?.OriginalHeight ?? 0),
                [.. results.SelectMany(result => Shapes(file, place, result, notes))], $"{file}: {place}")
            {
                Unusable = results.Where(result => !named.Contains(result.Id)).Select(Unread).FirstOrDefault(problem => problem is not null),
            });
        }

        if (untagged > 0) notes($"{file}: {untagged} of {tasks.Count} tasks have no finished annotation and are left out.");
        return images;
    }

    /// <summary>The regions of a task; null where it was not tagged.</summary>
    static List<StudioResult>? ResultsOf(string file, string place, StudioTask task)
    {
        if (task.Annotations is null && task.Data is null)
        {
            // JSON-MIN: fields of regions, without words about their form.
            var fields = task.Fields?.Values.Where(field => field.ValueKind == JsonValueKind.Array).ToArray() ?? [];
            return fields.Length == 0 && task.Fields?.ContainsKey("annotation_id") != true ? null
                :
                [
                    .. fields.SelectMany(field => field.EnumerateArray()).Where(region => region.ValueKind == JsonValueKind.Object).Select(region =>
                        region.Deserialize<StudioResult>(StrictJson.Options)! with { Value = region.Deserialize<StudioValue>(StrictJson.Options) }),
                ];
        }

        StrictJson.RequireNoNull(file, place, task.Annotations);
        if (task.Annotations?.LastOrDefault(annotation => !annotation.WasCancelled) is not { } annotation) return null;
        StrictJson.RequireNoNull(file, place, annotation.Result);
        return annotation.Result ?? [];
    }

    static bool HasPlace(StudioResult result) => result.Value is { Points: not null } or { X: not null } or { RunLengths: not null };

    /// <summary>Why a region becomes no object; null where it does, or where it is none, such as a choice for the whole image.</summary>
    static string? Unread(StudioResult result) =>
        !HasPlace(result) ? null
        : Names(result.Value).Count == 0 ? "expected a class of each region, found a region without a label"
        : result.Value is { Points: not null } or { RadiusX: not null, RadiusY: not null } or { Width: not null, Height: not null }
            or { KeyPointLabels: not null } ? null
        : $"expected boxes, polygons, ellipses and key points, found a shape of '{result.Type ?? "rle"}'";

    static IEnumerable<ExchangeObject> Shapes(string file, string place, StudioResult result, Action<string> notes)
    {
        if (!HasPlace(result) || Unread(result) is not null || result.Value is not { } value) yield break; // choices, text, relations
        if (!(result.OriginalWidth > 0 && result.OriginalHeight > 0))
            throw DamagedFile.At(file, place, "expected 'original_width' and 'original_height' of each shape, found none.");
        string[] names = [.. Names(value)];
        if (names.Length > 1) notes($"{file}: there are regions with several labels; an object is made of each.");
        float across = result.OriginalWidth / 100f, down = result.OriginalHeight / 100f;
        foreach (var name in names) yield return Shape(file, place, value, name, across, down, notes);
    }

    static ExchangeObject Shape(string file, string place, StudioValue value, string name, float across, float down, Action<string> notes)
    {
        if (value.Points is { } points)
        {
            if (points.Count == 0 || points.Exists(point => point is not { Length: >= 2 }))
                throw DamagedFile.At(file, place, "expected 'points' with x and y, found others.");
            notes($"{file}: there are outlines (polygons); the upright box around each is taken.");
            return ExchangeObject.Around(name, [.. points.SelectMany(point => new[] { point[0] * across, point[1] * down })]);
        }

        float x = value.X * across ?? 0, y = value.Y * down ?? 0;
        if (value.Rotation is not (null or 0)) notes($"{file}: there are rotated shapes; the upright box around each is taken.");
        if (value is { RadiusX: { } radiusX, RadiusY: { } radiusY })
            return ExchangeObject.OfEllipse(name, x, y, radiusX * across, radiusY * down, value.Rotation ?? 0);
        if (value.KeyPointLabels is not null) return ExchangeObject.Point(name, x, y);
        return ExchangeObject.Turned(name, new(x, y, x + value.Width!.Value * across, y + value.Height!.Value * down), value.Rotation ?? 0, x, y);
    }

    static List<string> Names(StudioValue? value) =>
        value?.RectangleLabels ?? value?.PolygonLabels ?? value?.EllipseLabels ?? value?.KeyPointLabels ?? value?.BrushLabels ?? value?.Labels ?? [];

    /// <summary>The image of a task: the first text in its data that names a picture, without the kind of address.</summary>
    static string? ImageOf(Dictionary<string, JsonElement>? data)
    {
        foreach (var (_, value) in data ?? [])
        {
            if (value.ValueKind != JsonValueKind.String) continue;
            var text = value.GetString()!;
            var query = text.IndexOf("?d=", StringComparison.Ordinal); // local files: /data/local-files/?d=folder/a.jpg
            text = Uri.UnescapeDataString(query >= 0 ? text[(query + 3)..] : text.Split('?')[0]);
            if (!Imaging.ImageFile.HasEnding(text)) continue;
            var address = text.IndexOf("://", StringComparison.Ordinal);
            return address >= 0 ? text[(address + 3)..] : text.TrimStart('/');
        }

        return null;
    }

    sealed record StudioTask(
        [property: JsonPropertyName("id")] long? Id,
        [property: JsonPropertyName("data")] Dictionary<string, JsonElement>? Data,
        [property: JsonPropertyName("annotations")] List<StudioAnnotation>? Annotations)
    {
        /// <summary>All other fields.</summary>
        [JsonExtensionData]
        public Dictionary<string, JsonElement>? Fields { get; init; }
    }

    sealed record StudioAnnotation(
        [property: JsonPropertyName("result")] List<StudioResult>? Result, [property: JsonPropertyName("was_cancelled")] bool WasCancelled);

    sealed record StudioResult(
        [property: JsonPropertyName("id")] string? Id,
        [property: JsonPropertyName("type")] string? Type,
        [property: JsonPropertyName("original_width")] long OriginalWidth,
        [property: JsonPropertyName("original_height")] long OriginalHeight,
        [property: JsonPropertyName("value")] StudioValue? Value);

    sealed record StudioValue(
        [property: JsonPropertyName("x")] float? X,
        [property: JsonPropertyName("y")] float? Y,
        [property: JsonPropertyName("width")] float? Width,
        [property: JsonPropertyName("height")] float? Height,
        [property: JsonPropertyName("rotation")] float? Rotation,
        [property: JsonPropertyName("radiusX")] float? RadiusX,
        [property: JsonPropertyName("radiusY")] float? RadiusY,
        [property: JsonPropertyName("rle")] JsonElement? RunLengths,
        [property: JsonPropertyName("points")] List<float[]>? Points,
        [property: JsonPropertyName("rectanglelabels")] List<string>? RectangleLabels,
        [property: JsonPropertyName("polygonlabels")] List<string>? PolygonLabels,
        [property: JsonPropertyName("ellipselabels")] List<string>? EllipseLabels,
        [property: JsonPropertyName("keypointlabels")] List<string>? KeyPointLabels,
        [property: JsonPropertyName("brushlabels")] List<string>? BrushLabels,
        [property: JsonPropertyName("labels")] List<string>? Labels);
}
