using RobotVision.Data.Formats;
using RobotVision.Data.Labels;
using RobotVision.Detections;

namespace RobotVision.Tagging.Frames;

/// <summary>A class of the data set that is tagged.</summary>
/// <param name="Number">The number that stands in its label files.</param>
/// <param name="Name">The data set's own name of it.</param>
/// <param name="Class">Which of our classes it is; null where it is none or stands for several.</param>
/// <param name="IsIgnore">Whether its objects are neither right nor wrong: too small, too hidden, unclear.</param>
public sealed record TagClass(int Number, string Name, ObjectClass? Class, bool IsIgnore)
{
    /// <summary>Whether its box is nominal and only the centre counts.</summary>
    public bool IsPoint => Class is { } known && known.IsPoint();

    /// <summary>The classes of a data set, in the order of their numbers.</summary>
    internal static IReadOnlyList<TagClass> Of(DataYaml yaml) => [.. yaml.Names.OrderBy(name => name.Key).Select(name =>
        Of(name.Key, name.Value, yaml.Targets[name.Key], yaml.Classes))];

    static TagClass Of(int number, string name, LabelTarget target, ClassNames known)
    {
        var classes = known.Classes.Where(target.Classes.Contains).ToArray();
        return new(number, name, classes is [var only] ? only : null, target.Ignore);
    }
}
