using System.Globalization;
using RobotVision.Data.Text;
using RobotVision.Detections;

namespace RobotVision.Data.Labels;

/// <summary>Checks the boxes that stand in label files: what cannot be a box of the image is refused, rounding is cut off.</summary>
static class LabelBox
{
    /// <summary>How far a box may reach beyond the image before it is refused, in parts of the image: rounding, not more.</summary>
    public const float Tolerance = 0.01f;

    /// <summary>What single precision makes of an edge that is just as far out.</summary>
    const float Precision = 1e-5f;

    /// <summary>The side of a point's box as a part of the image's width: twice the distance at which a found point counts.</summary>
    const float PointSide = 0.06f;

    /// <summary>A point whose box at the image's edge would be smaller than this part of its width is to be ignored.</summary>
    const float SmallestPointSide = 0.012f;

    /// <summary>The part of a box that is in the image, all of it but for rounding.</summary>
    /// <param name="file">The label file, for the message.</param>
    /// <param name="line">The line in it.</param>
    /// <param name="box">The box in pixels.</param>
    /// <param name="width">Width of the image in pixels.</param>
    /// <param name="height">Height of the image in pixels.</param>
    /// <exception cref="InvalidDataException">It has no area, is not finite or reaches beyond the image.</exception>
    public static Box InImage(string file, long line, Box box, int width, int height) =>
        TryCut(box, width, height, out var cut)
            ? cut
            : throw DamagedFile.At(file, line, string.Create(CultureInfo.InvariantCulture,
                $"expected a box inside the image of {width}x{height}, found x {box.X1} to {box.X2}, y {box.Y1} to {box.Y2}."));

    /// <summary>The same; false for what is no box of the image.</summary>
    public static bool TryCut(Box box, int width, int height, out Box cut)
    {
        float across = (Tolerance + Precision) * width, down = (Tolerance + Precision) * height;
        cut = box.Intersect(new(0, 0, width, height));
        return box.X1 >= -across && box.Y1 >= -down && box.X2 <= width + across && box.Y2 <= height + down && cut.Width > 0 && cut.Height > 0;
    }

    /// <summary>
    /// The nominal box of a point. It stays centred on the point and is made smaller at the image's edge; at the very edge it is cut
    /// off, and the point is to be ignored, as is one that lies beyond by rounding.
    /// </summary>
    /// <exception cref="InvalidDataException">The point is not in the image.</exception>
    public static (Box Box, bool Ignore) OfPoint(string file, long line, float x, float y, int width, int height)
    {
        float across = (Tolerance + Precision) * width, down = (Tolerance + Precision) * height;
        if (!new Box(-across, -down, width + across, height + down).Contains(x, y))
            throw DamagedFile.At(file, line, string.Create(CultureInfo.InvariantCulture,
                $"expected a point inside the image of {width}x{height}, found x {x}, y {y}."));
        (x, y) = (Math.Clamp(x, 0, width), Math.Clamp(y, 0, height));
        var room = 2 * MathF.Min(MathF.Min(x, width - x), MathF.Min(y, height - y));
        var ignore = room < SmallestPointSide * width;
        var side = ignore ? SmallestPointSide * width : MathF.Min(PointSide * width, room);
        return (Box.FromCenter(x, y, side, side).Intersect(new(0, 0, width, height)), ignore);
    }
}
