using RobotVision.Data.Randomness;
using RobotVision.Training.Recipes;

namespace RobotVision.Training.Sweeps;

/// <summary>What a sweep shall try, within which budget, and what counts.</summary>
public sealed record SweepPlan
{
    /// <summary>The seed of random settings; fixed, so that a sweep that goes on draws what it drew.</summary>
    const ulong DrawSeed = 1;

    internal SweepPlan(string file, RecipeTree recipe) => (File, Recipe) = (file, recipe);

    /// <summary>The file it was read from.</summary>
    public string File { get; }

    /// <summary>The recipe that everything begins with.</summary>
    internal RecipeTree Recipe { get; }

    /// <summary>Whether settings are drawn at random; otherwise every combination is tried.</summary>
    public bool Random { get; init; }

    /// <summary>Options of every run.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Set { get; init; } = [];

    /// <summary>Named groups of options that are tried instead of each other; one without a name where there are none.</summary>
    public IReadOnlyList<(string? Name, IReadOnlyList<KeyValuePair<string, string>> Options)> Methods { get; init; } = [(null, [])];

    /// <summary>What is varied.</summary>
    public IReadOnlyList<SweepOption> Options { get; init; } = [];

    /// <summary>Every setting is trained once with each.</summary>
    public IReadOnlyList<ulong> Seeds { get; init; } = [];

    /// <summary>The most runs; null for no limit.</summary>
    public int? Runs { get; init; }

    /// <summary>The longest time, all runs together; null for no limit.</summary>
    public TimeSpan? Time { get; init; }

    /// <summary>What is best.</summary>
    public SweepObjective Objective { get; init; }

    /// <summary>Data that every finished model is measured on, and nothing is chosen by; may be empty.</summary>
    public IReadOnlyList<DataSource> Test { get; init; } = [];

    /// <summary>The folder that paths in the file begin at.</summary>
    internal string Folder => Path.GetDirectoryName(Path.GetFullPath(File))!;

    /// <summary>
    /// Every run in its order: first all settings with the first seed, so that a short budget has seen them all. A random sweep takes all
    /// seeds of a setting first: a larger budget then adds runs and changes none.
    /// </summary>
    /// <exception cref="ArgumentException">The options of a setting do not go together; says which and why.</exception>
    internal IReadOnlyList<SweepRun> ToRuns()
    {
        var settings = Settings().ToArray();
        var pairs = Random
            ? settings.SelectMany(setting => Seeds.Select(seed => (setting, seed)))
            : Seeds.SelectMany(seed => settings.Select(setting => (setting, seed)));
        var runs = pairs.Take(Runs ?? int.MaxValue).Select(pair => ToRun(pair.setting, pair.seed));
        return [.. Random ? runs.DistinctBy(run => run.Name) : runs]; // chance draws from a short list twice
    }

    IEnumerable<SweepSetting> Settings()
    {
        if (!Random)
            return Methods.SelectMany(method => Options.Aggregate(
                (IEnumerable<KeyValuePair<string, string>[]>)[[]],
                (made, option) => made.SelectMany(first => option.Values!.Select(value => (KeyValuePair<string, string>[])[.. first, new(option.Name, value)])))
                .Select(options => new SweepSetting(method.Name, options)));
        var count = (Runs!.Value + Seeds.Count - 1) / Seeds.Count;
        return Enumerable.Range(0, count).Select(i =>
        {
            var random = new RandomSequence(DrawSeed, (ulong)i);
            var method = Methods[random.NextInt32(Methods.Count)].Name;
            var options = new List<KeyValuePair<string, string>>();
            foreach (var option in Options) options.Add(new(option.Name, option.Draw(ref random)));
            return new SweepSetting(method, options);
        });
    }

    SweepRun ToRun(SweepSetting setting, ulong seed)
    {
        var method = Methods.First(method => method.Name == setting.Method).Options;
        try
        {
            var tree = Recipe.With([.. Set, .. method, .. setting.Options, new("training.seed", FormattableString.Invariant($"{seed}"))], Folder);
            return new(setting, seed, tree, tree.ToRecipe(), Folder);
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidDataException)
        {
            throw new OptionException($"Sweep '{File}', {setting}: {exception.Message}", exception);
        }
    }
}

/// <summary>What makes one setting better than another; always measured on the recipe's validation data.</summary>
public enum SweepObjective
{
    /// <summary>The mean of the classes' best F1; higher is better.</summary>
    F1,

    /// <summary>The mean of the classes' average precision; higher is better.</summary>
    AveragePrecision,

    /// <summary>The last validation loss of the run; lower is better.</summary>
    Loss,
}
