namespace RobotVision.Imaging;

/// <summary>An image that owns its memory on the managed heap: (height, width, 3) HWC, BGR, bytes 0..255, rows without gaps.</summary>
public sealed class BgrImage
{
    /// <summary>Creates a black image.</summary>
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

    /// <summary>A view of the whole image; borrowed.</summary>
    public ImageView View => new(Pixels, Width, Height, Width * 3);

    /// <summary>A copy of a borrowed image.</summary>
    public static BgrImage CopyOf(ImageView image)
    {
        var copy = new BgrImage(image.Width, image.Height);
        for (var y = 0; y < image.Height; y++) image.Row(y).CopyTo(copy.Pixels.AsSpan(y * image.Width * 3));
        return copy;
    }

    /// <summary>Copies a picture over a part of this one.</summary>
    /// <param name="picture">The picture; it must fit inside.</param>
    /// <param name="x">Its left edge in this image, in pixels.</param>
    /// <param name="y">Its upper edge in this image, in pixels.</param>
    /// <exception cref="ArgumentException">It does not fit inside.</exception>
    public void Paste(BgrImage picture, int x, int y)
    {
        if (x < 0 || y < 0 || x + picture.Width > Width || y + picture.Height > Height)
            throw new ArgumentException($"Picture: expected one within {Width}x{Height}, found {picture.Width}x{picture.Height} at {x}, {y}.", nameof(picture));
        for (var row = 0; row < picture.Height; row++)
            picture.Pixels.AsSpan(row * picture.Width * 3, picture.Width * 3).CopyTo(Pixels.AsSpan(((y + row) * Width + x) * 3));
    }
}
