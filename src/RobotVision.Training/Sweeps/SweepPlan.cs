using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using RobotVision.Data.Randomness;
using RobotVision.Training.Recipes;

namespace RobotVision.Training.Sweeps;

/// <summary>The settings, budget and objective of a sweep.</summary>
public sealed record SweepPlan
{
    /// <summary>Seed of random settings; fixed, so that a resumed sweep draws the same settings.</summary>
    const ulong DrawSeed = 1;

    internal SweepPlan(string file, RecipeTree recipe) => (File, Recipe) = (file, recipe);

    /// <summary>The file it was read from.</summary>
    public string File { get; }

    /// <summary>The recipe that every run starts with.</summary>
    internal RecipeTree Recipe { get; }

    /// <summary>Whether settings are drawn at random; otherwise every combination is tried.</summary>
    public bool Random { get; init; }

    /// <summary>Options set in every run.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Set { get; init; } = [];

    /// <summary>Named groups of options to compare with each other; one empty group without a name where the file has none.</summary>
    public IReadOnlyList<(string? Name, IReadOnlyList<KeyValuePair<string, string>> Options)> Methods { get; init; } = [(null, [])];

    /// <summary>The options that are varied.</summary>
    public IReadOnlyList<SweepOption> Options { get; init; } = [];

    /// <summary>Seeds; every setting is trained once with each.</summary>
    public IReadOnlyList<ulong> Seeds { get; init; } = [];

    /// <summary>Maximum number of runs; null for no limit.</summary>
    public int? Runs { get; init; }

    /// <summary>Maximum time of all runs together; null for no limit.</summary>
    public TimeSpan? Time { get; init; }

    /// <summary>The measure that ranks the settings.</summary>
    public SweepObjective Objective { get; init; }

    /// <summary>Test data: every finished model is scored on them, nothing is chosen by them; may be empty.</summary>
    public IReadOnlyList<DataSource> Test { get; init; } = [];

    /// <summary>The folder that paths in the file are relative to.</summary>
    internal string Folder => Path.GetDirectoryName(Path.GetFullPath(File))!;

    /// <summary>
    /// All runs in order. A grid sweep takes all settings with the first seed first, so that a short budget covers every setting. A random sweep takes
    /// all seeds of a setting first, so that a larger budget only adds runs.
    /// </summary>
    /// <exception cref="ArgumentException">The options of a setting contradict each other; the message says which and how.</exception>
    internal IReadOnlyList<SweepRun> ToRuns()
    {
        var settings = Settings().ToArray();
        var pairs = Random
            ? settings.SelectMany(setting => Seeds.Select(seed => (setting, seed)))
            : Seeds.SelectMany(seed => settings.Select(setting => (setting, seed)));
        var runs = pairs.Take(Runs ?? int.MaxValue).Select(pair => ToRun(pair.setting, pair.seed));
        return [.. Random ? runs.DistinctBy(run => run.Name) : runs]; // random choices from a short list may repeat
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

/// <summary>The measure that ranks the settings, on the recipe's validation data.</summary>
public enum SweepObjective
{
    /// <summary>The mean of the classes' best F1; higher is better.</summary>
    F1,

    /// <summary>The mean of the classes' average precision; higher is better.</summary>
    AveragePrecision,

    /// <summary>The last validation loss of the run; lower is better.</summary>
    Loss,
}

/// <summary>An option that a sweep varies: over a list of values, or at random in a range.</summary>
/// <param name="Name">Dotted name of the recipe's option.</param>
/// <param name="Values">The values to try; null for a range.</param>
/// <param name="From">Lower end of the range.</param>
/// <param name="To">Upper end of the range.</param>
/// <param name="Logarithmic">Whether the logarithm of the value is uniformly distributed rather than the value.</param>
/// <param name="IsInteger">Whether values are integers.</param>
public sealed record SweepOption(string Name, IReadOnlyList<string>? Values, double From = 0, double To = 0, bool Logarithmic = false, bool IsInteger = false)
{
    /// <summary>Draws a value.</summary>
    internal string Draw(ref RandomSequence random)
    {
        if (Values is not null) return Values[random.NextInt32(Values.Count)];
        var part = random.NextSingle();
        var value = Logarithmic ? From * Math.Pow(To / From, part) : From + (To - From) * part;
        // Rounded to four digits, so that the table shows exactly the value that was tried.
        return IsInteger ? Math.Round(value).ToString("F0", CultureInfo.InvariantCulture) : value.ToString("G4", CultureInfo.InvariantCulture);
    }
}

/// <summary>One combination of what a sweep varies.</summary>
/// <param name="Method">The name of its group of options; null where the sweep has none.</param>
/// <param name="Options">Each option that is varied with its value, as it stands in the sweep's file.</param>
public sealed record SweepSetting(string? Method, IReadOnlyList<KeyValuePair<string, string>> Options)
{
    /// <summary>In one line, for legends and messages.</summary>
    public override string ToString() =>
        string.Join(", ", (Method is null ? [] : new[] { Method }).Concat(Options.Select(option => $"{option.Key} {option.Value}"))) is { Length: > 0 } text
            ? text : "the recipe as it is";
}

/// <summary>One training of a sweep. Its name is the digest of its recipe: the same recipe is the same run, wherever it stands in a plan.</summary>
/// <param name="Setting">What is varied.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Tree">The recipe's file.</param>
/// <param name="Recipe">The recipe.</param>
/// <param name="Folder">The folder that paths begin at for the digest, so that it is the same on another machine.</param>
sealed record SweepRun(SweepSetting Setting, ulong Seed, RecipeTree Tree, TrainingRecipe Recipe, string Folder)
{
    /// <summary>The run's name and that of its folder.</summary>
    public string Name { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Tree.ToText(Folder))))[..10];
}
