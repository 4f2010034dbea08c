using System.Text.Json;
using System.Text.Json.Serialization;
using RobotVision.Data.Labels;
using RobotVision.Detections;
using RobotVision.Files;
using RobotVision.Messages;

namespace RobotVision.Evaluation.Frames;

/// <summary>
/// Writes and reads a <see cref="PredictionSet"/> as JSON in the terms of COCO: <c>images</c>, <c>annotations</c> and <c>categories</c> are
/// ground truth as COCO tools read it, <c>predictions</c> is their list of results. In addition there are <c>schema</c>, <c>model</c>,
/// <c>data</c>, <c>close_ups</c>, <c>presence</c>, the <c>thresholds</c> of the classes (1 for a class that is off), and for each image the
/// labelled classes and, where there are some, those judged by where objects stand (<c>foot</c>).
/// </summary>
/// <remarks>
/// Source: the data and results formats of cocodataset.org. Boxes are x, y, width, height in pixels. Ignored labels have <c>iscrowd</c> 1.
/// </remarks>
public static partial class PredictionFile
{
    const string Schema = "robotvision.predictions/1";

    /// <summary>Writes a file; on failure no partial file is left.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, PredictionSet set)
    {
        var annotations = new List<Annotation>();
        var predictions = new List<Prediction>();
        foreach (var frame in set.Frames)
        {
            foreach (var label in frame.Labels)
                annotations.Add(new(annotations.Count + 1, frame.Index + 1, (int)label.Class, ToBbox(label.Box), label.Box.Area, label.Ignore ? 1 : 0));
            foreach (var detection in frame.Detections)
                predictions.Add(new(frame.Index + 1, (int)detection.Class, ToBbox(detection.Box), detection.Confidence));
        }

        WholeFile.WriteAllText(path, JsonSerializer.Serialize(
            new Content(
                Schema, set.Model, set.Data, set.CloseUps, set.Frames.Any(frame => frame.IsPresence),
                [.. set.Thresholds.Select(ThresholdConverter.ToFile)],
                [.. set.Classes.All.Select((name, i) => new Category(i, name))],
                [.. set.Frames.Select(frame => new Image(frame.Index + 1, frame.Name, frame.Width, frame.Height, [.. frame.Labelled.NamesOf(set.Classes)],
                    frame.Feet == default ? null : [.. frame.Feet.NamesOf(set.Classes)]))],
                [.. annotations], [.. predictions]),
            FileContext.Default.Content) + "\n");
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    /// <exception cref="InvalidDataException">The file is not a valid predictions file; the message has what was expected and found.</exception>
    public static PredictionSet Read(string path)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException($"Predictions '{path}': there is no such file; 'robotvision evaluate --output FOLDER' writes one.", path);
        Content content;
        var text = File.ReadAllBytes(path);
        try
        {
            content = JsonSerializer.Deserialize(text, FileContext.Default.Content) ?? throw new JsonException("it is null");
        }
        catch (JsonException exception)
        {
            var found = JsonProblem.Describe(exception, text);
            throw new InvalidDataException(
                $"Predictions '{path}': expected a predictions.json of 'robotvision evaluate', found another file: {found}.", exception);
        }

        if (Problems(content).FirstOrDefault() is { } problem)
            throw new InvalidDataException($"Predictions '{path}': {problem}. Write it again with 'robotvision evaluate --output FOLDER'.");

        var classes = ClassesOf(content);
        var labels = content.Annotations.ToLookup(a => a.ImageId, a => new Label((ObjectClass)a.CategoryId, ToBox(a.Bbox), a.Iscrowd != 0));
        var detections = content.Predictions.ToLookup(p => p.ImageId, p => new Detection((ObjectClass)p.CategoryId, p.Score, ToBox(p.Bbox)));
        var frames = content.Images.Select(image => new FrameResult(
            image.Id - 1, image.FileName, image.Width, image.Height, [.. labels[image.Id]], SetOf(image.Labelled, classes), [.. detections[image.Id]])
        { IsPresence = content.Presence, Classes = classes, Feet = SetOf(image.Foot ?? [], classes) });
        return new(content.Model, content.Data, content.CloseUps, [.. content.Thresholds.Select(ThresholdConverter.FromFile)], [.. frames])
        {
            Classes = classes,
        };
    }

