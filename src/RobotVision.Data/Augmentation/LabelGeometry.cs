using RobotVision.Data.Labels;
using RobotVision.Detections;
using RobotVision.Sampling;

namespace RobotVision.Data.Augmentation;

/// <summary>Applies the geometry of an augmentation to labels. Boxes are in pixels of the sample: 0..96, origin top-left.</summary>
static class LabelGeometry
{
    const float Size = SampleFormat.Size;

    /// <summary>Converts a box from pixels of the image to pixels of the sample that shows a region of it.</summary>
    public static Box ToSample(Box box, ImageRegion region)
    {
        float x = Size / region.Width, y = Size / region.Height;
        return new((box.X1 - region.X) * x, (box.Y1 - region.Y) * y, (box.X2 - region.X) * x, (box.Y2 - region.Y) * y);
    }

    /// <summary>Swaps left and right.</summary>
    public static Box Mirror(Box box) => box with { X1 = Size - box.X2, X2 = Size - box.X1 };

    /// <summary>
    /// The axis-aligned box around an object after the sample is rotated about its centre by an angle in radians, clockwise
    /// in the image (y points down).
    /// </summary>
    /// <remarks>
    /// A ball is treated as the ellipse in its box: half width sqrt((a cos)^2 + (b sin)^2). Other objects are treated as the whole rectangle:
    /// half width a |cos| + b |sin|, an upper bound.
    /// </remarks>
    public static Box Rotate(Box box, float angle, bool round)
    {
        var (sin, cos) = MathF.SinCos(angle);
        float x = box.CenterX - Size / 2, y = box.CenterY - Size / 2;
        float ac = box.Width * MathF.Abs(cos), bs = box.Height * MathF.Abs(sin);
        float @as = box.Width * MathF.Abs(sin), bc = box.Height * MathF.Abs(cos);
        return Box.FromCenter(
            Size / 2 + x * cos - y * sin, Size / 2 + x * sin + y * cos,
            round ? MathF.Sqrt(ac * ac + bs * bs) : ac + bs, round ? MathF.Sqrt(@as * @as + bc * bc) : @as + bc);
    }

    /// <summary>
    /// Clips a label to the sample: null when nothing is left, ignored when too little is left or it is too small. A point keeps
    /// its nominal box and is ignored when its centre is outside. What is left is judged over all steps together: half of a half is a quarter.
    /// </summary>
    public static Label? Clip(Label label, AugmentationOptions options) => Clip(label, new(0, 0, Size, Size), options);

    /// <summary>Clips a label to a rectangle of the sample in the same way.</summary>
    public static Label? Clip(Label label, Box frame, AugmentationOptions options)
    {
        var visible = label.Box.Intersect(frame);
        if (visible.Width <= 0 || visible.Height <= 0) return null;
        if (label.Class.IsPoint())
            return label with { Ignore = label.Ignore || !frame.Contains(label.Box.CenterX, label.Box.CenterY) };
        var part = label.Visible * visible.Area / label.Box.Area;
        var ignore = label.Ignore || part < options.MinimumVisible || visible.Area < options.MinimumSize * options.MinimumSize;
        return new Label(label.Class, visible, ignore, part);
    }

    /// <summary>Marks a label as ignored when a covering rectangle, and what was lost before, hide too much of it.</summary>
    public static Label Hide(Label label, Box cover, AugmentationOptions options)
    {
        if (label.Class.IsPoint()) return cover.Contains(label.Box.CenterX, label.Box.CenterY) ? label with { Ignore = true } : label;
        var part = label.Visible * (1 - label.Box.Intersect(cover).Area / label.Box.Area);
        return label with { Ignore = label.Ignore || part < options.MinimumVisible, Visible = part };
    }
}
