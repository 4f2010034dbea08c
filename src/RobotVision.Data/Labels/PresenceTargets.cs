using RobotVision.Detections;

namespace RobotVision.Data.Labels;

/// <summary>Writes the labels of one sample as eight answers: is one of this class in the image.</summary>
public static class PresenceTargets
{
    /// <summary>Values of target, and of weight, of one sample: one a class.</summary>
    public const int Length = ObjectClasses.Count;

    /// <summary>
    /// Smallest size (root of the area, in sample pixels) at which an object counts as there; of what is smaller nobody can say. Points are
    /// exempt. Chosen by what four poolings leave of it: a quarter of one of the last 6 x 6 fields.
    /// </summary>
    public const float SmallestSize = 4;

    /// <summary>Fills the targets and weights of one sample.</summary>
    /// <param name="labels">The objects, in pixels of the 96 x 96 sample.</param>
    /// <param name="labelled">The classes that were looked for; the others get no weight.</param>
    /// <param name="targets">1 where an object of the class that is large enough and not to be ignored is there, otherwise 0; overwritten.</param>
    /// <param name="weights">1, or 0 where nobody can say: the class was not looked for, or all that is there is too small or to be ignored; overwritten.</param>
    /// <exception cref="ArgumentException">A span is not <see cref="Length"/> long.</exception>
    public static void Write(ReadOnlySpan<Label> labels, ClassSet labelled, Span<float> targets, Span<float> weights)
    {
        if (targets.Length != Length || weights.Length != Length)
            throw new ArgumentException($"Presence targets: expected {Length} values, found {targets.Length} targets and {weights.Length} weights.");
        targets.Clear();
        for (var i = 0; i < Length; i++) weights[i] = labelled.Contains((ObjectClass)i) ? 1 : 0;
        foreach (var label in labels)
            if (IsUnclear(label)) weights[(int)label.Class] = 0;
        // What is surely there stays so beside something unclear of its class.
        foreach (var label in labels)
            if (!IsUnclear(label) && labelled.Contains(label.Class)) targets[(int)label.Class] = weights[(int)label.Class] = 1;
    }

    static bool IsUnclear(Label label) => label.Ignore || (!label.Class.IsPoint() && label.Box.Area < SmallestSize * SmallestSize);
}
