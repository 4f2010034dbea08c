namespace RobotVision.Imaging;

/// <summary>
/// A borrowed view of a picture in the format in which it arrived; origin top-left, x right, y down. It owns nothing and is valid as
/// long as the memory behind it. An <see cref="ImageView"/> converts to one.
/// </summary>
public readonly ref struct PictureView
{
    /// <summary>A view of a picture whose rows have no gaps.</summary>
    /// <param name="pixels">At least <see cref="PictureLayout.Length"/> bytes.</param>
    /// <param name="layout">Size and format.</param>
    /// <exception cref="ArgumentException">The memory is too short.</exception>
    public PictureView(ReadOnlySpan<byte> pixels, PictureLayout layout)
        : this(pixels, layout, layout.Format switch { PixelFormat.Yuv420 => layout.Width, PixelFormat.Yuyv => layout.Width * 2, _ => layout.Width * 3 })
    {
        if (pixels.Length < layout.Length)
            throw new ArgumentException($"Picture: expected at least {layout.Length} bytes for {layout}, found {pixels.Length}.");
    }

    PictureView(ReadOnlySpan<byte> pixels, PictureLayout layout, int stride)
    {
        Pixels = pixels;
        Layout = layout;
        Stride = stride;
    }

    /// <summary>The bytes, plane after plane.</summary>
    public ReadOnlySpan<byte> Pixels { get; }

    /// <summary>Size and format.</summary>
    public PictureLayout Layout { get; }

    /// <summary>Bytes from one row of the first plane to the next.</summary>
    public int Stride { get; }

    /// <summary>Pixels a row.</summary>
    public int Width => Layout.Width;

    /// <summary>Rows.</summary>
    public int Height => Layout.Height;

    /// <summary>A BGR image as a picture.</summary>
    public static implicit operator PictureView(ImageView image) =>
        new(image.Pixels, new PictureLayout(PixelFormat.Bgr24, image.Width, image.Height), image.Stride);

    /// <summary>Writes the picture as BGR.</summary>
    /// <param name="destination">(height, width, 3), at least <c>width * height * 3</c> bytes; overwritten.</param>
    public void CopyToBgr(Span<byte> destination)
    {
        switch (Layout.Format)
        {
            case PixelFormat.Bgr24:
                for (var y = 0; y < Height; y++) Pixels.Slice(y * Stride, Width * 3).CopyTo(destination[(y * Width * 3)..]);
                break;
            case PixelFormat.Yuv420:
                var (chroma, luma) = (Layout.ChromaWidth, Width * Height);
                for (var y = 0; y < Height; y++)
                {
                    var u = luma + y / 2 * chroma;
                    var v = u + chroma * Layout.ChromaHeight;
                    ToBgr(Pixels.Slice(y * Width, Width), 1, Pixels.Slice(u, chroma), Pixels.Slice(v, chroma), 1, destination[(y * Width * 3)..]);
                }

                break;
            case PixelFormat.Yuyv:
                for (var y = 0; y < Height; y++)
                {
                    var row = Pixels.Slice(y * Stride, Stride);
                    ToBgr(row, 2, row[1..], row[3..], 4, destination[(y * Width * 3)..]);
                }

                break;
        }
    }

    /// <summary>One row; every two pixels share U and V. Steps are the bytes from one value to the next.</summary>
    void ToBgr(ReadOnlySpan<byte> y, int step, ReadOnlySpan<byte> u, ReadOnlySpan<byte> v, int chromaStep, Span<byte> bgr)
    {
        // Fixed point with 16 fractional bits: an error of less than one grey level.
        static int Fixed(float value) => (int)MathF.Round(value * 65536);
        const int half = 1 << 15;
        var factors = Layout.Colors.Factors;
        int black = (int)factors.Black, luma = Fixed(factors.Luma), redOfV = Fixed(factors.RedOfV);
        int greenOfU = Fixed(factors.GreenOfU), greenOfV = Fixed(factors.GreenOfV), blueOfU = Fixed(factors.BlueOfU);
        for (var x = 0; x < Layout.Width; x++)
        {
            var grey = luma * (y[x * step] - black) + half;
            int cu = u[x / 2 * chromaStep] - 128, cv = v[x / 2 * chromaStep] - 128;
            bgr[x * 3] = (byte)Math.Clamp((grey + blueOfU * cu) >> 16, 0, 255);
            bgr[x * 3 + 1] = (byte)Math.Clamp((grey + greenOfU * cu + greenOfV * cv) >> 16, 0, 255);
            bgr[x * 3 + 2] = (byte)Math.Clamp((grey + redOfV * cv) >> 16, 0, 255);
        }
    }
}
