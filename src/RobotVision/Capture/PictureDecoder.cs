using OpenCvSharp;
using RobotVision.Imaging;

namespace RobotVision.Capture;

/// <summary>Writes the pictures of recorded messages to frames.</summary>
static class PictureDecoder
{
    /// <summary>Writes a picture to a frame; a compressed one is decoded and its bytes are kept.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="frame">Receives it.</param>
    /// <param name="layout">
    /// What the message does not say, if that is known: how colours are encoded as YUV, and the size of a picture with an odd side, which NV12 cannot have.
    /// </param>
    /// <returns>What is wrong with it; null for nothing.</returns>
    public static string? Write(PictureMessage picture, Frame frame, PictureLayout? layout = null)
    {
        if (picture.IsCompressed) return Decompress(picture, frame);
        var (width, height) = (picture.Width, picture.Height);
        if (picture.Encoding == "nv12") return WriteNv12(picture, frame, layout ?? new PictureLayout(PixelFormat.Yuv420, width, height));
        (PixelFormat Format, int Bytes, int[] Channels)? form = picture.Encoding switch
        {
            "bgr8" or "8UC3" => (PixelFormat.Bgr24, 3, [0, 1, 2]),
            "rgb8" => (PixelFormat.Bgr24, 3, [2, 1, 0]),
            "bgra8" or "8UC4" => (PixelFormat.Bgr24, 4, [0, 1, 2]),
            "rgba8" => (PixelFormat.Bgr24, 4, [2, 1, 0]),
            "mono8" or "8UC1" => (PixelFormat.Bgr24, 1, [0, 0, 0]),
            "yuv422_yuy2" or "yuyv" when width % 2 == 0 => (PixelFormat.Yuyv, 2, [0, 1]),
            _ => null,
        };
        if (form is not var (format, bytes, channels))
            return $"expected pixels in bgr8, rgb8, bgra8, rgba8, mono8, yuv422_yuy2 or nv12, found '{picture.Encoding}'";
        var step = picture.Step == 0 ? width * bytes : picture.Step;
        if (height < 1 || step < width * bytes || picture.Data.Length < (long)step * (height - 1) + width * bytes)
            return $"expected {height} rows of {step} bytes for {width} pixels, found {picture.Data.Length} bytes";
        var source = picture.Data.Span;
        var target = frame.Resize(new PictureLayout(format, width, height, layout?.Colors ?? default)).Span;
        for (var y = 0; y < height; y++)
        {
            var row = source[(y * step)..];
            if (bytes == channels.Length && channels[0] == 0)
            {
                row[..(width * bytes)].CopyTo(target[(y * width * bytes)..]);
                continue;
            }

            for (var x = 0; x < width; x++)
                for (var i = 0; i < channels.Length; i++)
                    target[(y * width + x) * channels.Length + i] = row[x * bytes + channels[i]];
        }

        return null;
    }

    /// <summary>Rows of Y, then rows of U V U V at half the height, to the three planes of <see cref="PixelFormat.Yuv420"/>.</summary>
    static string? WriteNv12(PictureMessage picture, Frame frame, PictureLayout layout)
    {
        var step = picture.Step == 0 ? picture.Width : picture.Step;
        var (width, height, chroma) = (layout.Width, layout.Height, layout.ChromaWidth);
        if (layout.Format != PixelFormat.Yuv420 || width < 1 || height < 1 || height > picture.Height || step < 2 * chroma
            || picture.Data.Length < (long)step * (picture.Height + layout.ChromaHeight))
            return $"expected {picture.Height} rows of Y and {layout.ChromaHeight} of U and V, {step} bytes each, for {width} pixels, "
                + $"found {picture.Data.Length} bytes";
        var source = picture.Data.Span;
        var target = frame.Resize(layout).Span;
        for (var y = 0; y < height; y++) source.Slice(y * step, width).CopyTo(target[(y * width)..]);
        var u = target[(width * height)..];
        var v = u[(chroma * layout.ChromaHeight)..];
        for (var y = 0; y < layout.ChromaHeight; y++)
        {
            var row = source[((picture.Height + y) * step)..];
            for (var x = 0; x < chroma; x++) (u[y * chroma + x], v[y * chroma + x]) = (row[2 * x], row[2 * x + 1]);
        }

        return null;
    }

    static unsafe string? Decompress(PictureMessage picture, Frame frame)
    {
        using var image = picture.Data.Length > 0 ? Cv2.ImDecode(picture.Data.Span, ImreadModes.Color) : new();
        if (image.Empty()) return $"a picture of {picture.Data.Length} bytes, format '{picture.Encoding}', cannot be decoded";
        var target = frame.Resize(image.Width, image.Height).Span;
        new ReadOnlySpan<byte>(image.DataPointer, target.Length).CopyTo(target); // a decoded picture has no gaps
        if (ImageFile.CompressionOf(picture.Data.Span) is not null) frame.SetEncoded(picture.Data.Span);
        return null;
    }
}
