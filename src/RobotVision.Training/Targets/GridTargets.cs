using RobotVision.Data.Labels;
using RobotVision.Detections;
using RobotVision.Sampling;
using RobotVision.Training.Losses;

namespace RobotVision.Training.Targets;

/// <summary>Converts the labels of one sample to targets and weights for <see cref="GridLoss"/>.</summary>
/// <remarks>
/// The confidence's target is a Gaussian around every object's centre, 1 in the cell that contains it. Offsets and sizes are trained where it is at
/// least <see cref="BoxLimit"/>, weighted by the Gaussian, towards the nearest object.
/// Source: Zhou et al., "Objects as Points", 2019.
/// </remarks>
public static class GridTargets
{
    /// <summary>Smallest value of the Gaussian where a box is trained; chosen for a radius of 5.6 pixels for a small object.</summary>
    public const float BoxLimit = 0.3f;

    /// <summary>Standard deviation of the Gaussian as a fraction of the box's side; chosen with the prototype of the grid network.</summary>
    const float SigmaOfSide = 0.16f;

    /// <summary>Smallest standard deviation, in pixels; chosen with the prototype, 0.45 of its cells of eight pixels.</summary>
    const float SmallestSigma = 3.6f;

    /// <summary>Smallest side of a target box, in pixels.</summary>
    const float SmallestSide = 0.5f;

    /// <summary>Fills the targets and weights of one sample.</summary>
    /// <param name="labels">The objects, in pixels of the 96 x 96 sample; points with the nominal box to train.</param>
    /// <param name="labelled">The classes that are labelled; the others get weight 0.</param>
    /// <param name="targets">(5 K, C, C) in <see cref="GridLayout"/>, overwritten; its length and K determine C.</param>
    /// <param name="weights">The weight of each value, overwritten.</param>
    /// <param name="classes">K, the number of classes.</param>
    /// <exception cref="ArgumentException">The lengths differ or are not those of a grid, or a box is not finite.</exception>
    public static void Write(ReadOnlySpan<Label> labels, ClassSet labelled, Span<float> targets, Span<float> weights, int classes = ObjectClasses.Count)
    {
        var layout = GridLayout.Of(targets.Length, classes);
        if (weights.Length != targets.Length)
            throw new ArgumentException($"Grid targets: expected as many weights as targets, found {targets.Length} targets and {weights.Length} weights.");
        targets.Clear();
        weights.Clear();
        for (var i = 0; i < classes; i++)
            if (labelled.Contains((ObjectClass)i)) Plane(layout, weights, (ObjectClass)i, GridLayout.Logit).Fill(1);

        // Ignored labels first: where a real object is at the same place, the object's targets overwrite them.
        foreach (var label in labels)
            if (labelled.Contains(label.Class) && (label.Ignore || !CentreIsInside(label))) WriteIgnored(layout, label, weights);
        foreach (var label in labels)
            if (labelled.Contains(label.Class) && !label.Ignore && CentreIsInside(label)) WriteObject(layout, label, targets, weights);
    }

    static void WriteIgnored(GridLayout layout, Label label, Span<float> weights)
    {
        var (cells, side) = (layout.Cells, PixelsPerCell(layout));
        var confidence = Plane(layout, weights, label.Class, GridLayout.Logit);
        for (var row = 0; row < cells; row++)
            for (var column = 0; column < cells; column++)
            {
                var cell = new Box(column * side, row * side, (column + 1) * side, (row + 1) * side);
                var shared = cell.Intersect(label.Box);
                if (shared.Width > 0 && shared.Height > 0) confidence[row * cells + column] = 0;
            }
    }

    static void WriteObject(GridLayout layout, Label label, Span<float> targets, Span<float> weights)
    {
        var (cells, side) = (layout.Cells, PixelsPerCell(layout));
        var confidence = Plane(layout, targets, label.Class, GridLayout.Logit);
        var confidenceWeight = Plane(layout, weights, label.Class, GridLayout.Logit);
        float x = label.Box.CenterX / side, y = label.Box.CenterY / side;
        float width = Math.Max(SmallestSide, label.Box.Width) / side, height = Math.Max(SmallestSide, label.Box.Height) / side;
        float sigmaX = Math.Max(SmallestSigma / side, SigmaOfSide * width), sigmaY = Math.Max(SmallestSigma / side, SigmaOfSide * height);
        for (var row = 0; row < cells; row++)
            for (var column = 0; column < cells; column++)
            {
                float dx = x - (column + 0.5f), dy = y - (row + 0.5f);
                var holdsCentre = (int)x == column && (int)y == row;
                var gaussian = holdsCentre ? 1 : MathF.Exp(-(dx * dx / (sigmaX * sigmaX) + dy * dy / (sigmaY * sigmaY)) / 2);
                var cell = row * cells + column;
                if (gaussian <= confidence[cell]) continue;
                confidence[cell] = gaussian;
                if (gaussian < BoxLimit) continue;
                confidenceWeight[cell] = 1;
                WriteBox(layout, label.Class, cell, gaussian, [dx, dy, MathF.Log(width), MathF.Log(height)], targets, weights);
            }
    }

    static void WriteBox(GridLayout layout, ObjectClass objectClass, int cell, float weight, ReadOnlySpan<float> box, Span<float> targets, Span<float> weights)
    {
        for (var i = 0; i < box.Length; i++)
        {
            Plane(layout, targets, objectClass, GridLayout.OffsetX + i)[cell] = box[i];
            Plane(layout, weights, objectClass, GridLayout.OffsetX + i)[cell] = weight;
        }
    }

    static bool CentreIsInside(Label label)
    {
        if (!float.IsFinite(label.Box.Area)) throw new ArgumentException($"Grid targets: expected a finite box, found {label}.");
        return label.Box.CenterX is >= 0 and < SampleFormat.Size && label.Box.CenterY is >= 0 and < SampleFormat.Size;
    }

    static float PixelsPerCell(GridLayout layout) => (float)SampleFormat.Size / layout.Cells;

    /// <summary>The cells of one value of one class.</summary>
    static Span<float> Plane(GridLayout layout, Span<float> values, ObjectClass objectClass, int value) =>
        values.Slice(layout.Start(objectClass, value), layout.Plane);
}
