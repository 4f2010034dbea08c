using System.Collections;
using System.Globalization;
using System.Reflection;
using RobotVision.Data.Text;
using RobotVision.Files;
using RobotVision.Messages;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;
using YamlDotNet.Serialization;

namespace RobotVision.Training.Recipes;

/// <summary>
/// One option of a recipe by its dotted name in the file: <c>dropout</c>, <c>training.learning_rate</c>, <c>data.0.limit</c>.
/// The names are derived from the properties of <see cref="TrainingRecipe"/> by reflection, so every option has one.
/// </summary>
/// <param name="Name">The dotted name; list indices count from 0.</param>
/// <param name="Type">The type of the value.</param>
sealed record RecipeOption(string Name, Type Type)
{
    /// <summary>The file that describes every option.</summary>
    public const string Reference = "models/recipe-reference.yaml";

    const string AnyIndex = "N";

    /// <summary>Option names of other training tools and the names used here.</summary>
    static readonly (string Theirs, string Ours)[] Synonyms =
    [
        ("epochs", "training.steps"), ("iterations", "training.steps"), ("batch", "training.batch_size"), ("lr", "training.learning_rate"),
        ("lr0", "training.learning_rate"), ("warmup", "training.warm_up_steps"),
        ("weights", "from"), ("train", "data"), ("val", "validation"), ("augment", "augmentation"), ("model", "network"),
    ];

    /// <summary>The names of all options, with <c>N</c> for a list index.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All(typeof(TrainingRecipe), "")];

    /// <summary>Finds an option by its dotted name.</summary>
    /// <exception cref="ArgumentException">There is no such option; the message suggests the closest name.</exception>
    public static RecipeOption Find(string name) =>
        TypeOf(name) is var type && IsValue(type) ? new(name, type)
            : throw new OptionException($"'{name}' is a group of options; name one of it, such as '{First(name)}'.");

    /// <summary>The type of an option or of a group of options.</summary>
    /// <exception cref="ArgumentException">There is no such option; the message suggests the closest name.</exception>
    static Type TypeOf(string name)
    {
        var type = typeof(TrainingRecipe);
        foreach (var part in name.Split('.'))
        {
            if (ElementOf(type) is not null && !int.TryParse(part, out _))
                throw new OptionException(
                    $"'{name[..name.LastIndexOf($".{part}", StringComparison.Ordinal)]}' is a list: begin each of its entries with '- '.");
            var next = ElementOf(type) is { } element
                ? int.TryParse(part, out var place) && place >= 0 ? element : null
                : Properties(type).FirstOrDefault(property => NameOf(property) == part)?.PropertyType;
            type = next ?? throw new OptionException($"'{name}' is no option of a recipe; "
                + $"{(Closest(name) is { } closest ? $"the nearest is '{closest}'. " : "")}{Reference} lists all.");
        }
        return type;
    }

    /// <summary>The values of all options of a recipe or of one of its groups, by dotted name; options that are null are left out.</summary>
    /// <param name="group">The recipe or group.</param>
    /// <param name="prefix">Prefix of every name, with its dot.</param>
    public static IReadOnlyDictionary<string, string> Values(object group, string prefix = "") =>
        Properties(group.GetType()).SelectMany(property => ValuesOf(property.GetValue(group), prefix + NameOf(property))).ToDictionary();

    /// <summary>
    /// Lists the options whose values differ, each as <c>NAME: was X, now Y</c>. An option that is missing on one side (written by an older version)
    /// counts with its default value.
    /// </summary>
    public static IReadOnlyList<string> Differences(IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> now) =>
    [
        .. now.Keys.Union(before.Keys)
            .Select(name => (name, Was: before.GetValueOrDefault(name) ?? Default(name), Is: now.GetValueOrDefault(name) ?? Default(name)))
            .Where(option => option.Was != option.Is).Select(option => $"{option.name}: was {option.Was}, now {option.Is}"),
    ];

    /// <summary>Whether the value is an integer.</summary>
    public bool IsInteger => Plain(Type) is { } type && (type == typeof(int) || type == typeof(long) || type == typeof(ulong));

    /// <summary>Checks that a value has the option's type.</summary>
    /// <exception cref="ArgumentException">It has not.</exception>
    public void Check(string value)
    {
        try
        {
            new DeserializerBuilder().Build().Deserialize(value, Type);
        }
        catch (YamlException)
        {
            var type = Plain(Type);
            var expected = type == typeof(ulong) ? "a whole number of 0 or more" : IsInteger ? "a whole number"
                : type.IsEnum ? string.Join(" or ", Enum.GetNames(type))
                : type == typeof(bool) ? "true or false" : "a number";
            throw new OptionException($"{Name}: expected {expected}, found '{value}'.");
        }
    }

