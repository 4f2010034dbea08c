using System.Globalization;
using RobotVision.Detection;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace RobotVision.Training.Datasets;

/// <summary>Reads one <c>data.yaml</c>; every error names file, line and field.</summary>
sealed class DataYamlReader(string file)
{
    const int DeepestNesting = 16; // three are of use

    static readonly string[] SplitNames = ["train", "val", "test"];
    static readonly string[] OptionalWords = ["path", .. SplitNames, "map", "unlabelled", "annotations", "format"];
    static readonly string Words = string.Join(", ", ObjectClasses.Names) + ", ignore, ignore_CLASS, none";

    public DataYaml Read()
    {
        var fields = ReadFields();
        var folder = Path.GetFullPath(Path.Combine(
            Path.GetDirectoryName(Path.GetFullPath(file))!, fields.TryGetValue("path", out var path) ? Text(path, "path") : "."));
        var names = ReadNames(fields);
        var targets = ReadTargets(names, fields);
        var splits = new Dictionary<string, IReadOnlyList<string>>();
        foreach (var split in SplitNames)
            if (fields.TryGetValue(split, out var node) && !IsNull(node))
                splits[split] = [.. Items(node, split).Select(place => Path.GetFullPath(Path.Combine(folder, place)))];
        var format = ReadFormat(fields);
        return new DataYaml(file, folder, names, targets, ReadLabelled(targets, fields), splits, format, ReadAnnotations(fields, folder, format));
    }

    Dictionary<string, YamlNode> ReadFields()
    {
        var yaml = new YamlStream();
        Parser? parser = null;
        try
        {
            var text = FileText.Read(file);
            CheckNesting(parser = new Parser(new StringReader(text)));
            yaml.Load(parser = new Parser(new StringReader(text)));
        }
        catch (YamlException e)
        {
            throw DamagedFile.At(file, e.Start.Line, $"expected YAML, found what is not: {e.Message}");
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            // YamlDotNet also ends so on some damaged documents, without a place but that of what it read before.
            throw DamagedFile.At(file, parser?.Current?.Start.Line ?? 1, "expected YAML, found what is not, here or a little below.");
        }

        if (yaml.Documents.Count != 1 || yaml.Documents[0].RootNode is not YamlMappingNode root)
            throw DamagedFile.At(file, 1, "expected fields such as 'path:', 'train:' and 'names:', found none.");
        return ByKey(root, "the top level");
    }

    /// <summary>Refuses what a tree cannot hold: nesting that would exhaust the stack, and aliases, which can grow without bound.</summary>
    void CheckNesting(Parser parser)
    {
        for (var depth = 0; parser.MoveNext(); depth += parser.Current!.NestingIncrease)
            if (depth > DeepestNesting || parser.Current is AnchorAlias)
                throw DamagedFile.At(file, parser.Current!.Start.Line, "expected plain fields, lists and maps, found an alias or deep nesting; write it out.");
    }

    DatasetFormat ReadFormat(Dictionary<string, YamlNode> fields)
    {
        if (!fields.TryGetValue("format", out var node) || IsNull(node)) return DatasetFormat.Yolo;
        var word = Text(node, "format");
        foreach (var format in Enum.GetValues<DatasetFormat>())
            if (format.ToString().ToLowerInvariant().Equals(word, StringComparison.Ordinal)) return format;
        throw Wrong(node, "format", $"expected {string.Join(", ", Enum.GetNames<DatasetFormat>()).ToLowerInvariant()}, found {DamagedFile.Quote(word)}");
    }

    string[] ReadAnnotations(Dictionary<string, YamlNode> fields, string folder, DatasetFormat format)
    {
        if (!fields.TryGetValue("annotations", out var node) || IsNull(node)) return [];
        if (format is not (DatasetFormat.Coco or DatasetFormat.Torso))
            throw Wrong(node, "annotations", "expected it with 'format: coco' or 'format: torso' alone, whose files hold the labels of many images, found another format");
        return [.. Items(node, "annotations").Select(place => Path.GetFullPath(Path.Combine(folder, place)))];
    }

