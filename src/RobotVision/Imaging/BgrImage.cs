namespace RobotVision.Imaging;

/// <summary>An image of its own on the managed heap: (height, width, 3) HWC, BGR, bytes 0..255, rows without gaps.</summary>
public sealed class BgrImage
{
    /// <summary>Makes a black image.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A side is not positive.</exception>
    public BgrImage(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        Width = width;
        Height = height;
        Pixels = new byte[checked(width * height * 3)];
    }

    /// <summary>Pixels a row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>The pixels; pixel (x, y) starts at <c>(y * Width + x) * 3</c> with its blue.</summary>
    public byte[] Pixels { get; }

    /// <summary>A look at the whole image.</summary>
    public ImageView View => new(Pixels, Width, Height, Width * 3);
}
