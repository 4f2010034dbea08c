using System.Globalization;
using RobotVision.Files;
using RobotVision.Training.Recipes;
using YamlDotNet.RepresentationModel;

namespace RobotVision.Training.Sweeps;

/// <summary>A recipe as a YAML tree, so that any option can be set by its dotted name and the result is a recipe file again.</summary>
/// <param name="name">Path of the recipe, for messages.</param>
/// <param name="text">The YAML text, with absolute paths.</param>
sealed class RecipeTree(string name, string text)
{
    /// <summary>Reads a recipe.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is not a valid recipe.</exception>
    public static RecipeTree Load(string path)
    {
        TrainingRecipe.Load(path); // its error messages are better than those below
        var root = Parse(File.ReadAllText(path));
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Relocate(root, place => Path.GetFullPath(Path.Combine(folder, place)));
        return new(path, ToText(root));
    }

    /// <summary>The recipe with other options.</summary>
    /// <param name="options">Dotted names and values.</param>
    /// <param name="folder">Paths among the values are relative to this folder.</param>
    /// <exception cref="ArgumentException">There is no such option, or the value has the wrong type.</exception>
    public RecipeTree With(IEnumerable<KeyValuePair<string, string>> options, string folder)
    {
        var root = Parse(text);
        foreach (var (option, value) in options) Set(root, option, value);
        Relocate(root, place => Path.GetFullPath(Path.Combine(folder, place)));
        return new(name, ToText(root));
    }

    /// <summary>Parses the recipe.</summary>
    /// <exception cref="InvalidDataException">The options contradict each other; the message says how.</exception>
    public TrainingRecipe ToRecipe() => TrainingRecipe.Parse(text, name);

    /// <summary>The recipe as YAML text with paths relative to a folder.</summary>
    public string ToText(string folder)
    {
        var root = Parse(text);
        Relocate(root, place => Path.GetRelativePath(folder, place));
        return ToText(root);
    }

    void Set(YamlMappingNode root, string option, string value)
    {
        RecipeOption.Find(option).Check(value);
        YamlNode node = root;
        var parts = option.Split('.');
        foreach (var part in parts[..^1])
            node = node is YamlSequenceNode list ? Element(list, part, option)
                : ((YamlMappingNode)node).Children.TryGetValue(part, out var child) && child is not YamlScalarNode ? child
                : ((YamlMappingNode)node).Children[part] = new YamlMappingNode(); // a group that the file leaves out
        ((YamlMappingNode)node).Children[parts[^1]] = new YamlScalarNode(value);
    }

    YamlNode Element(YamlSequenceNode list, string position, string option)
    {
        var index = int.Parse(position, CultureInfo.InvariantCulture);
        return index < list.Children.Count ? list.Children[index]
            : throw new OptionException($"{option}: the recipe '{name}' has {list.Children.Count} of them, counted from 0.");
    }

    /// <summary>Changes every path in a recipe: the model to start from, the teacher, the data sets and the recordings without labels.</summary>
    static void Relocate(YamlMappingNode root, Func<string, string> move)
    {
        foreach (var model in new[] { "from", "teacher" }) Change(root, model);
        foreach (var list in new[] { "data", "validation" })
            if (root.Children.TryGetValue(list, out var sources) && sources is YamlSequenceNode sequence)
                foreach (var source in sequence.OfType<YamlMappingNode>()) Change(source, "yaml");

        if (root.Children.TryGetValue("also", out var also) && also is YamlSequenceNode recordings)
            for (var i = 0; i < recordings.Children.Count; i++)
                if (recordings.Children[i] is YamlScalarNode { Value: { Length: > 0 } recording }) recordings.Children[i] = new YamlScalarNode(move(recording));

        void Change(YamlMappingNode map, string key)
        {
            if (map.Children.TryGetValue(key, out var node) && node is YamlScalarNode { Value: { Length: > 0 } place } && place != TrainingRecipe.None)
                map.Children[key] = new YamlScalarNode(move(place));
        }
    }

    static YamlMappingNode Parse(string text)
    {
        var stream = new YamlStream();
        stream.Load(new BoundedYaml(text));
        return (YamlMappingNode)stream.Documents[0].RootNode;
    }

    static string ToText(YamlMappingNode root)
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        new YamlStream(new YamlDocument(root)).Save(writer, assignAnchors: false);
        return writer.ToString().Replace("\r", "", StringComparison.Ordinal).Replace("...\n", "", StringComparison.Ordinal);
    }
}
