namespace RobotVision.Imaging;

/// <summary>
/// A borrowed view of the pixels of an image: (height, width, 3) HWC, BGR, bytes 0..255; origin top-left, x right, y down.
/// It owns nothing and is valid as long as the memory behind it.
/// </summary>
public readonly ref struct ImageView
{
    /// <summary>A view of pixels that start at the beginning of <paramref name="pixels"/>.</summary>
    /// <param name="pixels">At least <c>stride * (height - 1) + width * 3</c> bytes.</param>
    /// <param name="width">Pixels a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="stride">Bytes from one row to the next, at least <c>width * 3</c>.</param>
    /// <exception cref="ArgumentException">The memory is too short for these sizes.</exception>
    public ImageView(ReadOnlySpan<byte> pixels, int width, int height, int stride)
    {
        if (width <= 0 || height <= 0 || stride < width * 3 || pixels.Length < (long)stride * (height - 1) + width * 3)
            throw new ArgumentException(
                $"Image: expected at least {(long)stride * (height - 1) + width * 3} bytes for {width}x{height} with stride {stride}, found {pixels.Length}.");
        Pixels = pixels;
        Width = width;
        Height = height;
        Stride = stride;
    }

    /// <summary>The pixels, row by row, <see cref="Stride"/> bytes apart.</summary>
    public ReadOnlySpan<byte> Pixels { get; }

    /// <summary>Pixels a row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Bytes from one row to the next.</summary>
    public int Stride { get; }

    /// <summary>The bytes of one row, <c>width * 3</c> of them.</summary>
    public ReadOnlySpan<byte> Row(int y) => Pixels.Slice(y * Stride, Width * 3);
}
