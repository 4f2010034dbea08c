using System.Globalization;
using RobotVision.Data.Labels;
using RobotVision.Data.Text;
using RobotVision.Detections;
using RobotVision.Messages;
using RobotVision.Sampling;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace RobotVision.Data.Formats;

/// <summary>Reads one <c>data.yaml</c>; every error names file, line and field.</summary>
sealed class DataYamlReader(string file, DatasetNotes notes)
{
    const int DeepestNesting = 16; // three are of use
    const int MostKeyPoints = 10_000; // of an object

    internal static readonly string[] SplitNames = ["train", "val", "test"];
    static readonly string[] OptionalWords = ["path", .. SplitNames, "map", "extra", "unlabelled", "foot", "minimum", "annotations", "format"];

    readonly Dictionary<string, string> _notFound = [];
    ClassNames _classes = ClassNames.BuiltIn;

    string TargetNames => $"{_classes}, ignore, ignore_CLASS, none";

    public DataYaml Read()
    {
        var fields = ReadFields();
        var places = ReadFolders(fields, out var folder);
        _classes = ReadExtra(fields);
        var names = ReadNames(fields);
        CheckNumberOfNames(names, fields);
        var targets = ReadTargets(names, fields);
        var splits = new Dictionary<string, IReadOnlyList<string>>();
        foreach (var split in SplitNames)
            if (fields.TryGetValue(split, out var node) && !IsNull(node))
                splits[split] = ReadPlaces(node, split, places);
        var format = ReadFormat(fields);
        return new DataYaml(file, folder, names, targets, _classes, ReadLabelled(targets, fields), splits, format, ReadAnnotations(fields, places, format))
        {
            KeyPoints = ReadKeyPoints(fields),
            Feet = ReadFeet(fields),
            Minimum = ReadMinimum(fields),
            NotFound = _notFound,
            Places = places,
            Notes = notes,
        };
    }

    /// <summary>The folder of the data set, where its paths begin, and the folders where that usually is when it is not where <c>path</c> says.</summary>
    SecondPlaces ReadFolders(Dictionary<string, YamlNode> fields, out string folder)
    {
        var own = Path.GetDirectoryName(Path.GetFullPath(file))!;
        var path = fields.TryGetValue("path", out var node) && !IsNull(node) ? Text(node, "path") : ".";
        folder = Path.GetFullPath(Path.Combine(own, path));
        if (Directory.Exists(folder)) return new(folder, own);
        var here = Environment.CurrentDirectory;
        string[] roots = [own, Path.GetDirectoryName(own) ?? own, here,
            .. new[] { own, Path.GetDirectoryName(own) ?? own, here }.Select(root => Path.Combine(root, "datasets"))];
        string[] forms = [.. SecondPlaces.Forms(path), Path.GetFileName(path.Replace('\\', '/').TrimEnd('/'))];
        return new([folder, own, .. forms.SelectMany(form => roots.Select(root => Path.GetFullPath(Path.Combine(root, form)))).Where(Directory.Exists)]);
    }

    /// <summary>The full paths of list files, folders or annotations; those found elsewhere are reported, those not found are remembered.</summary>
    List<string> ReadPlaces(YamlNode node, string field, SecondPlaces places)
    {
        var paths = new List<string>();
        foreach (var written in Items(node, field))
        {
            var path = places.AsWritten(written);
            if (!Path.Exists(path))
            {
                if (places.Find(written, Path.Exists, out _, out var problem) is { } found)
                {
                    notes.Tell($"{file}: {field}: found nothing at '{path}' and took '{found}'.");
                    path = found;
                }
                else
                {
                    _notFound[path] = problem;
                }
            }

            paths.Add(path);
        }

        return paths;
    }