    /// <summary>
    /// Finds the first option of a recipe's text that does not exist or has a value of the wrong type, and its line; null when there is none.
    /// </summary>
    public static (long Line, string Problem)? FirstProblem(string text)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new BoundedYaml(text));
        }
        catch (Exception exception) when (exception is YamlException or InvalidOperationException or ArgumentException)
        {
            return null; // not YAML; the caller reports the syntax error
        }

        if (stream.Documents.Count == 0) return null;
        return stream.Documents[0].RootNode is YamlMappingNode root
            ? Problems(root, "").Select(found => ((long, string)?)found).FirstOrDefault()
            : (stream.Documents[0].RootNode.Start.Line, "expected options such as 'network: grid', found none");
    }

    static IEnumerable<(long Line, string Problem)> Problems(YamlNode node, string name) => node switch
    {
        YamlMappingNode map => map.Children.SelectMany(child => Problems(child.Value, name.Length == 0 ? $"{child.Key}" : $"{name}.{child.Key}")),
        YamlSequenceNode list => list.Children.SelectMany((child, i) => Problems(child, FormattableString.Invariant($"{name}.{i}"))),
        YamlScalarNode scalar when Problem(name, scalar.Value ?? "") is { } problem => [(node.Start.Line, problem)],
        _ => [],
    };

    static string? Problem(string name, string value)
    {
        try
        {
            if (value.Length > 0) Find(name).Check(value);
            else TypeOf(name); // an empty value counts as left out
            return null;
        }
        catch (ArgumentException exception)
        {
            return exception.Message;
        }
    }

    /// <summary>The option that is probably meant: one of that name in another group, or one with a similar name; null when none is close.</summary>
    static string? Closest(string name)
    {
        var asked = string.Join('.', name.Split('.').Select(part => int.TryParse(part, out _) ? AnyIndex : part));
        var last = asked[(asked.LastIndexOf('.') + 1)..];
        if (Synonyms.FirstOrDefault(pair => pair.Theirs == last).Ours is { } ours) return ours;
        var (slips, _, closest) = Names.Select(known =>
        {
            var whole = Misspelling.Slips(asked, known);
            return (last == AnyIndex ? whole : Math.Min(whole, Misspelling.Slips(last, known[(known.LastIndexOf('.') + 1)..])), whole, known);
        }).Min();
        return slips <= last.Length / 2 ? closest : null;
    }

    static string First(string group)
    {
        var prefix = string.Join('.', group.Split('.').Select(part => int.TryParse(part, out _) ? AnyIndex : part)) + ".";
        return Names.First(name => name.StartsWith(prefix, StringComparison.Ordinal));
    }

    static string Default(string name)
    {
        object? value = new TrainingRecipe();
        foreach (var part in name.Split('.'))
        {
            if (value is null) break;
            var property = Properties(value.GetType()).FirstOrDefault(property => NameOf(property) == part);
            value = ElementOf(value.GetType()) is { } element ? Fresh(element) : property is null ? null
                : property.GetValue(value) ?? Fresh(property.PropertyType);
        }
        return value is null ? TrainingRecipe.None : Text(value);

        static object? Fresh(Type type) => IsValue(type) ? null : Activator.CreateInstance(type);
    }

    static IEnumerable<KeyValuePair<string, string>> ValuesOf(object? value, string name) => value switch
    {
        null => [],
        _ when IsValue(value.GetType()) => [new(name, Text(value))],
        IEnumerable list => list.Cast<object?>().SelectMany((item, i) => ValuesOf(item, FormattableString.Invariant($"{name}.{i}"))),
        _ => Values(value, name + "."),
    };

    static string Text(object value) => Convert.ToString(value, CultureInfo.InvariantCulture)!;

    static IEnumerable<string> All(Type type, string prefix) => Properties(type).SelectMany(property =>
    {
        var name = prefix + NameOf(property);
        return IsValue(property.PropertyType) ? [name]
            : ElementOf(property.PropertyType) is not { } element ? All(Plain(property.PropertyType), name + ".")
            : IsValue(element) ? [$"{name}.{AnyIndex}"]
            : All(element, $"{name}.{AnyIndex}.");
    });

    static IEnumerable<PropertyInfo> Properties(Type type) =>
        Plain(type).GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite);

    static string NameOf(PropertyInfo property) => OptionName.Of(property.Name);

    static Type Plain(Type type) => Nullable.GetUnderlyingType(type) ?? type;

    static bool IsValue(Type type) => Plain(type) is { } plain && (plain.IsPrimitive || plain.IsEnum || plain == typeof(string));

    static Type? ElementOf(Type type) =>
        type.IsGenericType && type.GetGenericArguments() is [var element]
            && typeof(IEnumerable<>).MakeGenericType(element).IsAssignableFrom(type) ? element : null;
}
