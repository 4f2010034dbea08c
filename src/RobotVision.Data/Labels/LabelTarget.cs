using RobotVision.Detections;

namespace RobotVision.Data.Labels;

/// <summary>
/// What the objects of one of a data set's own classes become: labels of one of our classes, or areas to ignore.
/// </summary>
/// <remarks>
/// <c>ignore</c> stands for something that may look like anything that has a box (a parked robot, a closed goal): its area is
/// neither right nor wrong for ball, robot, goalpost and obstacle alike. Points (crossings, the penalty mark) are not
/// touched by it, because they lie on the ground and have no extent that it could hide.
/// <c>ignore_robot</c> and the like do so for one class alone.
/// <c>none</c> stands for something that is no object of ours and hides none, such as the field's edge: it is left out.
/// </remarks>
/// <param name="Classes">The classes for which a label is made.</param>
/// <param name="Ignore">Whether these labels are areas to ignore.</param>
public readonly record struct LabelTarget(ClassSet Classes, bool Ignore)
{
    /// <summary>The word for "neither right nor wrong for every class that has a box".</summary>
    public const string IgnoreWord = "ignore";

    /// <summary>The word for "not one of our classes, and nothing that could be taken for one".</summary>
    public const string NoneWord = "none";

    static readonly ClassSet WithBox =
        ClassSet.Of(ObjectClass.Ball, ObjectClass.Robot, ObjectClass.Goalpost, ObjectClass.Obstacle);

    /// <summary>Whether it stands for points alone, whose boxes are nominal.</summary>
    public bool IsPoint => (Classes.Bits & WithBox.Bits) == 0;

    /// <summary>Reads <c>ball</c> (any of our classes), <c>ignore</c>, <c>ignore_ball</c> or <c>none</c>; false for anything else.</summary>
    public static bool TryParse(string word, out LabelTarget target)
    {
        var ignore = word.StartsWith(IgnoreWord + "_", StringComparison.Ordinal);
        if (ObjectClasses.TryParse(ignore ? word[(IgnoreWord.Length + 1)..] : word, out var objectClass))
            target = new(ClassSet.Of(objectClass), ignore);
        else if (word == IgnoreWord)
            target = new(WithBox, true);
        else
            target = default;
        return target.Classes.Bits != 0 || word == NoneWord;
    }
}