    // Lazy: a check may rely on those before it.
    static IEnumerable<string> Problems(Content content)
    {
        if (content.Schema != Schema) yield return $"expected schema '{Schema}', found '{content.Schema}'";
        if (HasNull(content.Categories) || HasNull(content.Images) || HasNull(content.Annotations) || HasNull(content.Predictions))
            yield return "expected objects in categories, images, annotations and predictions, found null";
        string[] names = [.. content.Categories.Select(category => category.Name)];
        if (!names.Take(ObjectClasses.Count).SequenceEqual(ObjectClasses.Names) || ClassNames.Problem([.. names.Skip(ObjectClasses.Count)]) is not null)
            yield return $"expected the categories {string.Join(", ", ObjectClasses.Names)}, and perhaps others after these, found {string.Join(", ", names)}";
        var classes = ClassesOf(content);
        if (content.Thresholds.Length != classes.Count)
            yield return $"expected {classes.Count} thresholds, found {content.Thresholds.Length}";
        foreach (var image in content.Images.Where((image, i) => image.Id != i + 1 || image.Width <= 0 || image.Height <= 0))
            yield return $"expected images numbered 1, 2 ... of positive size, found number {image.Id} of {image.Width}x{image.Height}";
        foreach (var name in content.Images.SelectMany(image => image.Labelled.Concat(image.Foot ?? [])).Where(name => !classes.TryParse(name, out _)))
            yield return $"expected classes of {classes}, found '{name}'";
        foreach (var annotation in content.Annotations)
            if (Problem("annotation", annotation.ImageId, annotation.CategoryId, annotation.Bbox) is { } wrong) yield return wrong;
        foreach (var prediction in content.Predictions)
            if (Problem("prediction", prediction.ImageId, prediction.CategoryId, prediction.Bbox) is { } wrong) yield return wrong;
        foreach (var threshold in content.Thresholds.Where(threshold => !(threshold is >= 0 and <= 1)))
            yield return FormattableString.Invariant($"expected thresholds of 0..1, found {threshold}");
        foreach (var score in content.Predictions.Select(prediction => prediction.Score).Where(score => !(score is >= 0 and <= 1)))
            yield return FormattableString.Invariant($"expected scores of 0..1, found {score}");
        foreach (var box in content.Annotations.Select(one => one.Bbox).Concat(content.Predictions.Select(one => one.Bbox)))
            if (!box.All(float.IsFinite) || box[2] < 0 || box[3] < 0)
                yield return FormattableString.Invariant(
                    $"expected boxes of x, y, width and height, finite and not negative in size, found {box[0]}, {box[1]}, {box[2]}, {box[3]}");

        string? Problem(string what, int image, int category, float[] box) =>
            image >= 1 && image <= content.Images.Length && category >= 0 && category < classes.Count && box.Length == 4
                ? null
                : $"expected each {what} to name an image of 1..{content.Images.Length}, a category of 0..{classes.Count - 1} "
                    + $"and a box of 4 numbers, found image {image}, category {category}, {box.Length} numbers";
    }

    // The JSON reader rejects a list that is null, but not a null in a list.
    static bool HasNull(object?[] items) => Array.Exists(items, item => item is null);

    static ClassNames ClassesOf(Content content) => ClassNames.With([.. content.Categories.Skip(ObjectClasses.Count).Select(category => category.Name)]);

    static ClassSet SetOf(string[] names, ClassNames classes) =>
        ClassSet.Of([.. names.Select(name => classes.TryParse(name, out var objectClass) ? objectClass : default)]);

    static float[] ToBbox(Box box) => [box.X1, box.Y1, box.Width, box.Height];

    static Box ToBox(float[] bbox) => new(bbox[0], bbox[1], bbox[0] + bbox[2], bbox[1] + bbox[3]);

    sealed record Content(
        string Schema, string Model, string Data, int CloseUps, bool Presence, float[] Thresholds,
        Category[] Categories, Image[] Images, Annotation[] Annotations, Prediction[] Predictions);

    sealed record Category(int Id, string Name);

    sealed record Image(int Id, string FileName, int Width, int Height, string[] Labelled,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string[]? Foot = null);

    sealed record Annotation(int Id, int ImageId, int CategoryId, float[] Bbox, float Area, int Iscrowd);

    sealed record Prediction(int ImageId, int CategoryId, float[] Bbox, float Score);

    [JsonSourceGenerationOptions(
        PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true,
        AllowDuplicateProperties = false)]
    [JsonSerializable(typeof(Content))]
    sealed partial class FileContext : JsonSerializerContext;
}
