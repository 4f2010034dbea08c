using System.Globalization;
using RobotVision.Files;
using RobotVision.Training.Recipes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace RobotVision.Training.Sweeps;

/// <summary>Reads a sweep's file.</summary>
/// <remarks>
/// <code>
/// recipe: ../grid.yaml            # what every run begins with
/// search: grid                    # every combination, or: random
/// set: { training.steps: 500 }    # options of every run
/// methods:                        # groups of options to compare with each other
///   from nothing: {}
///   from the model: { from: ../grid.onnx, training.learning_rate: 0.0002 }
/// options:                        # what is varied, by the names of the recipe; a range for a random search alone
///   dropout: [0, 0.5]
///   training.weight_decay: { from: 0.0001, to: 0.1, log: true }
/// seeds: [1, 2, 3]
/// budget: { runs: 20, minutes: 60, steps: 500 }
/// objective: f1                   # on the validation data: f1, average_precision, loss
/// test: [{ yaml: ../data/ssl.yaml, split: test }]
/// </code>
/// </remarks>
static class SweepPlanReader
{
    /// <summary>Longest time budget, four weeks: a .NET timer takes at most about 49 days.</summary>
    const double MaximumMinutes = 40_320;

    static readonly string[] Keys = ["recipe", "search", "set", "methods", "options", "seeds", "budget", "objective", "test"];

    /// <summary>Reads and checks a file without opening data.</summary>
    /// <exception cref="FileNotFoundException">The file or its recipe is missing.</exception>
    /// <exception cref="InvalidDataException">Something is wrong; the message says where and what to write.</exception>
    public static SweepPlan Read(string path)
    {
        if (!File.Exists(path)) throw new FileNotFoundException($"Sweep '{path}': there is no such file; models/sweeps holds examples.", path);
        try
        {
            var stream = new YamlStream();
            stream.Load(new BoundedYaml(File.ReadAllText(path)));
            var root = stream.Documents.Count > 0 ? Map(stream.Documents[0].RootNode, "a sweep") : throw Error("it is empty");
            Expect(root, "a sweep", Keys);
            var plan = ReadPlan(path, root);
            var runs = plan.ToRuns(); // checks every combination before the first run starts
            if (runs.GroupBy(run => run.Name).FirstOrDefault(group => group.Count() > 1)?.ToArray() is [var one, var other, ..])
                throw Error($"expected settings that differ, found that '{one.Setting}' and '{other.Setting}' are the same recipe");
            return plan;
        }
        catch (YamlException exception)
        {
            throw new InvalidDataException($"Sweep '{path}', line {exception.Start.Line}: {exception.InnerException?.Message ?? exception.Message}", exception);
        }
        catch (InvalidOperationException exception)
        {
            throw new InvalidDataException($"Sweep '{path}': expected YAML, found something else.", exception); // YamlDotNet gives no line for some errors
        }
        catch (ArgumentException exception)
        {
            throw new InvalidDataException(exception.Message.StartsWith("Sweep ", StringComparison.Ordinal) ? exception.Message
                : $"Sweep '{path}': {exception.Message}", exception);
        }
    }

