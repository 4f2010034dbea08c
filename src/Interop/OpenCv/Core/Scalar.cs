namespace OpenCvSharp;

/// <summary>One value for each of up to four channels, in the order of the image: blue, green, red for BGR.</summary>
/// <param name="Val0">First channel.</param>
/// <param name="Val1">Second channel.</param>
/// <param name="Val2">Third channel.</param>
/// <param name="Val3">Fourth channel.</param>
public record struct Scalar(double Val0, double Val1, double Val2, double Val3)
{
    /// <summary>One channel; the others are 0.</summary>
    public Scalar(double v0) : this(v0, 0, 0, 0)
    {
    }

    /// <summary>Two channels; the others are 0.</summary>
    public Scalar(double v0, double v1) : this(v0, v1, 0, 0)
    {
    }

    /// <summary>Three channels; the fourth is 0.</summary>
    public Scalar(double v0, double v1, double v2) : this(v0, v1, v2, 0)
    {
    }

    /// <summary>The value of channel <paramref name="i"/>, 0..3.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such channel.</exception>
    public readonly double this[int i] => i switch
    {
        0 => Val0,
        1 => Val1,
        2 => Val2,
        3 => Val3,
        _ => throw new ArgumentOutOfRangeException(nameof(i), i, "Expected a channel 0..3."),
    };

    /// <summary>A value for the first channel.</summary>
    public static implicit operator Scalar(double val) => new(val);

    /// <summary>The same value in all four channels.</summary>
    public static Scalar All(double v) => new(v, v, v, v);

    /// <summary>A colour for a BGR image.</summary>
    public static Scalar FromRgb(int r, int g, int b) => new(b, g, r);

    /// <summary>Black, (0, 0, 0).</summary>
    public static Scalar Black => FromRgb(0, 0, 0);

    /// <summary>White, (255, 255, 255).</summary>
    public static Scalar White => FromRgb(255, 255, 255);

    /// <summary>Red, for a BGR image.</summary>
    public static Scalar Red => FromRgb(255, 0, 0);

    /// <summary>Blue, for a BGR image.</summary>
    public static Scalar Blue => FromRgb(0, 0, 255);

    /// <summary>Yellow, for a BGR image.</summary>
    public static Scalar Yellow => FromRgb(255, 255, 0);
}
