using System.Text.Json.Serialization;
using RobotVision.Data.Datasets;
using RobotVision.Data.Formats;
using RobotVision.Data.Synthesis;
using RobotVision.Files;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace RobotVision.Training.Recipes;

/// <summary>One source of images in a recipe: rendered ones, or a data set with a <c>data.yaml</c>.</summary>
public sealed record DataSource
{
    /// <summary>Images to render; null when it is a data set.</summary>
    public SyntheticOptions? Synthetic { get; init; }

    /// <summary>The data set's <c>data.yaml</c>; null when images are rendered.</summary>
    public string? Yaml { get; init; }

    /// <summary>The split of the data set; default <c>train</c>.</summary>
    public string Split { get; init; } = "train";

    /// <summary>Sampling weight relative to the other sources, above 0; default 1.</summary>
    public float Weight { get; init; } = 1;

    /// <summary>Use only this many images, chosen at random; 0 uses all. With the same seed a smaller choice is a subset of a larger one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Limit { get; init; }

    /// <summary>
    /// Takes the images of the data set as clips, see <see cref="FrameClips"/>: most frames of one, 2..100. Left out, every image stands for itself. Rendered
    /// clips have it in <see cref="Synthetic"/>.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? ClipFrames { get; init; }

    /// <summary>By how much the numbers of two frames of a clip may differ that follow each other, 1 or more; default 1.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? ClipStep { get; init; }

    /// <summary>
    /// Whether images of the data set may be held out to choose thresholds on, where the recipe names no validation data; default true. Rendered images
    /// never are.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? HoldOut { get; init; }

    /// <summary>Whether images of this source may be held out.</summary>
    internal bool IsHeldOut => Yaml is not null && HoldOut != false;

    /// <summary>Parses the value of <c>--synthetic</c>: the options of a recipe's <c>synthetic</c> group, such as <c>seed=1,count=500</c>.</summary>
    /// <exception cref="ArgumentException">The text is malformed, an option is out of range or there is no image; the message names the problem.</exception>
    public static DataSource ParseSynthetic(string text)
    {
        try
        {
            if (RepeatedName(text) is { } twice) throw new OptionException($"expected each name once, found '{twice}' again");
            var yaml = $"{{{text.Replace("=", ": ", StringComparison.Ordinal)}}}";
            var reader = new DeserializerBuilder().WithNamingConvention(UnderscoredNamingConvention.Instance).WithDuplicateKeyChecking().Build();
            foreach (var (name, value) in reader.Deserialize<Dictionary<string, object?>>(new BoundedYaml(yaml))) CheckSynthetic(name, value);
            var options = reader.Deserialize<SyntheticOptions>(new BoundedYaml(yaml));
            options.Validate();
            if (options.Count == 0) throw new OptionException("count: expected 1 or more images, found 0");
            return new() { Synthetic = options };
        }
        catch (Exception exception) when (exception is YamlException or ArgumentException or InvalidOperationException)
        {
            throw new OptionException(
                $"--synthetic: expected NAME=VALUE,... such as seed=2,count=500,width=640,height=480, found '{text}': "
                + $"{(exception is not ArgumentException ? "that is not a list of NAME=VALUE" : exception.Message.TrimEnd('.'))}.", exception);
        }
    }

    /// <summary>A name that is given a value twice.</summary>
    static string? RepeatedName(string text) => text.Split(',').Where(part => part.Contains('=', StringComparison.Ordinal))
        .GroupBy(part => part.Split('=')[0].Trim()).FirstOrDefault(same => same.Count() > 1)?.Key;

