namespace RobotVision.Detections;

/// <summary>The names of the classes as they stand in files, tensors and messages, and what kind each one is.</summary>
public static class ObjectClasses
{
    /// <summary>The number of classes.</summary>
    public const int Count = 8;

    static readonly string[] NamesInOrder =
        ["ball", "robot", "goalpost", "obstacle", "line_l", "line_t", "line_x", "penalty_mark"];

    /// <summary>The names in the order of <see cref="ObjectClass"/>.</summary>
    public static IReadOnlyList<string> Names => NamesInOrder;

    /// <summary>The name of a class, for example <c>line_t</c>.</summary>
    public static string Name(this ObjectClass objectClass) => NamesInOrder[(int)objectClass];

    /// <summary>
    /// Whether the class is a point (crossings and the penalty mark): its box is nominal, and it is scored by the
    /// distance of its centre, never by overlap.
    /// </summary>
    public static bool IsPoint(this ObjectClass objectClass) => objectClass >= ObjectClass.LineL;

    /// <summary>Finds the class of a name; false when there is none of that name.</summary>
    public static bool TryParse(string name, out ObjectClass objectClass)
    {
        var index = Array.IndexOf(NamesInOrder, name);
        objectClass = index < 0 ? default : (ObjectClass)index;
        return index >= 0;
    }
}
