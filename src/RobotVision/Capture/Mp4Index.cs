using System.Buffers.Binary;
using System.Text;

namespace RobotVision.Capture;

/// <summary>Looks at the outermost boxes of an MP4 file to say why it does not open.</summary>
/// <remarks>Source: ISO/IEC 14496-12, section 4.2: a box is a 32-bit size, a four-letter type, and a 64-bit size where the first is 1.</remarks>
public static class Mp4Index
{
    /// <summary>A phrase for an error message: what the file is and what to do.</summary>
    public static string Describe(string path)
    {
        using var file = File.OpenRead(path);
        if (file.Length == 0) return "an empty file";
        var isMp4 = false;
        while (TryReadBox(file, out var type, out var size))
        {
            isMp4 |= type == "ftyp";
            if (!isMp4) break;
            if (type == "moov" && file.Position + size - 8 <= file.Length) return "an MP4 whose pictures cannot be decoded; convert it with ffmpeg";
            var end = file.Position - 8 + size;
            if (end > file.Length)
                return $"an MP4 cut short: its '{type}' part should end at byte {end}, the file at {file.Length}, and its index ('moov') is lost with the rest, "
                    + "so no frame can be read. Copy the file again; record with '-movflags +faststart' or '+frag_keyframe' to lose less";
            file.Position = end;
        }

        return isMp4 ? "an MP4 without an index ('moov'): the recording was not finished" : "something else; supported is what the installed ffmpeg libraries decode";
    }

    /// <summary>Whether the file holds a complete index: a writer that ran out of space leaves none.</summary>
    public static bool IsComplete(string path)
    {
        using var file = File.OpenRead(path);
        var hasIndex = false;
        while (TryReadBox(file, out var type, out var size))
        {
            var end = file.Position - 8 + size;
            if (end > file.Length) return false;
            hasIndex |= type == "moov";
            file.Position = end;
        }

        return hasIndex;
    }

    static bool TryReadBox(FileStream file, out string type, out long size)
    {
        Span<byte> header = stackalloc byte[8];
        (type, size) = ("", 0);
        if (file.ReadAtLeast(header, 8, throwOnEndOfStream: false) < 8) return false;
        size = BinaryPrimitives.ReadUInt32BigEndian(header);
        type = Encoding.Latin1.GetString(header[4..]);
        if (size == 0) size = file.Length - file.Position + 8;
        if (size == 1)
        {
            if (file.ReadAtLeast(header, 8, throwOnEndOfStream: false) < 8) return false;
            size = BinaryPrimitives.ReadInt64BigEndian(header);
            file.Position -= 8;
        }

        return size >= 8;
    }
}
