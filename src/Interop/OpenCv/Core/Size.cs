namespace OpenCvSharp;

/// <summary>A size in whole pixels.</summary>
/// <param name="Width">Pixels a row.</param>
/// <param name="Height">Rows.</param>
public record struct Size(int Width, int Height)
{
    /// <summary>Truncates to whole pixels.</summary>
    public Size(double width, double height) : this((int)width, (int)height)
    {
    }
}

/// <summary>A size between pixels.</summary>
/// <param name="Width">Pixels a row.</param>
/// <param name="Height">Rows.</param>
public record struct Size2f(float Width, float Height);
