using System.Buffers.Binary;

namespace RobotVision.Video;

/// <summary>
/// Writes uncompressed BGR pictures with their times as a Matroska stream, the simplest form in which ffmpeg takes both through a pipe.
/// </summary>
/// <remarks>Source: RFC 8794 (EBML) and RFC 9559 (Matroska): elements are an identifier, a length and their content.</remarks>
sealed class RawMatroskaWriter
{
    /// <summary>A length of which all value bits are set: not known, until the stream ends.</summary>
    static readonly byte[] UnknownLength = [0x01, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF];

    readonly Stream _stream;

    /// <summary>Writes what comes before the first picture.</summary>
    /// <param name="stream">Where to; borrowed.</param>
    /// <param name="width">Pixels a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="framesPerSecond">The usual rate, from which the last picture has its duration; without one, players pass over it.</param>
    public RawMatroskaWriter(Stream stream, int width, int height, double framesPerSecond)
    {
        _stream = stream;
        Write(0x1A45DFA3, [.. Element(0x4282, "matroska"u8), .. Element(0x4287, Number(4)), .. Element(0x4285, Number(2))]); // EBML: DocType and versions
        _stream.Write([0x18, 0x53, 0x80, 0x67, .. UnknownLength]); // Segment
        // Info: times in microseconds
        Write(0x1549A966, [.. Element(0x2AD7B1, Number(1000)), .. Element(0x4D80, "RobotVision"u8), .. Element(0x5741, "RobotVision"u8)]);
        byte[] video = [.. Element(0xB0, Number(width)), .. Element(0xBA, Number(height)), .. Element(0x2EB524, "BGR\x18"u8)];
        byte[] track =
        [
            // number, UID, type, no lacing, nanoseconds a picture
            .. Element(0xD7, Number(1)), .. Element(0x73C5, Number(1)), .. Element(0x83, Number(1)), .. Element(0x9C, Number(0)),
            .. Element(0x23E383, Number((long)(1e9 / framesPerSecond))),
            .. Element(0x86, "V_UNCOMPRESSED"u8), .. Element(0xE0, video),
        ];
        Write(0x1654AE6B, Element(0xAE, track)); // Tracks
    }

    /// <summary>Writes a picture.</summary>
    /// <param name="pixels">(height, width, 3) BGR without gaps between rows.</param>
    /// <param name="time">Its time from the beginning, not negative.</param>
    public void WritePicture(ReadOnlySpan<byte> pixels, TimeSpan time)
    {
        // A cluster for each picture: Timestamp in 8 bytes, SimpleBlock of track 1 at time 0 of the cluster, a key picture.
        Span<byte> head = stackalloc byte[4 + 8 + 2 + 8 + 1 + 8 + 4];
        BinaryPrimitives.WriteUInt32BigEndian(head, 0x1F43B675);
        WriteLength(head[4..], head.Length - 12 + pixels.Length);
        (head[12], head[13]) = (0xE7, 0x88);
        BinaryPrimitives.WriteInt64BigEndian(head[14..], time.Ticks / TimeSpan.TicksPerMicrosecond);
        head[22] = 0xA3;
        WriteLength(head[23..], 4 + pixels.Length);
        (head[31], head[32], head[33], head[34]) = (0x81, 0, 0, 0x80);
        _stream.Write(head);
        _stream.Write(pixels);
    }

    void Write(uint identifier, byte[] content) => _stream.Write(Element(identifier, content));

    static byte[] Element(uint identifier, ReadOnlySpan<byte> content)
    {
        Span<byte> id = stackalloc byte[4], length = stackalloc byte[8];
        BinaryPrimitives.WriteUInt32BigEndian(id, identifier);
        WriteLength(length, content.Length);
        return [.. id.TrimStart((byte)0), .. length, .. content];
    }

    static byte[] Number(long value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        return bytes;
    }

    /// <summary>A length in eight bytes, the first of which says so.</summary>
    static void WriteLength(Span<byte> destination, long length) => BinaryPrimitives.WriteInt64BigEndian(destination, length | (1L << 56));
}
