namespace OpenCvSharp;

/// <summary>Three bytes: one pixel of a BGR image.</summary>
/// <param name="Item0">First channel.</param>
/// <param name="Item1">Second channel.</param>
/// <param name="Item2">Third channel.</param>
public record struct Vec3b(byte Item0, byte Item1, byte Item2)
{
    /// <summary>The value of channel <paramref name="i"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such channel.</exception>
    public readonly byte this[int i] => i switch
    {
        0 => Item0,
        1 => Item1,
        2 => Item2,
        _ => throw new ArgumentOutOfRangeException(nameof(i), i, "Expected a channel 0..2."),
    };
}

/// <summary>Four bytes: one pixel of a BGRA image.</summary>
/// <param name="Item0">First channel.</param>
/// <param name="Item1">Second channel.</param>
/// <param name="Item2">Third channel.</param>
/// <param name="Item3">Fourth channel.</param>
public record struct Vec4b(byte Item0, byte Item1, byte Item2, byte Item3)
{
    /// <summary>The value of channel <paramref name="i"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such channel.</exception>
    public readonly byte this[int i] => i switch
    {
        0 => Item0,
        1 => Item1,
        2 => Item2,
        3 => Item3,
        _ => throw new ArgumentOutOfRangeException(nameof(i), i, "Expected a channel 0..3."),
    };
}

/// <summary>Two floats.</summary>
/// <param name="Item0">First channel.</param>
/// <param name="Item1">Second channel.</param>
public record struct Vec2f(float Item0, float Item1)
{
    /// <summary>The value of channel <paramref name="i"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such channel.</exception>
    public readonly float this[int i] => i switch
    {
        0 => Item0,
        1 => Item1,
        _ => throw new ArgumentOutOfRangeException(nameof(i), i, "Expected a channel 0..1."),
    };
}

/// <summary>Three floats.</summary>
/// <param name="Item0">First channel.</param>
/// <param name="Item1">Second channel.</param>
/// <param name="Item2">Third channel.</param>
public record struct Vec3f(float Item0, float Item1, float Item2)
{
    /// <summary>The value of channel <paramref name="i"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such channel.</exception>
    public readonly float this[int i] => i switch
    {
        0 => Item0,
        1 => Item1,
        2 => Item2,
        _ => throw new ArgumentOutOfRangeException(nameof(i), i, "Expected a channel 0..2."),
    };
}

/// <summary>Two doubles.</summary>
/// <param name="Item0">First channel.</param>
/// <param name="Item1">Second channel.</param>
public record struct Vec2d(double Item0, double Item1)
{
    /// <summary>The value of channel <paramref name="i"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such channel.</exception>
    public readonly double this[int i] => i switch
    {
        0 => Item0,
        1 => Item1,
        _ => throw new ArgumentOutOfRangeException(nameof(i), i, "Expected a channel 0..1."),
    };
}

/// <summary>Three doubles, for example a rotation or a translation vector.</summary>
/// <param name="Item0">First channel.</param>
/// <param name="Item1">Second channel.</param>
/// <param name="Item2">Third channel.</param>
public record struct Vec3d(double Item0, double Item1, double Item2)
{
    /// <summary>The value of channel <paramref name="i"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such channel.</exception>
    public readonly double this[int i] => i switch
    {
        0 => Item0,
        1 => Item1,
        2 => Item2,
        _ => throw new ArgumentOutOfRangeException(nameof(i), i, "Expected a channel 0..2."),
    };
}
