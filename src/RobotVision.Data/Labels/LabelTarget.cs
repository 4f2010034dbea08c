using RobotVision.Detections;

namespace RobotVision.Data.Labels;

/// <summary>
/// The target of one of a data set's own classes: labels of one of our classes, ignored areas, or nothing.
/// </summary>
/// <remarks>
/// <c>ignore</c> is for objects that may look like any class with a box (a parked robot, a folded goal): in their area detections of ball,
/// robot, goalpost and obstacle are neither hits nor false alarms. Points (crossings, the penalty mark) are not affected.
/// <c>ignore_robot</c> and the like do so for one class only.
/// <c>none</c> is for what is no object of ours and hides none, such as the field's edge: no label is made.
/// </remarks>
/// <param name="Classes">The classes for which a label is made.</param>
/// <param name="Ignore">Whether these labels are ignored areas.</param>
public readonly record struct LabelTarget(ClassSet Classes, bool Ignore)
{
    /// <summary>The keyword for an area ignored for every class that has a box.</summary>
    public const string IgnoreWord = "ignore";

    /// <summary>The keyword for what is none of our classes and gets no label.</summary>
    public const string NoneWord = "none";

    static readonly ClassSet WithBox =
        ClassSet.Of(ObjectClass.Ball, ObjectClass.Robot, ObjectClass.Goalpost, ObjectClass.Obstacle);

    /// <summary>Whether all target classes are points, whose boxes are nominal.</summary>
    public bool IsPoint => (Classes.Bits & WithBox.Bits) == 0;

    /// <summary>Parses a class name such as <c>ball</c>, <c>ignore</c>, <c>ignore_ball</c> or <c>none</c>; false for anything else.</summary>
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

    /// <summary>The words of <c>map</c> for the target, as <see cref="TryParse"/> reads it; <c>none</c> where it makes no labels.</summary>
    /// <exception cref="ArgumentException">No word stands for it: it has several classes that are not those of <c>ignore</c>.</exception>
    public string ToWord()
    {
        if (Classes.Bits == 0) return NoneWord;
        if (Ignore && Classes == WithBox) return IgnoreWord;
        for (var i = 0; i < ObjectClasses.Count; i++)
            if (Classes == ClassSet.Of((ObjectClass)i)) return Ignore ? $"{IgnoreWord}_{ObjectClasses.Names[i]}" : ObjectClasses.Names[i];
        throw new ArgumentException($"Label target: expected one class or those of '{IgnoreWord}', found the set {Classes.Bits}.");
    }
}