    Dictionary<int, string> ReadNames(Dictionary<string, YamlNode> fields)
    {
        if (!fields.TryGetValue("names", out var node))
            throw DamagedFile.At(file, 1, "names: expected the list of the set's class names, found no such field.");
        var names = new Dictionary<int, string>();
        if (node is YamlSequenceNode list)
        {
            foreach (var item in list.Children) names[names.Count] = Text(item, "names");
        }
        else
        {
            foreach (var (key, value) in Mapping(node, "names"))
            {
                if (!int.TryParse(Text(key, "names"), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                    throw Wrong(key, "names", $"expected a class number 0, 1, 2 ..., found {DamagedFile.Quote(key.ToString())}");
                if (!names.TryAdd(number, Text(value, "names")))
                    throw Wrong(key, "names", $"expected each number once, found {number} again");
            }
        }

        return names.Count > 0 ? names : throw Wrong(node, "names", "expected at least one class name, found none");
    }

    Dictionary<int, LabelTarget> ReadTargets(Dictionary<int, string> names, Dictionary<string, YamlNode> fields)
    {
        var map = new Dictionary<string, LabelTarget>();
        if (fields.TryGetValue("map", out var node) && !IsNull(node))
        {
            foreach (var (key, value) in Mapping(node, "map"))
            {
                var own = Text(key, "map");
                if (!names.ContainsValue(own))
                    throw Wrong(key, "map", $"expected one of the set's names ({string.Join(", ", names.Values)}), found {DamagedFile.Quote(own)}");
                if (!LabelTarget.TryParse(Text(value, "map"), out var target))
                    throw Wrong(value, "map", $"expected one of {Words} for '{own}', found {DamagedFile.Quote(value.ToString())}");
                map[own] = target;
            }
        }

        var targets = new Dictionary<int, LabelTarget>();
        foreach (var (number, own) in names)
        {
            if (!map.TryGetValue(own, out var target) && !LabelTarget.TryParse(own, out target))
                throw Wrong(fields["names"], "names", $"expected one of our classes or a name in 'map', found {DamagedFile.Quote(own)}; "
                    + $"add 'map: {{ {own}: X }}' with X one of {Words}");
            targets[number] = target;
        }

        return targets;
    }

    ClassSet ReadLabelled(Dictionary<int, LabelTarget> targets, Dictionary<string, YamlNode> fields)
    {
        var bits = 0;
        foreach (var target in targets.Values)
            if (!target.Ignore) bits |= target.Classes.Bits;
        if (fields.TryGetValue("unlabelled", out var node) && !IsNull(node))
        {
            foreach (var name in Items(node, "unlabelled"))
            {
                if (!ObjectClasses.TryParse(name, out var objectClass))
                    throw Wrong(node, "unlabelled", $"expected some of {string.Join(", ", ObjectClasses.Names)}, found {DamagedFile.Quote(name)}");
                bits &= ~(1 << (int)objectClass);
            }
        }

        return new((byte)bits);
    }

    Dictionary<string, YamlNode> ByKey(YamlMappingNode node, string field)
    {
        var fields = new Dictionary<string, YamlNode>();
        foreach (var (key, value) in node.Children)
        {
            var name = Text(key, field);
            fields[name] = value;
            var meant = name is "valid" or "validation" ? "val" : Misspelling.Meant(name, OptionalWords);
            if (meant is not null) throw Wrong(key, field, $"expected '{meant}', found {DamagedFile.Quote(name)}; mend the spelling");
        }

        return fields;
    }

    IEnumerable<KeyValuePair<YamlNode, YamlNode>> Mapping(YamlNode node, string field) =>
        node is YamlMappingNode mapping
            ? mapping.Children
            : throw Wrong(node, field, "expected a map such as '{ person: obstacle }', found something else");

    IEnumerable<string> Items(YamlNode node, string field) =>
        node is YamlSequenceNode list ? list.Children.Select(item => Text(item, field)) : [Text(node, field)];

    string Text(YamlNode node, string field) =>
        node is YamlScalarNode { Value: { Length: > 0 } text } && !text.Contains('\0')
            ? text
            : throw Wrong(node, field, "expected a word, found nothing or a nested list");

    static bool IsNull(YamlNode node) => node is YamlScalarNode { Value: null or "" or "null" or "~" };

    InvalidDataException Wrong(YamlNode node, string field, string problem) =>
        DamagedFile.At(file, node.Start.Line, $"{field}: {problem}.");
}