    static void CheckSynthetic(string name, object? value)
    {
        const string Group = "data.N.synthetic.";
        var lists = RecipeOption.Names.Where(option => option.StartsWith(Group, StringComparison.Ordinal))
            .Select(option => option[Group.Length..].Split('.')).ToDictionary(parts => parts[0], parts => parts.Length > 1);
        if (!lists.TryGetValue(name, out var isList))
            throw new OptionException($"expected names of {string.Join(", ", lists.Select(one => one.Value ? $"{one.Key}=[A,B]" : one.Key))}, found '{name}'");
        if (value is null) throw new OptionException($"'{name}' has no value");
        if (isList && value is string) throw new OptionException($"'{name}' is a list: write {name}=[{value}], several with commas between them");
        try
        {
            foreach (var one in value is IEnumerable<object> list ? list : [value])
                RecipeOption.Find($"data.0.synthetic.{name}{(value is string ? "" : ".0")}").Check($"{one}");
        }
        catch (ArgumentException exception)
        {
            throw new OptionException(exception.Message.Replace("data.0.synthetic.", "", StringComparison.Ordinal), exception);
        }
    }

    /// <summary>Opens the data set.</summary>
    /// <param name="seed">Seed of the random choice of <see cref="Limit"/> images.</param>
    /// <param name="notes">Receives warnings about the data set; null to ignore them.</param>
    /// <exception cref="InvalidDataException">The data set cannot be used, or has fewer images than <see cref="Limit"/>.</exception>
    public WeightedDataset Open(ulong seed = 0, DatasetNotes? notes = null)
    {
        IDataset dataset = Synthetic switch
        {
            null when ClipFrames is { } length =>
                new FrameClips(new(DataYaml.Load(Yaml!, notes), Split, mayLackLabels: true), length, ClipStep ?? 1, notes),
            null => new ImageDataset(DataYaml.Load(Yaml!, notes), Split),
            { ClipFrames: > 1 } => new ClipDataset(Synthetic),
            _ => new SyntheticDataset(Synthetic),
        };
        return new(Limit > 0 ? new LimitedDataset(dataset, Limit, seed) : dataset, Weight);
    }

    internal DataSource RelativeTo(string folder) => Yaml is null ? this : this with { Yaml = Path.GetFullPath(Path.Combine(folder, Yaml)) };

    /// <summary>Lists the problems that can be found without opening the data.</summary>
    /// <param name="name">The source's name in the recipe, such as <c>data.0</c>.</param>
    internal IEnumerable<string> Problems(string name)
    {
        if (Synthetic is null == Yaml is null)
            yield return $"{name}: expected either 'yaml: FILE' (a data set) or 'synthetic: {{ count: N }}' (rendered images), "
                + $"found {(Yaml is null ? "neither" : "both")}";
        if (Limit < 0) yield return $"{name}.limit: expected 0 (none) or more images, found {Limit}";
        if (Limit > 0 && (ClipFrames ?? Synthetic?.ClipFrames) is { } frames && Limit < frames)
            yield return $"{name}.limit: expected the {frames} frames of a clip or more, since clips stay whole, found {Limit}";
        if (ClipFrames is not (null or (>= 2 and <= 100))) yield return $"{name}.clip_frames: expected 2..100, found {ClipFrames}";
        if (ClipFrames is not null && Synthetic is not null)
            yield return $"{name}.clip_frames: expected it with 'yaml', found it with 'synthetic', where it belongs inside: synthetic: {{ clip_frames: N }}";
        if (ClipStep < 1) yield return $"{name}.clip_step: expected 1 or more, found {ClipStep}";
        if (ClipStep is not null && ClipFrames is null) yield return $"{name}.clip_step: expected 'clip_frames' beside it, found none";
        if (!(Weight > 0 && float.IsFinite(Weight))) yield return FormattableString.Invariant($"{name}.weight: expected above 0, found {Weight}");
        foreach (var problem in Synthetic?.Problems() ?? []) yield return $"{name}.synthetic: {problem}";
    }
}

/// <summary>Lists the input files of a recipe, so that no output overwrites one.</summary>
public static class RecipeFiles
{
    /// <summary>The model to start from and the files of the data sets.</summary>
    public static IEnumerable<string> Of(TrainingRecipe recipe)
    {
        if (recipe.From is not null) yield return recipe.From;
        foreach (var source in recipe.Data.Concat(recipe.Validation))
            if (source.Yaml is { } yaml && (File.Exists(yaml) || Directory.Exists(yaml)))
                foreach (var file in DataFiles.Of(DataYaml.Load(yaml))) yield return file;
    }
}