    /// <summary>Rejects a list of names of which one is missing: the numbers of those behind it would mean something else.</summary>
    void CheckNumberOfNames(Dictionary<int, string> names, Dictionary<string, YamlNode> fields)
    {
        if (!fields.TryGetValue("nc", out var node) || IsNull(node)) return;
        if (!int.TryParse(Text(node, "nc"), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            throw Wrong(node, "nc", $"expected the number of classes, an integer, found {Describe(node)}");
        if (number != names.Count && number != names.Keys.Max() + 1)
            throw Wrong(node, "nc", $"expected {names.Count}, as many as 'names' has ({string.Join(", ", names.Values)}), found {number}; "
                + "add the names that are missing there or correct this number");
    }

    /// <summary>How many numbers in a line are key points: <c>kpt_shape: [17, 3]</c>; 0 where there are none.</summary>
    static int ReadKeyPoints(Dictionary<string, YamlNode> fields) =>
        fields.TryGetValue("kpt_shape", out var node) && node is YamlSequenceNode { Children: [YamlScalarNode points, YamlScalarNode numbers] }
            && int.TryParse(points.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && int.TryParse(numbers.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var each)
            && count < MostKeyPoints && each <= 3
            ? count * each
            : 0;

    Dictionary<string, YamlNode> ReadFields()
    {
        if (YamlEvents.ReadTrees(file, DeepestNesting) is not [{ RootNode: YamlMappingNode root }])
            throw DamagedFile.At(file, 1, "expected fields such as 'path:', 'train:' and 'names:', found none.");
        return ByKey(root, "the top level");
    }

    /// <summary>The eight built-in classes and those of <c>extra</c>.</summary>
    ClassNames ReadExtra(Dictionary<string, YamlNode> fields)
    {
        if (!fields.TryGetValue("extra", out var node) || IsNull(node)) return ClassNames.BuiltIn;
        string[] names = [.. Items(node, "extra")];
        return ClassNames.Problem(names) is { } problem ? throw Wrong(node, "extra", problem) : ClassNames.With(names);
    }

    DatasetFormat ReadFormat(Dictionary<string, YamlNode> fields)
    {
        if (!fields.TryGetValue("format", out var node) || IsNull(node)) return DatasetFormat.Yolo;
        var word = Text(node, "format");
        foreach (var format in Enum.GetValues<DatasetFormat>())
            if (format.ToString().ToLowerInvariant().Equals(word, StringComparison.Ordinal)) return format;
        throw Wrong(node, "format", $"expected {string.Join(", ", Enum.GetNames<DatasetFormat>()).ToLowerInvariant()}, found {QuotedText.Of(word)}");
    }

    List<string> ReadAnnotations(Dictionary<string, YamlNode> fields, SecondPlaces places, DatasetFormat format)
    {
        if (!fields.TryGetValue("annotations", out var node) || IsNull(node)) return [];
        if (format is not (DatasetFormat.Coco or DatasetFormat.Torso))
            throw Wrong(node, "annotations",
                "expected it with 'format: coco' or 'format: torso' alone, whose files hold the labels of many images, found another format");
        return ReadPlaces(node, "annotations", places);
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
                    throw Wrong(key, "names", $"expected a class number 0, 1, 2 ..., found {Describe(key)}");
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
                    throw Wrong(key, "map", $"expected one of the set's names ({string.Join(", ", names.Values)}), found {QuotedText.Of(own)}");
                if (!LabelTarget.TryParse(Text(value, "map"), _classes, out var target))
                    throw Wrong(value, "map", $"expected one of {TargetNames} for '{own}', found {Describe(value)}");
                map[own] = target;
            }
        }

        var targets = new Dictionary<int, LabelTarget>();
        foreach (var (number, own) in names)
        {
            if (!map.TryGetValue(own, out var target) && !LabelTarget.TryParse(LabelTarget.UsualForm(own), _classes, out target))
                throw Wrong(fields["names"], "names", $"expected one of our classes or a name in 'map', found {QuotedText.Of(own)}; "
                    + $"add 'map: {{ {own}: X }}' with X one of {TargetNames}, or name it in 'extra' to make it a class of its own");
            targets[number] = target;
        }

        return targets;
    }

    ClassSet ReadLabelled(Dictionary<int, LabelTarget> targets, Dictionary<string, YamlNode> fields)
    {
        var labelled = default(ClassSet);
        foreach (var target in targets.Values)
            if (!target.Ignore) labelled = labelled.With(target.Classes);
        return labelled.Without(ReadClasses(fields, "unlabelled"));
    }

    /// <summary>The classes that are labelled by where objects stand; a point is its own place.</summary>
    ClassSet ReadFeet(Dictionary<string, YamlNode> fields)
    {
        var feet = ReadClasses(fields, "foot");
        foreach (var one in _classes.Classes)
            if (feet.Contains(one) && one.IsPoint())
                throw Wrong(
                    fields["foot"], "foot", $"expected classes of objects that stand, found {QuotedText.Of(_classes[one])}, which is a point on the ground");
        return feet;
    }

    ClassSet ReadClasses(Dictionary<string, YamlNode> fields, string field) =>
        fields.TryGetValue(field, out var node) && !IsNull(node) ? ClassSet.Of([.. Items(node, field).Select(name => ReadClass(node, field, name))]) : default;

    ObjectClass ReadClass(YamlNode node, string field, string name) => _classes.TryParse(name, out var objectClass)
        ? objectClass
        : throw Wrong(node, field, $"expected some of {_classes}, found {QuotedText.Of(name)}");

    Dictionary<ObjectClass, float> ReadMinimum(Dictionary<string, YamlNode> fields)
    {
        var minimum = new Dictionary<ObjectClass, float>();
        if (!fields.TryGetValue("minimum", out var node) || IsNull(node)) return minimum;
        foreach (var (key, value) in Mapping(node, "minimum"))
            minimum[ReadClass(key, "minimum", Text(key, "minimum"))] =
                float.TryParse(Text(value, "minimum"), NumberStyles.Float, CultureInfo.InvariantCulture, out var size) && size is >= 0 and <= SampleFormat.Size
                    ? size
                    : throw Wrong(
                        value, "minimum", $"expected 0 to {SampleFormat.Size} pixels of a whole view of {SampleFormat.Size}, found {Describe(value)}");
        return minimum;
    }

    Dictionary<string, YamlNode> ByKey(YamlMappingNode node, string field)
    {
        var fields = new Dictionary<string, YamlNode>();
        foreach (var (key, value) in node.Children)
        {
            var name = Text(key, field);
            fields[name] = value;
            var meant = name is "valid" or "validation" ? "val" : Misspelling.Meant(name, OptionalWords);
            if (meant is not null) throw Wrong(key, field, $"expected '{meant}', found {QuotedText.Of(name)}; correct the spelling");
        }

        return fields;
    }

    IEnumerable<KeyValuePair<YamlNode, YamlNode>> Mapping(YamlNode node, string field) =>
        node is YamlMappingNode mapping
            ? mapping.Children
            : throw Wrong(node, field, $"expected a map such as '{{ {ExampleOf(field)} }}', found {Describe(node)}");

    static string ExampleOf(string field) => field switch { "names" => "0: ball", "minimum" => "obstacle: 6", _ => "person: obstacle" };

    IEnumerable<string> Items(YamlNode node, string field) =>
        node is YamlSequenceNode list ? list.Children.Select(item => Text(item, field)) : [Text(node, field)];

    string Text(YamlNode node, string field) =>
        node is YamlScalarNode { Value: { Length: > 0 } text } && !text.Contains('\0')
            ? text
            : throw Wrong(node, field, $"expected a word, found {Describe(node)}");

    static string Describe(YamlNode node) => node switch
    {
        YamlScalarNode { Value: null or "" } => "nothing",
        YamlScalarNode { Style: ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted } scalar => $"the text {QuotedText.Of(scalar.Value)}",
        YamlScalarNode scalar => QuotedText.Of(scalar.Value),
        YamlSequenceNode => "a nested list",
        _ => "a nested map",
    };

    static bool IsNull(YamlNode node) => node is YamlScalarNode { Value: null or "" or "null" or "~" };

    InvalidDataException Wrong(YamlNode node, string field, string problem) =>
        DamagedFile.At(file, node.Start.Line, $"{field}: {problem}.");
}
