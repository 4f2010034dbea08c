using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using RobotVision.Data.Augmentation;
using RobotVision.Detections;
using RobotVision.Files;
using RobotVision.Training.Losses;
using RobotVision.Training.Network;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace RobotVision.Training.Recipes;

/// <summary>Everything that defines a model: network, options, data. One YAML file; the same recipe on the same kind of machine gives the same model.</summary>
public sealed record TrainingRecipe
{
    /// <summary>The value that means "left out", for lists of settings, where every entry needs a value.</summary>
    internal const string None = "none";

    /// <summary>The networks that a recipe can name.</summary>
    public static IReadOnlyList<string> Networks { get; } = ["grid", "lecture"];

    /// <summary>The network to train, one of <see cref="Networks"/>; default <c>grid</c>.</summary>
    public string Network { get; init; } = "grid";

    /// <summary>Dropout rate of the features before the head, at least 0 and below 1; default 0.1.</summary>
    public float Dropout { get; init; } = 0.1f;

    /// <summary>Width multiplier of the network's filters, 0.25..4; default 1, or that of the model in <see cref="From"/>. For <c>grid</c> only.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public float? Width { get; init; }

    /// <summary>
    /// Residual blocks besides the network's first, 0..8 of each size; default 0, or those of the model in <see cref="From"/>. More than that model has
    /// begin as the identity. For <c>grid</c> only.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Depth { get; init; }

    /// <summary>Output cells along each side of the sample, 12 or 24; default 24, or those of the model in <see cref="From"/>. For <c>grid</c> only.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Cells { get; init; }

    /// <summary>What the network remembers of earlier frames; left out: nothing, or what the model in <see cref="From"/> does. For <c>grid</c> only.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public MemoryOptions? Memory { get; init; }

    /// <summary>The loss of the confidences; default binary cross-entropy. For <c>grid</c> only.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public ConfidenceLossKind Loss { get; init; }

    /// <summary>The exported model whose weights the training starts from; <c>none</c> or left out: random weights.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? From { get; init => field = value == None ? null : value; }

    /// <summary>
    /// The part of that model that is frozen: <c>features</c> (all but the last layer with weights), or the name of a layer (it and all layers
    /// before it), or <c>model</c> (all that the model has, so that only what it lacks is trained, such as <see cref="Memory"/>). <c>none</c> or left out:
    /// nothing is frozen. The layers of a branch freeze together: with 24 cells all of <c>scales</c>.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Freeze { get; init => field = value == None ? null : value; }

    /// <summary>
    /// An exported model, usually a larger one, whose confidences are mixed into the targets, see <see cref="Steps.Teacher"/>. <c>none</c> or left out:
    /// no teacher. For <c>grid</c>, and with <see cref="Validation"/>.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Teacher { get; init => field = value == None ? null : value; }

    /// <summary>How much of each target is the teacher's, above 0 to 1; default 0.5.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public float? TeacherPart { get; init; }

    /// <summary>Options of the training loop.</summary>
    public TrainingOptions Training { get; init => field = value ?? new(); } = new();

    /// <summary>Augmentation of the training samples.</summary>
    public AugmentationOptions Augmentation { get; init => field = value ?? new(); } = new();

    /// <summary>The training data, sampled by weight.</summary>
    public IList<DataSource> Data { get; init => field = value ?? []; } = [];

    /// <summary>
    /// The validation data: thresholds are chosen and progress is measured on them; never trained on. Left out, frames of <see cref="Data"/> are held
    /// out by recording for that, see <see cref="Folds"/>.
    /// </summary>
    public IList<DataSource> Validation { get; init => field = value ?? []; } = [];

    /// <summary>
    /// Recordings without labels to learn from as well: videos, image folders or patterns. What the trained models surely see on them is trained on, where
    /// that makes the models better on the frames held out. For <c>grid</c>, and without <see cref="Validation"/>.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IList<string>? Also { get; init => field = value is { Count: 0 } ? null : value; }

    /// <summary>The part of the samples that is taken from <see cref="Also"/>, above 0 to 0.9; default 0.25.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public float? AlsoPart { get; init; }

    /// <summary>
    /// Without <see cref="Validation"/>: number of folds, each held out from a training of its own, on which thresholds, calibration and number of steps
    /// are chosen, before the model learns from all frames; 1 holds out a quarter of the frames once. 0 (default): 3 for up to 300 frames, 1 for more.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Folds { get; init; }

    /// <summary>
    /// With <see cref="From"/>: the part of the samples that is taken from what that model was trained on, rendered images and data sets, so that it is
    /// not forgotten; 0..0.9. Default 0.3, or 0 where the recipe has rendered images of its own.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public float? Remember { get; init; }

