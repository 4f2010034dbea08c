namespace OpenCvSharp;

/// <summary>A rectangle of whole pixels; <see cref="Right"/> and <see cref="Bottom"/> are just outside.</summary>
/// <param name="X">Left column.</param>
/// <param name="Y">Top row.</param>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
public record struct Rect(int X, int Y, int Width, int Height)
{
    /// <summary>A rectangle from its corner and its size.</summary>
    public Rect(Point location, Size size) : this(location.X, location.Y, size.Width, size.Height)
    {
    }

    /// <summary>Left column.</summary>
    public int Left { readonly get => X; set => X = value; }

    /// <summary>Top row.</summary>
    public int Top { readonly get => Y; set => Y = value; }

    /// <summary>The first column right of it.</summary>
    public readonly int Right => X + Width;

    /// <summary>The first row below it.</summary>
    public readonly int Bottom => Y + Height;

    /// <summary>Its top-left pixel.</summary>
    public Point Location
    {
        readonly get => new(X, Y);
        set => (X, Y) = (value.X, value.Y);
    }

    /// <summary>Its columns and rows.</summary>
    public Size Size
    {
        readonly get => new(Width, Height);
        set => (Width, Height) = (value.Width, value.Height);
    }

    /// <summary>Its top-left pixel.</summary>
    public readonly Point TopLeft => new(X, Y);

    /// <summary>The corner just outside.</summary>
    public readonly Point BottomRight => new(Right, Bottom);

    /// <summary>Makes one from its sides; right and bottom are just outside.</summary>
    public static Rect FromLTRB(int left, int top, int right, int bottom) => new(left, top, right - left, bottom - top);

    /// <summary>Whether a pixel is inside.</summary>
    public readonly bool Contains(Point pt) => pt.X >= X && pt.X < Right && pt.Y >= Y && pt.Y < Bottom;

    /// <summary>The common part; empty (all zero) where there is none.</summary>
    public static Rect Intersect(Rect a, Rect b)
    {
        int left = Math.Max(a.X, b.X), top = Math.Max(a.Y, b.Y);
        int right = Math.Min(a.Right, b.Right), bottom = Math.Min(a.Bottom, b.Bottom);
        return right > left && bottom > top ? FromLTRB(left, top, right, bottom) : default;
    }

    /// <summary>The common part of this one and another.</summary>
    public readonly Rect Intersect(Rect rect) => Intersect(this, rect);
}
