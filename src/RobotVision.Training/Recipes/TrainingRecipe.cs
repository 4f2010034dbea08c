using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using RobotVision.Data.Augmentation;
using RobotVision.Detections;
using RobotVision.Training.Losses;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace RobotVision.Training.Recipes;

/// <summary>All that makes a model: network, options, data. One YAML file; the same recipe and machine kind give the same model.</summary>
public sealed record TrainingRecipe
{
    /// <summary>The word for what is left out, for lists of settings in which something must stand.</summary>
    internal const string Nothing = "none";

    /// <summary>The networks that a recipe can name.</summary>
    public static IReadOnlyList<string> Networks { get; } = ["grid", "lecture"];

    /// <summary>The network to train, one of <see cref="Networks"/>; <c>grid</c>.</summary>
    public string Network { get; init; } = "grid";

    /// <summary>The part of the features before the head that is left out while training, 0..1; 0.1.</summary>
    public float Dropout { get; init; } = 0.1f;

    /// <summary>How many filters the network has, in parts of the usual number, 0.25..4; 1, or that of the model it begins with. Of <c>grid</c> only.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public float? Width { get; init; }

    /// <summary>How many cells its output has along each side of the sample, 12 or 24; 24, or that of the model it begins with. Of <c>grid</c> only.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Cells { get; init; }

    /// <summary>The loss of the confidences; binary cross entropy. Of <c>grid</c> only.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public ConfidenceLossKind Loss { get; init; }

    /// <summary>The exported model whose weights it begins with; <c>none</c>, or left out, and it begins with nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? From { get; init => field = value == Nothing ? null : value; }

    /// <summary>
    /// What of that model stays as it is: <c>features</c>, all but the last layer that has weights, or a layer, with all before it. Left
    /// out, or <c>none</c>, and everything learns. The layers of a branch freeze together: of 24 cells all of <c>scales</c>.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Freeze { get; init => field = value == Nothing ? null : value; }

    /// <summary>How it is trained.</summary>
    public TrainingOptions Training { get; init => field = value ?? new(); } = new();

    /// <summary>How samples are varied.</summary>
    public AugmentationOptions Augmentation { get; init => field = value ?? new(); } = new();

    /// <summary>What it is trained on, drawn from by weight.</summary>
    public IList<DataSource> Data { get; init => field = value ?? []; } = [];

    /// <summary>What its thresholds are chosen on and its quality is measured on while it is made; never trained on.</summary>
    public IList<DataSource> Validation { get; init => field = value ?? []; } = [];

    /// <summary>After how many steps it is measured, each time, how well the network knows images that it does not learn from; 0 never does. Changes nothing of what is learned.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long ValidateEvery { get; init; }

    /// <summary>Megabytes of decoded images that are kept in memory; half of what is free unless said otherwise. Changes nothing of what is learned.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? CacheMegabytes { get; init; }

    /// <summary>The recipe without the folders of the machine that it ran on, and without what has no influence on the model.</summary>
    internal TrainingRecipe ToOrigin() => this with
    {
        ValidateEvery = 0,
        CacheMegabytes = null,
        From = Path.GetFileName(From),
        Data = [.. Data.Select(WithoutFolder)],
        Validation = [.. Validation.Select(WithoutFolder)],
    };