    static SweepPlan ReadPlan(string path, YamlMappingNode root)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var recipe = RecipeTree.Load(Path.Combine(folder, Text(root, "recipe") ?? throw Error("recipe: expected the path of a recipe, found none")));
        var budget = Find(root, "budget") is { } limits ? Map(limits, "budget") : new();
        Expect(budget, "budget", ["runs", "minutes", "steps"]);
        var set = Options(root, "set");
        if (Number(budget, "steps") is { } steps) set = [.. set, new("training.steps", steps.ToString("F0", CultureInfo.InvariantCulture))];
        var plan = new SweepPlan(path, recipe)
        {
            Random = OneOf(root, "search", "grid", "random") == "random",
            Set = set,
            Methods = Find(root, "methods") is { } methods
                ? [.. Map(methods, "methods").Select(method => ((string?)Scalar(method.Key, "methods"), Options(Map(method.Value, $"methods, {method.Key}"))))]
                : [(null, [])],
            Options = Find(root, "options") is { } options
                ? [.. Map(options, "options").Select(option => ReadOption(Scalar(option.Key, "options"), option.Value))] : [],
            Seeds = Find(root, "seeds") is { } seeds ? [.. List(seeds, "seeds").Select(seed => Seed(Scalar(seed, "seeds")))]
                : [recipe.ToRecipe().Training.Seed],
            Runs = (int?)Number(budget, "runs"),
            Time = Number(budget, "minutes") switch
            {
                null => null,
                > 0 and <= MaximumMinutes and var minutes => TimeSpan.FromMinutes(minutes),
                var minutes => throw Error(FormattableString.Invariant($"budget, minutes: expected more than 0 and at most {MaximumMinutes}, found {minutes}")),
            },
            Objective = OneOf(root, "objective", "f1", "average_precision", "loss") switch
            {
                "loss" => SweepObjective.Loss,
                "average_precision" => SweepObjective.AveragePrecision,
                _ => SweepObjective.F1,
            },
            Test = Find(root, "test") is { } test ? Sources(test, folder) : [],
        };
        Check(plan);
        return plan;
    }

    static void Check(SweepPlan plan)
    {
        if (plan.Methods.Count == 0) throw Error("methods: expected at least one, found none");
        if (plan.Options.Count == 0 && plan.Methods.Count == 1) throw Error("expected 'options' or 'methods' to compare, found nothing that is varied");
        if (plan.Random && plan.Runs is null) throw Error("budget: a random search never ends by itself; set the number of runs: budget: { runs: 20 }");
        if (!plan.Random && plan.Options.FirstOrDefault(option => option.Values is null) is { } range)
            throw Error($"options, {range.Name}: a range is for 'search: random'; give a grid search a list");
    }

    static SweepOption ReadOption(string name, YamlNode node)
    {
        var option = RecipeOption.Find(name);
        if (node is YamlSequenceNode list)
        {
            string[] values = [.. List(list, $"options, {name}").Select(value => Scalar(value, $"options, {name}"))];
            foreach (var value in values) option.Check(value);
            if (values.GroupBy(value => value).FirstOrDefault(group => group.Count() > 1) is { } twice)
                throw Error($"options, {name}: '{twice.Key}' is listed twice");
            return new(name, values);
        }
        if (node is not YamlMappingNode range)
            throw Error($"options, {name}: expected a list such as [0, 0.5] or a range such as {{ from: 0.001, to: 0.1, log: true }}, found '{node}'");
        Expect(range, $"options, {name}", ["from", "to", "log"]);
        var from = Number(range, "from") ?? throw Error($"options, {name}: expected where the range begins, 'from', found none");
        var to = Number(range, "to") ?? throw Error($"options, {name}: expected where the range ends, 'to', found none");
        var logarithmic = OneOf(range, "log", "false", "true") == "true";
        if (!(from < to) || (logarithmic && from <= 0))
            throw Error(FormattableString.Invariant(
                $"options, {name}: expected 'from' below 'to'{(logarithmic ? " and above 0" : "")}, found {from} and {to}"));
        return new(name, null, from, to, logarithmic, option.IsInteger);
    }

    static List<DataSource> Sources(YamlNode node, string folder)
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        new YamlStream(new YamlDocument(List(node, "test"))).Save(writer, assignAnchors: false);
        var sources = new DeserializerBuilder().WithNamingConvention(UnderscoredNamingConvention.Instance)
            .Build().Deserialize<List<DataSource>>(writer.ToString());
        if (sources.SelectMany((source, i) => source.Problems($"test.{i}")).FirstOrDefault() is { } problem) throw Error(problem);
        return [.. sources.Select(source => source.RelativeTo(folder))];
    }

    static KeyValuePair<string, string>[] Options(YamlMappingNode root, string key) => Find(root, key) is { } node ? Options(Map(node, key)) : [];

    static KeyValuePair<string, string>[] Options(YamlMappingNode map) =>
        [.. map.Select(pair => KeyValuePair.Create(Scalar(pair.Key, "options"), Scalar(pair.Value, $"{pair.Key}")))];

    static ulong Seed(string text) =>
        ulong.TryParse(text, CultureInfo.InvariantCulture, out var seed) ? seed : throw Error($"seeds: expected whole numbers, found '{text}'");

    static double? Number(YamlMappingNode map, string key) => Text(map, key) is not { } text ? null
        : double.TryParse(text, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) && (number > 0 || key is "from" or "to") ? number
        : throw Error($"{key}: expected a number{(key is "from" or "to" ? "" : " above 0")}, found '{text}'");

    static string OneOf(YamlMappingNode map, string key, params string[] choices) => Text(map, key) is not { } text ? choices[0]
        : choices.Contains(text) ? text
        : throw Error($"{key}: expected {string.Join(" or ", choices)}, found '{text}'");

    static string? Text(YamlMappingNode map, string key) => Find(map, key) is { } node ? Scalar(node, key) : null;

    static YamlNode? Find(YamlMappingNode map, string key) => map.Children.TryGetValue(key, out var node) ? node : null;

    static YamlMappingNode Map(YamlNode node, string place) => node as YamlMappingNode ?? throw Error($"{place}: expected 'name: value' pairs, found '{node}'");

    static YamlSequenceNode List(YamlNode node, string place) =>
        node is YamlSequenceNode { Children.Count: > 0 } list ? list : throw Error($"{place}: expected a list of at least one, found '{node}'");

    static string Scalar(YamlNode node, string place) => node is YamlScalarNode { Value: { Length: > 0 } value } ? value
        : throw Error($"{place}: expected one value, found '{node}'");

    static void Expect(YamlMappingNode map, string place, string[] keys)
    {
        foreach (var key in map.Children.Keys.Select(key => Scalar(key, place)))
            if (!keys.Contains(key)) throw Error($"{place}: expected {string.Join(", ", keys)}, found '{key}'");
    }

    static OptionException Error(string message) => new(message + ".");
}
