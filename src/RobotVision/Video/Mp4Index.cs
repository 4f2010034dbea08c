using System.Buffers.Binary;
using System.Text;

namespace RobotVision.Video;

/// <summary>Reads the outermost boxes of an MP4 file to find out why it does not open.</summary>
/// <remarks>Source: ISO/IEC 14496-12, section 4.2: a box is a 32-bit size, a four-letter type, and a 64-bit size where the first is 1.</remarks>
public static class Mp4Index
{
    /// <summary>What is wrong with the file's structure, as a phrase for a message; null when nothing is or the file is no MP4.</summary>
    public static string? Describe(string path)
    {
        using var file = File.OpenRead(path);
        if (file.Length == 0) return "an empty file";
        var isMp4 = false;
        while (TryReadBox(file, out var type, out var end))
        {
            isMp4 |= type == "ftyp";
            if (!isMp4) return null;
            if (type == "moov" && end <= file.Length) return null;
            if (end > file.Length)
                return $"an MP4 cut short: its '{type}' part should end at byte {end}, the file at {file.Length}, "
                    + "and its index ('moov') is lost with the rest, so no frame can be read. "
                    + "Copy the file again; record with '-movflags +faststart' or '+frag_keyframe' to lose less";
            file.Position = end;
        }

        return isMp4 ? "an MP4 without an index ('moov'): the recording was not finished" : null;
    }

    /// <summary>Whether the file holds a complete index: a writer that ran out of space leaves none.</summary>
    public static bool IsComplete(string path)
    {
        using var file = File.OpenRead(path);
        var hasIndex = false;
        while (TryReadBox(file, out var type, out var end))
        {
            if (end > file.Length) return false;
            hasIndex |= type == "moov";
            file.Position = end;
        }

        return hasIndex;
    }

    /// <summary>Reads a box's header; its end is where the next one begins, long.MaxValue when the file states a larger value.</summary>
    static bool TryReadBox(FileStream file, out string type, out long end)
    {
        Span<byte> header = stackalloc byte[8];
        var begin = file.Position;
        (type, end) = ("", 0);
        if (file.ReadAtLeast(header, 8, throwOnEndOfStream: false) < 8) return false;
        ulong size = BinaryPrimitives.ReadUInt32BigEndian(header);
        type = Encoding.Latin1.GetString(header[4..]);
        if (size == 0) size = (ulong)(file.Length - begin);
        if (size == 1)
        {
            if (file.ReadAtLeast(header, 8, throwOnEndOfStream: false) < 8) return false;
            size = BinaryPrimitives.ReadUInt64BigEndian(header);
        }

        end = size <= (ulong)(long.MaxValue - begin) ? begin + (long)size : long.MaxValue;
        return size >= 8;
    }
}
