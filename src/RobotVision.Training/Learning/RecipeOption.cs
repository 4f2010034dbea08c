using System.Reflection;
using RobotVision.Training.Datasets;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace RobotVision.Training.Learning;

/// <summary>
/// One option of a recipe by its dotted name, as it stands in the file: <c>dropout</c>, <c>training.learning_rate</c>, <c>data.0.limit</c>.
/// Every option that a recipe has is one, since the names are those of its properties.
/// </summary>
/// <param name="Name">The dotted name; the places in a list count from 0.</param>
/// <param name="Type">What its value is.</param>
sealed record RecipeOption(string Name, Type Type)
{
    const string Place = "N";

    /// <summary>Finds an option.</summary>
    /// <exception cref="ArgumentException">There is none of that name; says which is the nearest.</exception>
    public static RecipeOption Find(string name)
    {
        var type = typeof(TrainingRecipe);
        foreach (var part in name.Split('.'))
        {
            var next = ElementOf(type) is { } element
                ? int.TryParse(part, out var place) && place >= 0 ? element : null
                : Properties(type).FirstOrDefault(property => NameOf(property) == part)?.PropertyType;
            type = next ?? throw new ArgumentException($"'{name}' is no option of a recipe; the nearest is '{Nearest(name)}'.");
        }
        return IsValue(type) ? new(name, type) : throw new ArgumentException($"'{name}' is a group of options; name one of it, such as '{Nearest(name + ".")}'.");
    }

    /// <summary>Whether it is a whole number.</summary>
    public bool IsWhole => Plain(Type) is { } type && (type == typeof(int) || type == typeof(long) || type == typeof(ulong));

    /// <summary>Checks a value.</summary>
    /// <exception cref="ArgumentException">It is not of the option's kind.</exception>
    public void Check(string value)
    {
        try
        {
            new DeserializerBuilder().Build().Deserialize(value, Type);
        }
        catch (YamlException)
        {
            var type = Plain(Type);
            var expected = IsWhole ? "a whole number" : type.IsEnum ? string.Join(" or ", Enum.GetNames(type)) : type == typeof(bool) ? "true or false" : "a number";
            throw new ArgumentException($"{Name}: expected {expected}, found '{value}'.");
        }
    }

    /// <summary>What the first option of a recipe's text is that does not exist, or that has a value of another kind, and its line; null when there is none.</summary>
    public static (long Line, string Problem)? FirstProblem(string text)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(text));
        }
        catch (YamlException)
        {
            return null; // no YAML at all
        }
        return stream.Documents.Count == 0 ? null : Problems(stream.Documents[0].RootNode, "").Select(found => ((long, string)?)found).FirstOrDefault();
    }

    static IEnumerable<(long Line, string Problem)> Problems(YamlNode node, string name) => node switch
    {
        YamlMappingNode map => map.Children.SelectMany(child => Problems(child.Value, name.Length == 0 ? $"{child.Key}" : $"{name}.{child.Key}")),
        YamlSequenceNode list => list.Children.SelectMany((child, i) => Problems(child, FormattableString.Invariant($"{name}.{i}"))),
        YamlScalarNode { Value: { Length: > 0 } value } when Problem(name, value) is { } problem => [(node.Start.Line, problem)],
        _ => [],
    };

    static string? Problem(string name, string value)
    {
        try
        {
            Find(name).Check(value);
            return null;
        }
        catch (ArgumentException exception)
        {
            return exception.Message;
        }
    }

    static string Nearest(string name)
    {
        var asked = string.Join('.', name.Split('.').Select(part => int.TryParse(part, out _) ? Place : part));
        return All(typeof(TrainingRecipe), "").MinBy(known => Misspelling.Slips(asked, known))!;
    }

    static IEnumerable<string> All(Type type, string prefix) => Properties(type).SelectMany(property =>
    {
        var name = prefix + NameOf(property);
        return IsValue(property.PropertyType) ? [name]
            : ElementOf(property.PropertyType) is { } element ? All(element, $"{name}.{Place}.")
            : All(Plain(property.PropertyType), name + ".");
    });

    static IEnumerable<PropertyInfo> Properties(Type type) =>
        Plain(type).GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite);

    static string NameOf(PropertyInfo property) => UnderscoredNamingConvention.Instance.Apply(property.Name);

    static Type Plain(Type type) => Nullable.GetUnderlyingType(type) ?? type;

    static bool IsValue(Type type) => Plain(type) is { } plain && (plain.IsPrimitive || plain.IsEnum || plain == typeof(string));

    static Type? ElementOf(Type type) =>
        type.IsGenericType && type.GetGenericArguments() is [var element] && typeof(IEnumerable<>).MakeGenericType(element).IsAssignableFrom(type) ? element : null;
}
