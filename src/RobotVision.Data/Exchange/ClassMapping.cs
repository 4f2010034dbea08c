using RobotVision.Data.Labels;
using RobotVision.Detections;

namespace RobotVision.Data.Exchange;

/// <summary>What the class names of another tool stand for.</summary>
public sealed class ClassMapping
{
    readonly Dictionary<string, string> _targets = new(StringComparer.Ordinal);

    /// <summary>Maps the class names of images; a name of ours in other letters (<c>Penalty Mark</c>) needs no entry.</summary>
    /// <param name="images">The tagged images.</param>
    /// <param name="classes">The classes, with those besides the eight.</param>
    /// <param name="given">From a name to one of our classes, <c>ignore</c>, <c>ignore_CLASS</c> or <c>none</c>.</param>
    /// <exception cref="OptionException">A target is none of these, or a name has none; lists every such name.</exception>
    public ClassMapping(IReadOnlyList<ExchangeImage> images, IReadOnlyDictionary<string, string> given, ClassNames? classes = null)
    {
        Classes = classes ?? ClassNames.BuiltIn;
        foreach (var (name, target) in given)
            if (!LabelTarget.TryParse(target, Classes, out _))
                throw new OptionException(
                    $"--map {name}={target}: expected one of {Classes}, ignore, ignore_CLASS or none after '='.");
        var counts = images.SelectMany(image => image.Objects).CountBy(found => found.Name).OrderBy(pair => pair.Key, StringComparer.Ordinal).ToList();
        foreach (var name in counts.Select(pair => pair.Key).Union(images.SelectMany(image => image.LookedFor)))
            if (given.TryGetValue(name, out var target) || IsOurs(name, Classes, out target)) _targets[name] = target;
        var unknown = counts.Where(pair => !_targets.ContainsKey(pair.Key)).ToList();
        if (unknown.Count > 0)
            throw new OptionException(
                $"Classes: expected names of ours ({Classes}) or a --map for each, found "
                + $"{string.Join(", ", unknown.Select(pair => $"'{pair.Key}' ({pair.Value} objects)"))}; "
                + $"add --map \"{unknown[0].Key}=CLASS\", with ignore where it may look like one of ours, none to leave it out, "
                + "or --extra NAME to make it a class of its own.");
        Names = [.. _targets.Keys.Order(StringComparer.Ordinal)];
        Unused = [.. given.Keys.Except(Names)];
        if (Names.Count == 0)
            throw new OptionException(
                $"Classes: expected objects, or a list of the classes that were looked for, found {images.Count} images with neither; "
                + "add images with objects.");
    }

    /// <summary>The classes that names stand for.</summary>
    public ClassNames Classes { get; }

    /// <summary>The names that occur, and those that were looked for and are known, in ordinal order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The given names that neither occur nor were looked for.</summary>
    public IReadOnlyList<string> Unused { get; }

    /// <summary>What a name stands for, in the words of a <c>data.yaml</c>.</summary>
    public string TargetOf(string name) => _targets[name];

    /// <summary>Whether a name stands for points alone.</summary>
    public bool IsPoint(string name) => LabelTarget.TryParse(_targets[name], Classes, out var target) && target.IsPoint && target.Classes.Bits != 0;

    /// <summary>Whether objects of a name become no labels.</summary>
    public bool IsLeftOut(string name) => _targets[name] == LabelTarget.NoneWord;

    /// <summary>What a name stands for where its objects are to be ignored, in the words of a <c>data.yaml</c>.</summary>
    public string IgnoredTargetOf(string name) => _targets[name] is var target && target.StartsWith(LabelTarget.IgnoreWord, StringComparison.Ordinal)
        ? target
        : $"{LabelTarget.IgnoreWord}_{target}";

    /// <summary>Whether all objects of a name are to be ignored.</summary>
    public bool IsIgnored(string name) => IgnoredTargetOf(name) == _targets[name];

    static bool IsOurs(string name, ClassNames classes, out string target)
    {
        target = LabelTarget.UsualForm(name);
        return LabelTarget.TryParse(target, classes, out _);
    }
}
