using RobotVision.Detections;

namespace RobotVision.Data.Labels;

/// <summary>
/// Converts the labels of one sample to eight presence targets: whether an object of the class is in the image. Extra classes have none.
/// </summary>
public static class PresenceTargets
{
    /// <summary>Number of targets, and of weights, of one sample: one per class.</summary>
    public const int Length = ObjectClasses.Count;

    /// <summary>
    /// Smallest size (square root of the area, in sample pixels) at which an object counts as present; smaller ones are ignored. Points are
    /// exempt. Chosen by the network: after four poolings it is a quarter of one of the last 6 x 6 cells.
    /// </summary>
    public const float SmallestSize = 4;

    /// <summary>Fills the targets and weights of one sample.</summary>
    /// <param name="labels">The objects, in pixels of the 96 x 96 sample.</param>
    /// <param name="labelled">The labelled classes; the others get weight 0.</param>
    /// <param name="targets">(8), 1 if an object of the class is present, large enough and not ignored, otherwise 0; overwritten.</param>
    /// <param name="weights">(8), 0 if the class is not labelled or all its objects are too small or ignored, otherwise 1; overwritten.</param>
    /// <exception cref="ArgumentException">A span is not <see cref="Length"/> long.</exception>
    public static void Write(ReadOnlySpan<Label> labels, ClassSet labelled, Span<float> targets, Span<float> weights)
    {
        if (targets.Length != Length || weights.Length != Length)
            throw new ArgumentException($"Presence targets: expected {Length} values, found {targets.Length} targets and {weights.Length} weights.");
        targets.Clear();
        for (var i = 0; i < Length; i++) weights[i] = labelled.Contains((ObjectClass)i) ? 1 : 0;
        foreach (var label in labels)
            if (IsUnclear(label) && !label.Class.IsExtra()) weights[(int)label.Class] = 0;
        // A clear object counts even if there are unclear ones of its class.
        foreach (var label in labels)
            if (!IsUnclear(label) && !label.Class.IsExtra() && labelled.Contains(label.Class)) targets[(int)label.Class] = weights[(int)label.Class] = 1;
    }

    static bool IsUnclear(Label label) => label.Ignore || (!label.Class.IsPoint() && label.Box.Area < SmallestSize * SmallestSize);
}
