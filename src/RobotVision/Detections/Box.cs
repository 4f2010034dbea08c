namespace RobotVision.Detections;

/// <summary>
/// An upright rectangle in an image, in pixels; origin at the image's top-left corner (not at the centre of its first
/// pixel), x right, y down. A box that covers the first pixel alone is (0, 0, 1, 1).
/// </summary>
/// <param name="X1">Left edge.</param>
/// <param name="Y1">Upper edge.</param>
/// <param name="X2">Right edge.</param>
/// <param name="Y2">Lower edge.</param>
public readonly record struct Box(float X1, float Y1, float X2, float Y2)
{
    /// <summary>The width in pixels.</summary>
    public float Width => X2 - X1;

    /// <summary>The height in pixels.</summary>
    public float Height => Y2 - Y1;

    /// <summary>The centre's x in pixels.</summary>
    public float CenterX => (X1 + X2) / 2;

    /// <summary>The centre's y in pixels.</summary>
    public float CenterY => (Y1 + Y2) / 2;

    /// <summary>The area in square pixels; 0 for a box turned inside out.</summary>
    public float Area => Math.Max(0, Width) * Math.Max(0, Height);

    /// <summary>The box of a centre and a size, in pixels.</summary>
    public static Box FromCenter(float x, float y, float width, float height) =>
        new(x - width / 2, y - height / 2, x + width / 2, y + height / 2);

    /// <summary>Whether a point lies in the box, its edges included.</summary>
    public bool Contains(float x, float y) => x >= X1 && x <= X2 && y >= Y1 && y <= Y2;

    /// <summary>The part of the box that lies in another one; its area is 0 when they do not meet.</summary>
    public Box Intersect(Box other) =>
        new(Math.Max(X1, other.X1), Math.Max(Y1, other.Y1), Math.Min(X2, other.X2), Math.Min(Y2, other.Y2));

    /// <summary>The box moved to the right and down, in pixels.</summary>
    public Box Moved(float right, float down) => new(X1 + right, Y1 + down, X2 + right, Y2 + down);

    /// <summary>The box in an image that is stretched by these factors.</summary>
    public Box Scaled(float across, float down) => new(X1 * across, Y1 * down, X2 * across, Y2 * down);

    /// <summary>Intersection over union, 0..1.</summary>
    public float Overlap(Box other)
    {
        var shared = Intersect(other).Area;
        var union = Area + other.Area - shared;
        return union > 0 ? shared / union : 0;
    }
}
