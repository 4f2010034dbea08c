using System.Buffers.Binary;
using System.Text;
using RobotVision.Capture;
using RobotVision.Imaging;

namespace RobotVision.Recording;

/// <summary>
/// Writes frames as Foxglove's messages in Protobuf, without loss: the camera's own bytes where it sent compressed pictures, else the pixels in the format
/// in which they came. By hand, because the generated code would copy every picture twice. One thread at a time; memory is used again.
/// </summary>
/// <remarks>Source: foxglove.proto beside robotvision.proto; Protocol Buffers, encoding.</remarks>
sealed class PictureEncoder
{
    const int Varint = 0, Bytes = 2, Fixed32 = 5; // wire types

    byte[] _message = new byte[1 << 16];
    byte[] _nv12 = [];
    int _length;

    /// <summary>The message of a frame.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="nanoseconds">Its time.</param>
    /// <returns>Valid until the next call.</returns>
    public ReadOnlySpan<byte> Encode(Frame frame, ulong nanoseconds)
    {
        _length = 0;
        WriteTime(1, nanoseconds);
        if (!frame.Encoded.IsEmpty)
        {
            Write(2, frame.Encoded.Span);
            WriteText(3, ImageFile.CompressionOf(frame.Encoded.Span) ?? "");
            WriteText(4, frame.Source);
        }
        else
        {
            WritePixels(frame);
            WriteText(7, frame.Source);
        }

        return _message.AsSpan(0, _length);
    }

    void WritePixels(Frame frame)
    {
        var layout = frame.Layout;
        var (encoding, width, height, step) = layout.Format switch
        {
            PixelFormat.Yuv420 => ("nv12", 2 * layout.ChromaWidth, 2 * layout.ChromaHeight, 2 * layout.ChromaWidth),
            PixelFormat.Yuyv => ("yuv422_yuy2", layout.Width, layout.Height, 2 * layout.Width),
            _ => ("bgr8", layout.Width, layout.Height, 3 * layout.Width),
        };
        WriteFixed32(2, (uint)width);
        WriteFixed32(3, (uint)height);
        WriteText(4, encoding);
        WriteFixed32(5, (uint)step);
        Write(6, layout.Format == PixelFormat.Yuv420 ? Nv12Of(frame) : frame.Picture.Pixels[..layout.Length]);
    }

    /// <summary>Rows of Y, then rows of U V U V at half the height; an odd last column or row is repeated, because NV12 has none.</summary>
    ReadOnlySpan<byte> Nv12Of(Frame frame)
    {
        var layout = frame.Layout;
        var pixels = frame.Picture.Pixels;
        var (width, height, step, chroma) = (layout.Width, layout.Height, 2 * layout.ChromaWidth, layout.ChromaWidth);
        var length = step * 3 * layout.ChromaHeight;
        if (_nv12.Length < length) _nv12 = new byte[length];
        for (var y = 0; y < 2 * layout.ChromaHeight; y++)
        {
            var row = _nv12.AsSpan(y * step, step);
            pixels.Slice(Math.Min(y, height - 1) * width, width).CopyTo(row);
            row[^1] = row[width - 1];
        }

        var u = pixels[(width * height)..];
        var v = u[(chroma * layout.ChromaHeight)..];
        for (var y = 0; y < layout.ChromaHeight; y++)
        {
            var row = _nv12.AsSpan((2 * layout.ChromaHeight + y) * step, step);
            for (var x = 0; x < chroma; x++) (row[2 * x], row[2 * x + 1]) = (u[y * chroma + x], v[y * chroma + x]);
        }

        return _nv12.AsSpan(0, length);
    }

    void WriteTime(int field, ulong nanoseconds)
    {
        const ulong second = 1_000_000_000;
        var start = BeginMessage(field);
        WriteTag(1, Varint);
        WriteVarint(nanoseconds / second);
        WriteTag(2, Varint);
        WriteVarint(nanoseconds % second);
        _message[start - 1] = (byte)(_length - start); // always less than 128
    }

    int BeginMessage(int field)
    {
        WriteTag(field, Bytes);
        Room(1)[0] = 0;
        return _length;
    }

    void WriteText(int field, string text)
    {
        WriteTag(field, Bytes);
        var length = Encoding.UTF8.GetByteCount(text);
        WriteVarint((ulong)length);
        Encoding.UTF8.GetBytes(text, Room(length));
    }

    void Write(int field, ReadOnlySpan<byte> bytes)
    {
        WriteTag(field, Bytes);
        WriteVarint((ulong)bytes.Length);
        bytes.CopyTo(Room(bytes.Length));
    }

    void WriteFixed32(int field, uint value)
    {
        WriteTag(field, Fixed32);
        BinaryPrimitives.WriteUInt32LittleEndian(Room(sizeof(uint)), value);
    }

    void WriteTag(int field, int type) => Room(1)[0] = (byte)(field << 3 | type);

    void WriteVarint(ulong value)
    {
        for (; value > 0x7F; value >>= 7) Room(1)[0] = (byte)(value | 0x80);
        Room(1)[0] = (byte)value;
    }

    Span<byte> Room(int length)
    {
        if (_length + length > _message.Length) Array.Resize(ref _message, Math.Max(_length + length, _message.Length * 2));
        _length += length;
        return _message.AsSpan(_length - length, length);
    }
}
