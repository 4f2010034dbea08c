using System.Buffers.Binary;

namespace RobotVision.Imaging;

/// <summary>Finds truncated image files, such as those of a broken download or a full disk.</summary>
static class ImageEnd
{
    /// <summary>The marker that ends a JPEG.</summary>
    public static ReadOnlySpan<byte> OfJpeg => [0xFF, 0xD9];

    static ReadOnlySpan<byte> PngSignature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Whether a JPEG, PNG or WebP file ends before its picture does. Bytes behind the end do no harm.</summary>
    /// <param name="file">The file's bytes.</param>
    /// <param name="whole">How many of its bytes are in complete parts (segments, chunks).</param>
    public static bool IsMissing(ReadOnlySpan<byte> file, out int whole)
    {
        whole = file.Length;
        if (IsJpeg(file)) return !TryFindJpegEnd(file, out whole);
        if (file.StartsWith(PngSignature)) return !TryFindPngEnd(file, out whole);
        return IsWebP(file) && BinaryPrimitives.ReadUInt32LittleEndian(file[4..]) > file.Length - 8;
    }

    /// <summary>Whether a file begins as a JPEG does.</summary>
    public static bool IsJpeg(ReadOnlySpan<byte> file) => file.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8]);

    /// <summary>What a file begins as: <c>jpeg</c>, <c>png</c> or <c>webp</c>; null for anything else.</summary>
    public static string? FormatOf(ReadOnlySpan<byte> file) =>
        IsJpeg(file) ? "jpeg" : file.StartsWith(PngSignature) ? "png" : IsWebP(file) ? "webp" : null;

    static bool IsWebP(ReadOnlySpan<byte> file) => file.Length >= 12 && file.StartsWith("RIFF"u8) && file[8..].StartsWith("WEBP"u8);

    /// <remarks>
    /// Segments hold their length, so that the end marker of a thumbnail inside one is skipped; the coded pixels between them do not, but
    /// contain no marker except those of restart intervals. Source: ITU-T T.81, annex B.
    /// </remarks>
    static bool TryFindJpegEnd(ReadOnlySpan<byte> file, out int whole)
    {
        whole = file.Length;
        for (var at = 2; FindJpegMarker(file, at) is >= 0 and var marker;)
        {
            if (file[marker + 1] == OfJpeg[1]) return true;
            var length = marker + 4 <= file.Length ? BinaryPrimitives.ReadUInt16BigEndian(file[(marker + 2)..]) : int.MaxValue;
            if (length > file.Length - marker - 2)
            {
                whole = marker;
                return false;
            }

            at = marker + 2 + length;
        }

        return false;
    }

    /// <summary>Width and height of a JPEG by its frame header; null where there is none before the coded pixels.</summary>
    /// <remarks>Source: ITU-T T.81, annex B.2.2.</remarks>
    public static (int Width, int Height)? SizeOfJpeg(ReadOnlySpan<byte> file)
    {
        const int Header = 9; // marker, length, precision, height and width
        for (var at = 2; at < file.Length && FindJpegMarker(file, at) is >= 0 and var marker && marker + Header <= file.Length;)
        {
            var kind = file[marker + 1];
            if (kind is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
                return (BinaryPrimitives.ReadUInt16BigEndian(file[(marker + 7)..]), BinaryPrimitives.ReadUInt16BigEndian(file[(marker + 5)..]));
            if (kind == 0xDA) return null;
            at = marker + 2 + BinaryPrimitives.ReadUInt16BigEndian(file[(marker + 2)..]);
        }

        return null;
    }

    /// <summary>The place of the next marker that is no restart marker and begins no image; -1 where there is none.</summary>
    static int FindJpegMarker(ReadOnlySpan<byte> file, int at)
    {
        while (file[at..].IndexOf((byte)0xFF) is >= 0 and var found)
        {
            at += found + 1;
            if (at == file.Length) break;
            if (file[at] is not (0x00 or 0x01 or 0xFF or (>= 0xD0 and <= 0xD8))) return at - 1;
        }

        return -1;
    }

    static bool TryFindPngEnd(ReadOnlySpan<byte> file, out int whole)
    {
        const int Frame = 12; // length, type and checksum around a chunk's data
        for (whole = PngSignature.Length; whole + Frame <= file.Length;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(file[whole..]);
            if (length > file.Length - whole - Frame) return false;
            if (file[(whole + 4)..].StartsWith("IEND"u8)) return true;
            whole += (int)length + Frame;
        }

        return false;
    }
}
