using RobotVision.Detections;

namespace RobotVision.Data.Labels;

/// <summary>
/// The target of one of a data set's own classes: labels of one of our classes, ignored areas, or nothing.
/// </summary>
/// <remarks>
/// <c>ignore</c> is for objects that may look like any class with a box (a parked robot, a folded goal): in their area detections of ball,
/// robot, goalpost, obstacle and extra classes are neither hits nor false alarms. Points (crossings, the penalty mark) are not affected.
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

    static readonly ClassSet Points = ClassSet.Of(ObjectClass.LineL, ObjectClass.LineT, ObjectClass.LineX, ObjectClass.PenaltyMark);

    /// <summary>Whether all target classes are points, whose boxes are nominal.</summary>
    public bool IsPoint => Classes.Without(Points).Bits == 0;

    /// <summary>Parses a class name such as <c>ball</c>, <c>ignore</c>, <c>ignore_ball</c> or <c>none</c>; false for anything else.</summary>
    /// <param name="word">The word.</param>
    /// <param name="classes">The classes of the data set.</param>
    /// <param name="target">What it stands for.</param>
    public static bool TryParse(string word, ClassNames classes, out LabelTarget target)
    {
        var ignore = word.StartsWith(IgnoreWord + "_", StringComparison.Ordinal);
        if (classes.TryParse(ignore ? word[(IgnoreWord.Length + 1)..] : word, out var objectClass))
            target = new(ClassSet.Of(objectClass), ignore);
        else if (word == IgnoreWord)
            target = new(WithBox(classes), true);
        else
            target = default;
        return target.Classes.Bits != 0 || word == NoneWord;
    }

    /// <summary>A name in the form of ours: <c>Penalty Mark</c> as <c>penalty_mark</c>.</summary>
    /// <param name="name">The name.</param>
    public static string UsualForm(string name) => name.Trim().ToLowerInvariant().Replace(' ', '_').Replace('-', '_');

    /// <summary>The words of <c>map</c> for the target, as <see cref="TryParse"/> reads it; <c>none</c> where it makes no labels.</summary>
    /// <param name="classes">The classes of the data set.</param>
    /// <exception cref="ArgumentException">No word stands for it: it has several classes that are not those of <c>ignore</c>.</exception>
    public string ToWord(ClassNames classes)
    {
        if (Classes.Bits == 0) return NoneWord;
        if (Ignore && Classes == WithBox(classes)) return IgnoreWord;
        return Classes.NamesOf(classes).ToArray() is [var only] ? Ignore ? $"{IgnoreWord}_{only}" : only
            : throw new ArgumentException($"Label target: expected one class or those of '{IgnoreWord}', found {string.Join(", ", Classes.NamesOf(classes))}.");
    }

    static ClassSet WithBox(ClassNames classes) => ClassSet.Of([.. classes.Classes]).Without(Points);
}
