using System.Globalization;
using RobotVision.Data.Text;
using RobotVision.Detections;

namespace RobotVision.Data.Labels;

/// <summary>Checks the boxes of label files: which are in the image, and what of them.</summary>
static class LabelBox
{
    /// <summary>How far a box may reach beyond the image, as a fraction of the image's side: enough for rounding.</summary>
    public const float Tolerance = 0.01f;

    // Rounding error of float for an edge exactly at the tolerance.
    const float Precision = 1e-5f;

    // Side of a point's box as a fraction of the image's width: twice the distance at which a detected point counts as a hit.
    const float PointSide = 0.06f;

    // A point whose box at the image's edge would be smaller than this fraction of the image's width is ignored.
    const float SmallestPointSide = 0.012f;

    /// <summary>Clips a box to the image; false if it has no area, is not finite or reaches beyond the image.</summary>
    public static bool TryClip(Box box, int width, int height, out Box clipped)
    {
        float across = (Tolerance + Precision) * width, down = (Tolerance + Precision) * height;
        clipped = box.Intersect(new(0, 0, width, height));
        return box.X1 >= -across && box.Y1 >= -down && box.X2 <= width + across && box.Y2 <= height + down && clipped.Width > 0 && clipped.Height > 0;
    }

    /// <summary>
    /// The nominal box of a point. It is centred on the point and smaller near the image's edge. At the very edge, or outside by
    /// rounding, the box is clipped and the point is ignored.
    /// </summary>
    /// <exception cref="InvalidDataException">The point is outside the image.</exception>
    public static (Box Box, bool Ignore) OfPoint(string file, long line, float x, float y, int width, int height) =>
        TryOfPoint(x, y, width, height, out var box, out var ignore)
            ? (box, ignore)
            : throw DamagedFile.At(file, line, string.Create(CultureInfo.InvariantCulture,
                $"expected a point inside the image of {width}x{height}, found x {x}, y {y}."));

    /// <summary>The same; false if the point is outside the image.</summary>
    public static bool TryOfPoint(float x, float y, int width, int height, out Box box, out bool ignore)
    {
        float across = (Tolerance + Precision) * width, down = (Tolerance + Precision) * height;
        var isInside = new Box(-across, -down, width + across, height + down).Contains(x, y);
        (x, y) = (Math.Clamp(x, 0, width), Math.Clamp(y, 0, height));
        var room = 2 * MathF.Min(MathF.Min(x, width - x), MathF.Min(y, height - y));
        ignore = room < SmallestPointSide * width;
        var side = ignore ? SmallestPointSide * width : MathF.Min(PointSide * width, room);
        box = Box.FromCenter(x, y, side, side).Intersect(new(0, 0, width, height));
        return isInside;
    }
}