    /// <summary>
    /// Steps between two measurements of the loss and average precision on the validation data; 0 (default) never measures. Has no effect on the
    /// trained weights.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long ValidateEvery { get; init; }

    /// <summary>Megabytes of decoded images kept in memory; default half of the free memory. Has no effect on the trained weights.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? CacheMegabytes { get; init; }

    /// <summary>The recipe without the folders of the machine it ran on and without options that have no effect on the model.</summary>
    internal TrainingRecipe ToOrigin() => this with
    {
        ValidateEvery = 0,
        CacheMegabytes = null,
        From = Path.GetFileName(From),
        Teacher = Path.GetFileName(Teacher),
        Also = Also is null ? null : [.. Also.Select(path => Path.GetFileName(path))],
        Data = [.. Data.Select(WithoutFolder)],
        Validation = [.. Validation.Select(WithoutFolder)],
    };

    /// <summary>
    /// Digest, in hexadecimal, of everything that decides which samples are drawn, which network is trained and by which loss: the recipe without what
    /// is compared separately (<see cref="Training"/>, <see cref="From"/> and the shapes of the weights) and without <see cref="Validation"/>.
    /// </summary>
    internal string DataDigest() => Convert.ToHexStringLower(
        SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(
            ToOrigin() with { Training = new(), From = null, Freeze = null, Width = null, Depth = null, Cells = null, Validation = [] })))[..16];

    static DataSource WithoutFolder(DataSource source) => source.Yaml is null ? source : source with { Yaml = Path.GetFileName(source.Yaml) };

    /// <summary>Reads a recipe; paths in it are relative to its folder.</summary>
    /// <exception cref="InvalidDataException">The file is not a valid recipe; the message gives file, line and problem.</exception>
    public static TrainingRecipe Load(string path)
    {
        if (!File.Exists(path)) throw new FileNotFoundException($"Recipe '{path}': there is no such file; models/my-data.yaml is one to copy.", path);
        return Parse(File.ReadAllText(path), path);
    }

    /// <summary>Reads a recipe from a text.</summary>
    /// <param name="text">The YAML text.</param>
    /// <param name="path">The file it was read from, for messages; paths in the recipe are relative to its folder.</param>
    internal static TrainingRecipe Parse(string text, string path)
    {
        try
        {
            var reader = new DeserializerBuilder().WithNamingConvention(UnderscoredNamingConvention.Instance).WithDuplicateKeyChecking().Build();
            var recipe = reader.Deserialize<TrainingRecipe?>(new BoundedYaml(text))
                ?? throw new InvalidDataException($"Recipe '{path}': it is empty.");
            recipe.Validate();
            var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
            return recipe with
            {
                From = recipe.From is null ? null : Path.GetFullPath(Path.Combine(folder, recipe.From)),
                Teacher = recipe.Teacher is null ? null : Path.GetFullPath(Path.Combine(folder, recipe.Teacher)),
                Also = recipe.Also is null ? null : [.. recipe.Also.Select(path => Path.GetFullPath(Path.Combine(folder, path)))],
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
        catch (InvalidOperationException exception)
        {
            throw new InvalidDataException($"Recipe '{path}': expected YAML, found something else.", exception); // YamlDotNet gives no line for some errors
        }
    }

    /// <summary>The syntax error of a text that is not YAML, and its line.</summary>
    static (long Line, string Problem) SyntaxProblem(string text, YamlException exception)
    {
        if (exception is not (SyntaxErrorException or SemanticErrorException))
            return exception.Message.Contains("uplicate", StringComparison.Ordinal) ? (exception.Start.Line, $"expected each option once: {exception.Message}.")
                : (exception.Start.Line, $"expected the options that {RecipeOption.Reference} lists, found something else");
        // For a tab the parser gives the line where the enclosing block began, so the tab is searched here.
        var tab = Array.FindIndex(text.Split('\n'), line => line.AsSpan(0, line.Length - line.AsSpan().TrimStart().Length).Contains('\t'));
        return exception.Message.Contains(" tab ", StringComparison.Ordinal) && tab >= 0
            ? (tab + 1, "expected spaces at the beginning of the line, found a tab, which YAML does not allow there")
            : (exception.End.Line, exception.Message);
    }

    /// <summary>Checks everything that can be checked without opening the data.</summary>
    /// <exception cref="ArgumentException">Something is wrong; the message names every problem.</exception>
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
        if (Width is not (null or 1) && Network != "grid")
            problems.Add(FormattableString.Invariant($"width: the network '{Network}' is fixed, only grid has one, found {Width}"));
        if (Depth is < 0 or > GridNetwork.MaximumDepth) problems.Add($"depth: expected 0 to {GridNetwork.MaximumDepth}, found {Depth}");
        if (Depth > 0 && Network != "grid") problems.Add($"depth: the network '{Network}' is fixed, only grid has one, found {Depth}");
        if (Cells is { } cells && !GridLayout.CellChoices.Contains(cells))
            problems.Add($"cells: expected {string.Join(" or ", GridLayout.CellChoices)}, found {cells}");
        if (Cells is not null && Network != "grid") problems.Add($"cells: only the network 'grid' has cells, found {Cells} for '{Network}'");
        problems.AddRange(Memory?.Problems(this) ?? []);
        if (!Enum.IsDefined(Loss)) problems.Add($"loss: expected {string.Join(" or ", Enum.GetNames<ConfidenceLossKind>())}, found {Loss}");
        if (Loss != ConfidenceLossKind.CrossEntropy && Network != "grid")
            problems.Add($"loss: only the network 'grid' has a choice, found {Loss} for '{Network}'");
        if (Freeze is not null && From is null)
            problems.Add($"freeze: expected a model in 'from', whose weights can be frozen, found none to freeze '{Freeze}' of");
        if (Teacher is not null && Network != "grid") problems.Add($"teacher: only the network 'grid' learns from one, found '{Network}'");
        if (Teacher is not null && Validation.Count == 0)
            problems.Add("teacher: thresholds and the number of steps are not chosen with one on frames held out; expected 'validation', found none");
        if (TeacherPart is not (null or (> 0 and <= 1))) problems.Add(FormattableString.Invariant($"teacher_part: expected above 0 to 1, found {TeacherPart}"));
        if (TeacherPart is not null && Teacher is null) problems.Add("teacher_part: expected a model in 'teacher', found none");
        if (Data.Count == 0)
            problems.Add("data: expected data to train on, such as 'data: [{ yaml: my/data.yaml, split: train }]' (a data set) "
                + "or 'data: [{ synthetic: { count: 4000 } }]' (rendered images), found nothing");
        if (Validation.Count == 0 && Data.Count > 0 && Data.All(source => source is null || !source.IsHeldOut))
            problems.Add("validation: expected images to choose the thresholds on, which are never trained on, such as "
                + "'validation: [{ synthetic: { seed: 1000001, count: 500 } }]', or a data set in 'data' of which some can be held out, found neither");
        if (Folds is < 0 or > 20) problems.Add($"folds: expected 0 (chosen by the number of frames) to 20, found {Folds}");
        if (Remember is not (null or (>= 0 and <= 0.9f))) problems.Add(FormattableString.Invariant($"remember: expected 0 to 0.9, found {Remember}"));
        if (Remember > 0 && From is null) problems.Add("remember: expected a model in 'from', of whose data to take samples, found none");
        if (Augmentation.CloseUpChance > 0 && (From is null || Network != "grid"))
            problems.Add("augmentation.close_up_chance: expected the network 'grid' and a model in 'from', which says where, "
                + $"found '{Network}' from '{From ?? None}'");
        if (Also is not null && Network != "grid") problems.Add($"also: only the network 'grid' learns from frames without labels, found '{Network}'");
        if (Also is not null && Validation.Count > 0)
            problems.Add("also: whether frames without labels help is judged on frames of 'data' that are held out; expected no 'validation', found some");
        if (AlsoPart is not (null or (> 0 and <= 0.9f))) problems.Add(FormattableString.Invariant($"also_part: expected above 0 to 0.9, found {AlsoPart}"));
        if (AlsoPart is not null && Also is null) problems.Add("also_part: expected recordings in 'also' to take samples from, found none");
        if (ValidateEvery < 0) problems.Add($"validate_every: expected 0 (never) or more steps, found {ValidateEvery}");
        if (CacheMegabytes is < 0 or > 1_000_000) problems.Add($"cache_megabytes: expected 0..1000000, found {CacheMegabytes}");
        problems.AddRange(Problems("data", Data).Concat(Problems("validation", Validation)));
        if (problems.Count > 0) throw new OptionException($"{string.Join("; ", problems)}.");
    }

    static IEnumerable<string> Problems(string list, IList<DataSource> sources) =>
        sources.SelectMany((source, i) => source is null ? [$"{list}.{i}: expected a source such as {{ yaml: my/data.yaml, split: train }}, found nothing"]
            : source.Problems($"{list}.{i}"));
}