    /// <summary>
    /// Digest of what says which samples are drawn, which network learns from them and by which loss, in hexadecimal: the recipe without what is compared by
    /// itself (<see cref="Training"/>, <see cref="From"/> and the shapes of the weights) and without <see cref="Validation"/>, from which nothing is learned.
    /// </summary>
    internal string DataDigest() => Convert.ToHexStringLower(
        SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(ToOrigin() with { Training = new(), From = null, Freeze = null, Width = null, Cells = null, Validation = [] })))[..16];

    static DataSource WithoutFolder(DataSource source) => source.Yaml is null ? source : source with { Yaml = Path.GetFileName(source.Yaml) };

    /// <summary>Reads a recipe; paths in it are relative to its folder.</summary>
    /// <exception cref="InvalidDataException">It is not a recipe; says file, line and what is wrong.</exception>
    public static TrainingRecipe Load(string path)
    {
        if (!File.Exists(path)) throw new FileNotFoundException($"Recipe '{path}': there is no such file; models/my-data.yaml is one to copy.", path);
        return Parse(File.ReadAllText(path), path);
    }

    /// <summary>Reads a recipe that is already in memory.</summary>
    /// <param name="text">The YAML.</param>
    /// <param name="path">Where it is from: for messages, and paths in it are relative to its folder.</param>
    internal static TrainingRecipe Parse(string text, string path)
    {
        try
        {
            var recipe = new DeserializerBuilder().WithNamingConvention(UnderscoredNamingConvention.Instance).Build().Deserialize<TrainingRecipe?>(text)
                ?? throw new InvalidDataException($"Recipe '{path}': it is empty.");
            recipe.Validate();
            var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
            return recipe with
            {
                From = recipe.From is null ? null : Path.GetFullPath(Path.Combine(folder, recipe.From)),
                Data = [.. recipe.Data.Select(source => source.RelativeTo(folder))],
                Validation = [.. recipe.Validation.Select(source => source.RelativeTo(folder))],
            };
        }
        catch (YamlException exception)
        {
            var (line, problem) = RecipeOption.FirstProblem(text) ?? SyntaxProblem(text, exception);
            throw new InvalidDataException($"Recipe '{path}', line {line}: {problem}", exception);
        }
        catch (ArgumentException exception)
        {
            throw new InvalidDataException($"Recipe '{path}': {exception.Message}", exception);
        }
    }

    /// <summary>What is wrong with a text that is no YAML, and its line.</summary>
    static (long Line, string Problem) SyntaxProblem(string text, YamlException exception)
    {
        if (exception is not (SyntaxErrorException or SemanticErrorException)) return (exception.Start.Line, $"expected the options that {RecipeOption.Reference} lists, found something else");
        // Of a tab the parser tells where what it stands in began.
        var tab = Array.FindIndex(text.Split('\n'), line => line.AsSpan(0, line.Length - line.AsSpan().TrimStart().Length).Contains('\t'));
        return exception.Message.Contains(" tab ", StringComparison.Ordinal) && tab >= 0
            ? (tab + 1, "expected spaces at the beginning of the line, found a tab, which YAML does not allow there")
            : (exception.End.Line, exception.Message);
    }

    /// <summary>Checks everything that can be checked without opening the data.</summary>
    /// <exception cref="ArgumentException">Names what is wrong.</exception>
    public void Validate()
    {
        var problems = new List<string>();
        foreach (var group in new Action[] { Training.Validate, Augmentation.Validate })
        {
            try
            {
                group();
            }
            catch (ArgumentException exception)
            {
                problems.Add(exception.Message.TrimEnd('.'));
            }
        }
        if (!Networks.Contains(Network)) problems.Add($"network: expected {string.Join(" or ", Networks)}, found '{Network}'");
        if (Dropout is not (>= 0 and < 1)) problems.Add(FormattableString.Invariant($"dropout: expected 0 or more and below 1, found {Dropout}"));
        if (Width is not (null or (>= 0.25f and <= 4))) problems.Add(FormattableString.Invariant($"width: expected 0.25 to 4, found {Width}"));
        if (Width is not (null or 1) && Network != "grid") problems.Add(FormattableString.Invariant($"width: the network '{Network}' is fixed, only grid has one, found {Width}"));
        if (Cells is { } cells && !GridLayout.CellChoices.Contains(cells)) problems.Add($"cells: expected {string.Join(" or ", GridLayout.CellChoices)}, found {cells}");
        if (Cells is not null && Network != "grid") problems.Add($"cells: only the network 'grid' has cells, found {Cells} for '{Network}'");
        if (!Enum.IsDefined(Loss)) problems.Add($"loss: expected {string.Join(" or ", Enum.GetNames<ConfidenceLossKind>())}, found {Loss}");
        if (Loss != ConfidenceLossKind.CrossEntropy && Network != "grid") problems.Add($"loss: only the network 'grid' has a choice, found {Loss} for '{Network}'");
        if (Freeze is not null && From is null) problems.Add($"freeze: expected a model in 'from', whose weights can be frozen, found none to freeze '{Freeze}' of");
        if (Data.Count == 0) problems.Add("data: expected what to train on, such as 'data: [{ yaml: my/data.yaml, split: train }]' (a data set) or 'data: [{ synthetic: { count: 4000 } }]' (rendered images), found nothing");
        if (Validation.Count == 0)
            problems.Add("validation: expected images to choose the thresholds on, which are never trained on, such as 'validation: [{ yaml: my/data.yaml, split: val }]' or 'validation: [{ synthetic: { seed: 1000001, count: 500 } }]', found nothing; 'robotvision data split' makes a val list");
        if (ValidateEvery < 0) problems.Add($"validate_every: expected 0 (never) or more steps, found {ValidateEvery}");
        if (CacheMegabytes is < 0 or > 1_000_000) problems.Add($"cache_megabytes: expected 0..1000000, found {CacheMegabytes}");
        problems.AddRange(Problems("data", Data).Concat(Problems("validation", Validation)));
        if (problems.Count > 0) throw new OptionException($"{string.Join("; ", problems)}.");
    }

    static IEnumerable<string> Problems(string list, IList<DataSource> sources) =>
        sources.SelectMany((source, i) => source is null ? [$"{list}.{i}: expected a source such as {{ yaml: my/data.yaml, split: train }}, found nothing"] : source.Problems($"{list}.{i}"));
}
