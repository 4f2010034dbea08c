using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using RobotVision.Files;
using RobotVision.Messages;

namespace RobotVision.Inference;

/// <summary>How well a model does on one set of labelled images; comparable with that of another model on the same set alone.</summary>
/// <param name="Set">Identifies images, labels and scored classes.</param>
/// <param name="Name">The set for people.</param>
/// <param name="F1">Mean F1 of the classes at the model's own thresholds, one look a frame, 0..1.</param>
public sealed record ModelFigure(string Set, string Name, double F1);

/// <summary>
/// The file <c>quality.json</c> beside models (<c>robotvision.quality/1</c>): their F1 on sets that they have in common. Models are known by the hash of their
/// file, so that one that was replaced has no figure.
/// </summary>
/// <param name="Schema">What kind of file it is.</param>
/// <param name="Sets">The sets, each with the models that were scored on it.</param>
public sealed record QualityFile(string Schema, IReadOnlyList<QualitySet> Sets)
{
    /// <summary>The value of <see cref="Schema"/>.</summary>
    public const string SchemaName = "robotvision.quality/1";

    /// <summary>Its name in a folder of models.</summary>
    public const string FileName = "quality.json";

    const string Int8Ending = ".int8";

    /// <summary>Reads a file; one without figures where there is none.</summary>
    /// <exception cref="InvalidDataException">It is not such a file, or a value is out of range.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static QualityFile Read(string path)
    {
        if (!File.Exists(path)) return new(SchemaName, []);
        var text = Encoding.UTF8.GetBytes(File.ReadAllText(path)); // without a byte order mark
        QualityFile? read;
        try
        {
            read = JsonSerializer.Deserialize(text, QualityJson.Default.QualityFile);
        }
        catch (JsonException exception)
        {
            var found = JsonProblem.Describe(exception, text);
            throw new InvalidDataException($"Qualities '{path}': expected {SchemaName} as JSON, found something else: {found}.", exception);
        }

        var problem = read is null ? "expected a JSON object, found null"
            : read.Schema != SchemaName ? $"schema: expected {SchemaName}, found '{read.Schema}'"
            : read.Sets.Any(set => set is null || set.Models.Contains(null!)) ? "sets: expected sets with models, found null"
            : read.Sets.SelectMany(set => set.Models).FirstOrDefault(model => model.F1 is not (>= 0 and <= 1)) is { } bad
                ? FormattableString.Invariant($"f1 of {bad.File}: expected 0..1, found {bad.F1}")
            : null;
        return problem is null ? read! : throw new InvalidDataException($"Qualities '{path}': {problem}. 'robotvision evaluate --quality' writes such files.");
    }

    /// <summary>Writes it, whole or not at all.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Write(string path) => WholeFile.WriteAllText(path, JsonSerializer.Serialize(this, QualityJson.Default.QualityFile) + "\n");

    /// <summary>The file with a figure of a model, in place of the one that a model of the same file name or hash had on the set.</summary>
    /// <param name="set">The set; its models do not count.</param>
    /// <param name="model">The model's figure.</param>
    public QualityFile With(QualitySet set, QualityOfModel model)
    {
        var before = Sets.FirstOrDefault(one => one.Id == set.Id) ?? set with { Models = [] };
        var now = set with
        {
            Models = [.. before.Models.Where(one => one.File != model.File && one.Hash != model.Hash).Append(model)
                .OrderBy(one => one.File, StringComparer.Ordinal)],
        };
        return this with { Sets = [.. Sets.Where(one => one.Id != set.Id), now] };
    }

    /// <summary>The figures of a model.</summary>
    /// <param name="hash">See <see cref="VisionModel.Hash"/>.</param>
    public IEnumerable<ModelFigure> Of(string hash) =>
        from set in Sets
        from model in set.Models
        where model.Hash == hash
        select new ModelFigure(set.Id, set.Name, model.F1);

    /// <summary>
    /// The figure of a model on its own validation data, as its training wrote it to <c>run.json</c> beside it; null where there is none, or where it is not
    /// of this model.
    /// </summary>
    public static ModelFigure? OfTraining(VisionModel model)
    {
        var isFloat = model.Contract.Precision == ModelContract.Fp32;
        var name = Path.GetFileNameWithoutExtension(model.Path);
        if (!isFloat && name.EndsWith(Int8Ending, StringComparison.Ordinal)) name = name[..^Int8Ending.Length];
        var path = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(model.Path))!, $"{name}.run.json");
        try
        {
            if (!File.Exists(path) || JsonNode.Parse(File.ReadAllText(path)) is not JsonObject run
                || !JsonNode.DeepEquals(run["origin"], JsonNode.Parse(model.Contract.Origin))) return null;
            string[] data = [.. run["origin"]!["validation"]?.AsArray().Select(one => one!.GetValue<string>()) ?? []];
            var rows = run[isFloat ? "validation" : "validation_int8"]?["classes"]?.AsArray() ?? [];
            var scored = rows.Where(row => row!["f1"] is not null).Select(row => (Class: row!["class"]!.GetValue<string>(), F1: row["f1"]!.GetValue<double>()));
            var (classes, sum) = (scored.Select(one => one.Class).ToArray(), scored.Sum(one => one.F1));
            if (data.Length == 0 || classes.Length == 0) return null;
            return new(QualitySet.IdOf(string.Join('+', data), classes), $"validation data {string.Join('+', data)}", sum / classes.Length);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException
            or IOException or UnauthorizedAccessException)
        {
            return null; // not what a training writes: then nothing is known of the model
        }
    }
}

/// <summary>A set of labelled images and the models that were scored on it.</summary>
/// <param name="Data">Identifies its images and labels.</param>
/// <param name="Name">The set for people.</param>
/// <param name="Classes">The names of the classes that are labelled, over which the mean is.</param>
/// <param name="Models">The models.</param>
public sealed record QualitySet(string Data, string Name, IReadOnlyList<string> Classes, IReadOnlyList<QualityOfModel> Models)
{
    /// <summary>Identifies images, labels and classes.</summary>
    [JsonIgnore]
    public string Id => IdOf(Data, Classes);

    internal static string IdOf(string data, IEnumerable<string> classes) => $"{data} {string.Join(',', classes)}";
}

/// <summary>The figure of one model.</summary>
/// <param name="File">The name of its file, for people.</param>
/// <param name="Hash">See <see cref="VisionModel.Hash"/>.</param>
/// <param name="F1">See <see cref="ModelFigure.F1"/>.</param>
public sealed record QualityOfModel(string File, string Hash, double F1);

/// <summary>Generated code to read and write it, since working it out by reflection takes time of a robot's start.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(QualityFile))]
sealed partial class QualityJson : JsonSerializerContext;
