using System.Text.Json;
using System.Text.Json.Serialization;
using RobotVision.Data.Text;
using RobotVision.Detections;

namespace RobotVision.Data.Exchange;

/// <summary>
/// Reads Label Studio's JSON: a list of tasks with <c>data</c> and <c>annotations</c>, places in percent of the image. Of several annotations of a
/// task the last counts that was not cancelled; a task without one was not tagged. Predictions are no labels.
/// </summary>
/// <remarks>Source: labelstud.io, guide, export, "Label Studio JSON format of annotated tasks".</remarks>
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
            StrictJson.RequireNoNull(file, place, tasks[i].Annotations);
            if (tasks[i].Annotations?.LastOrDefault(annotation => !annotation.WasCancelled) is not { } annotation)
            {
                untagged++;
                continue;
            }

            var image = ImageOf(tasks[i]) ?? throw DamagedFile.At(file, place, "expected an image in 'data', found none.");
            var results = annotation.Result ?? [];
            StrictJson.RequireNoNull(file, place, results);
            var sized = results.FirstOrDefault(result => result.OriginalWidth > 0 && result.OriginalHeight > 0);
            images.Add(new(image, sized?.OriginalWidth ?? 0, sized?.OriginalHeight ?? 0,
                [.. results.SelectMany(result => Shapes(file, place, result, notes))], $"{file}: {place}"));
        }

        if (untagged > 0) notes($"{file}: {untagged} of {tasks.Count} tasks have no finished annotation and are left out.");
        return images;
    }

    static IEnumerable<ExchangeObject> Shapes(string file, string place, StudioResult result, Action<string> notes)
    {
        if (result.Value is not { } value || Name(value) is not { } name) yield break; // choices, text, relations
        if (!(result.OriginalWidth > 0 && result.OriginalHeight > 0))
            throw DamagedFile.At(file, place, "expected 'original_width' and 'original_height' of each shape, found none.");
        float across = result.OriginalWidth / 100f, down = result.OriginalHeight / 100f;
        if (value.Points is { Count: > 0 } points)
        {
            if (points.Exists(point => point is not { Length: >= 2 })) throw DamagedFile.At(file, place, "expected 'points' with x and y, found others.");
            notes($"{file}: there are outlines (polygons); the upright box around each is taken.");
            yield return ExchangeObject.Around(name, [.. points.SelectMany(point => new[] { point[0] * across, point[1] * down })]);
        }
        else if (value is { RadiusX: { } radiusX, RadiusY: { } radiusY })
        {
            yield return new(name, new(
                (value.X - radiusX) * across, (value.Y - radiusY) * down, (value.X + radiusX) * across, (value.Y + radiusY) * down));
        }
        else if (result.Type == "keypointlabels")
        {
            yield return ExchangeObject.Point(name, value.X * across, value.Y * down);
        }
        else if (value is { Width: { } width, Height: { } height })
        {
            if (value.Rotation != 0) notes($"{file}: there are rotated boxes; the upright box around each is taken.");
            var box = new Box(value.X * across, value.Y * down, (value.X + width) * across, (value.Y + height) * down);
            yield return ExchangeObject.Turned(name, box, value.Rotation, box.X1, box.Y1);
        }
        else
        {
            notes($"{file}: shapes of '{result.Type}' are left out; export boxes, polygons, ellipses or key points.");
        }
    }

    static string? Name(StudioValue value) =>
        (value.RectangleLabels ?? value.PolygonLabels ?? value.EllipseLabels ?? value.KeyPointLabels ?? value.BrushLabels ?? value.Labels)?.FirstOrDefault();

    /// <summary>The image of a task: the first text in its data that names a picture, without the address or storage that it is in.</summary>
    static string? ImageOf(StudioTask task)
    {
        foreach (var (_, value) in task.Data ?? [])
        {
            if (value.ValueKind != JsonValueKind.String) continue;
            var text = value.GetString()!;
            var query = text.IndexOf("?d=", StringComparison.Ordinal); // local files: /data/local-files/?d=folder/a.jpg
            text = Uri.UnescapeDataString(query >= 0 ? text[(query + 3)..] : text.Split('?')[0]);
            if (!Imaging.ImageFile.HasEnding(text)) continue;
            return text.Contains("://", StringComparison.Ordinal) ? text[(text.LastIndexOf('/') + 1)..] : text.TrimStart('/');
        }

        return null;
    }

    sealed record StudioTask(
        [property: JsonPropertyName("id")] long? Id,
        [property: JsonPropertyName("data")] Dictionary<string, JsonElement>? Data,
        [property: JsonPropertyName("annotations")] List<StudioAnnotation>? Annotations);

    sealed record StudioAnnotation(
        [property: JsonPropertyName("result")] List<StudioResult>? Result, [property: JsonPropertyName("was_cancelled")] bool WasCancelled);

    sealed record StudioResult(
        [property: JsonPropertyName("type")] string? Type,
        [property: JsonPropertyName("original_width")] int OriginalWidth,
        [property: JsonPropertyName("original_height")] int OriginalHeight,
        [property: JsonPropertyName("value")] StudioValue? Value);

    sealed record StudioValue(
        [property: JsonPropertyName("x")] float X,
        [property: JsonPropertyName("y")] float Y,
        [property: JsonPropertyName("width")] float? Width,
        [property: JsonPropertyName("height")] float? Height,
        [property: JsonPropertyName("rotation")] float Rotation,
        [property: JsonPropertyName("radiusX")] float? RadiusX,
        [property: JsonPropertyName("radiusY")] float? RadiusY,
        [property: JsonPropertyName("points")] List<float[]>? Points,
        [property: JsonPropertyName("rectanglelabels")] List<string>? RectangleLabels,
        [property: JsonPropertyName("polygonlabels")] List<string>? PolygonLabels,
        [property: JsonPropertyName("ellipselabels")] List<string>? EllipseLabels,
        [property: JsonPropertyName("keypointlabels")] List<string>? KeyPointLabels,
        [property: JsonPropertyName("brushlabels")] List<string>? BrushLabels,
        [property: JsonPropertyName("labels")] List<string>? Labels);
}
