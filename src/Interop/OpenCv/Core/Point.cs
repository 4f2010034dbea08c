namespace OpenCvSharp;

/// <summary>A whole pixel; origin top-left, x right, y down.</summary>
/// <param name="X">Pixels from the left.</param>
/// <param name="Y">Pixels from the top.</param>
public record struct Point(int X, int Y)
{
    /// <summary>Truncates to whole pixels.</summary>
    public Point(double x, double y) : this((int)x, (int)y)
    {
    }
}

/// <summary>A point between pixels, float.</summary>
/// <param name="X">Pixels from the left.</param>
/// <param name="Y">Pixels from the top.</param>
public record struct Point2f(float X, float Y);

/// <summary>A point between pixels, double.</summary>
/// <param name="X">Pixels from the left.</param>
/// <param name="Y">Pixels from the top.</param>
public record struct Point2d(double X, double Y);

/// <summary>A point in space, float; the frame and the unit are the caller's.</summary>
/// <param name="X">First coordinate.</param>
/// <param name="Y">Second coordinate.</param>
/// <param name="Z">Third coordinate.</param>
public record struct Point3f(float X, float Y, float Z);

/// <summary>A point in space, double; the frame and the unit are the caller's.</summary>
/// <param name="X">First coordinate.</param>
/// <param name="Y">Second coordinate.</param>
/// <param name="Z">Third coordinate.</param>
public record struct Point3d(double X, double Y, double Z);
