namespace RobotVision.Detections;

/// <summary>
/// What RobotVision recognises; the numbers are the order in files, tensors and on screens. Numbers from <see cref="ObjectClasses.Count"/> on are
/// classes that a model or a data set has besides these, see <see cref="ClassNames"/>.
/// </summary>
public enum ObjectClass
{
    /// <summary>The ball, any pattern, any colour.</summary>
    Ball,

    /// <summary>Another robot, the visible part of it.</summary>
    Robot,

    /// <summary>One post of a goal.</summary>
    Goalpost,

    /// <summary>Whatever else stands on the field: people, bins, tripods.</summary>
    Obstacle,

    /// <summary>An L crossing of two field lines (a corner).</summary>
    LineL,

    /// <summary>A T crossing of two field lines.</summary>
    LineT,

    /// <summary>An X crossing of two field lines.</summary>
    LineX,

    /// <summary>The penalty spot or cross.</summary>
    PenaltyMark,
}

/// <summary>The built-in classes: their names as they stand in files, tensors and messages, and what kind each one is.</summary>
public static class ObjectClasses
{
    /// <summary>The number of built-in classes.</summary>
    public const int Count = 8;

    static readonly string[] NamesInOrder =
        ["ball", "robot", "goalpost", "obstacle", "line_l", "line_t", "line_x", "penalty_mark"];

    /// <summary>The names in the order of <see cref="ObjectClass"/>.</summary>
    public static IReadOnlyList<string> Names => NamesInOrder;

    /// <summary>
    /// Whether the class is a point (crossings and the penalty mark): its box is nominal, and it is scored by the
    /// distance of its centre, never by overlap.
    /// </summary>
    public static bool IsPoint(this ObjectClass objectClass) => objectClass is >= ObjectClass.LineL and <= ObjectClass.PenaltyMark;

    /// <summary>Whether the class is none of the built-in ones: nothing is known of its size and speed.</summary>
    public static bool IsExtra(this ObjectClass objectClass) => (int)objectClass >= Count;
}
