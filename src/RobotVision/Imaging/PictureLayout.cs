namespace RobotVision.Imaging;

/// <summary>How the bytes of a picture are arranged.</summary>
public enum PixelFormat
{
    /// <summary>(height, width, 3), blue green red.</summary>
    Bgr24,

    /// <summary>Three planes, (height, width) Y, then U and V at half the width and height, rounded up; FFmpeg's yuv420p, also called I420.</summary>
    Yuv420,

    /// <summary>(height, width, 2) Y U Y V: two pixels share U and V; what most USB cameras send uncompressed. The width is even.</summary>
    Yuyv,
}

/// <summary>Size and format of a picture, and how its colours are encoded.</summary>
/// <param name="Format">The arrangement of the bytes; rows have no gaps.</param>
/// <param name="Width">Pixels a row, positive.</param>
/// <param name="Height">Rows, positive.</param>
/// <param name="Colors">How YUV becomes RGB; not used for <see cref="PixelFormat.Bgr24"/>.</param>
public readonly record struct PictureLayout(PixelFormat Format, int Width, int Height, YuvColors Colors = default)
{
    /// <summary>Columns of U and V.</summary>
    public int ChromaWidth => (Width + 1) / 2;

    /// <summary>Rows of U and V.</summary>
    public int ChromaHeight => Format == PixelFormat.Yuv420 ? (Height + 1) / 2 : Height;

    /// <summary>Bytes of the whole picture.</summary>
    /// <exception cref="OverflowException">More than an array holds.</exception>
    public int Length => checked(Format switch
    {
        PixelFormat.Yuv420 => Width * Height + 2 * ChromaWidth * ChromaHeight,
        PixelFormat.Yuyv => Width * Height * 2,
        _ => Width * Height * 3,
    });
}
