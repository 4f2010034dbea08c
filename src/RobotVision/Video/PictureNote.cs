using System.Buffers.Text;
using RobotVision.Imaging;

namespace RobotVision.Video;

/// <summary>FFmpeg's description of a decoded picture, which comes before its pixels.</summary>
/// <param name="Width">Pixels a row, after turning it upright.</param>
/// <param name="Height">Rows.</param>
/// <param name="Time">Its presentation time from the beginning of the file; null where it has none.</param>
/// <param name="Arrived">Time stamp of the clock when it was decoded.</param>
/// <param name="Colors">How its colours are encoded.</param>
readonly record struct PictureNote(int Width, int Height, TimeSpan? Time, long Arrived, YuvColors Colors);

/// <summary>
/// Reads the lines that FFmpeg's filter <c>showinfo</c> writes for each picture:
/// <c>[Parsed_showinfo_0 @ 0x5] [info] n:   1 pts:    512 pts_time:0.0333333 ... fmt:yuv420p sar:1/1 s:640x480 i:P</c>.
/// Reading allocates nothing.
/// </summary>
/// <param name="delivered">The format in which the pictures are asked for; pictures stored in another one arrive in the limited range.</param>
/// <param name="colors">How the colours are encoded until the log says something else: it does so after the first picture.</param>
sealed class PictureNoteReader(string delivered, YuvColors colors)
{
    long _timeNumerator;
    long _timeDenominator;
    YuvStandard _standard = colors.Standard;
    bool _isFullRange = colors.IsFullRange;

    /// <summary>Reads one line of the log.</summary>
    /// <param name="line">The line in UTF-8 without its end.</param>
    /// <param name="arrived">Time stamp of the moment when it came.</param>
    /// <param name="note">The picture that it describes.</param>
    /// <returns>Whether it describes a picture.</returns>
    public bool TryRead(ReadOnlySpan<byte> line, long arrived, out PictureNote note)
    {
        note = default;
        if (!line.StartsWith("[Parsed_showinfo"u8)) return false; // further on in a line it is a word of the file's own description
        if (TryFind(line, "config in time_base: "u8, out var rest))
        {
            _ = TryReadPair(rest, (byte)'/', out _timeNumerator, out _timeDenominator);
            return false;
        }

        if (TryFind(line, "color_space:"u8, out rest))
        {
            _standard = StandardOf(rest);
            _isFullRange = TryFind(line, "color_range:"u8, out rest) && rest.StartsWith("pc"u8);
            return false;
        }

        if (!TryFind(line, " pts:"u8, out rest) || !TryFind(line, " s:"u8, out var size)) return false;
        if (!TryReadPair(size, (byte)'x', out var width, out var height)) return false;
        var isFull = delivered == "yuvj420p" || (_isFullRange && TryFind(line, " fmt:yuv420p"u8, out var format) && (format.IsEmpty || format[0] == ' '));
        note = new((int)width, (int)height, Utf8Parser.TryParse(rest, out long pts, out _) ? ToTime(pts) : null, arrived, new(_standard, isFull));
        return width is > 0 and < int.MaxValue && height is > 0 and < int.MaxValue;
    }

    /// <summary>The standard that FFmpeg's name of a colour space means.</summary>
    public static YuvStandard StandardOf(ReadOnlySpan<byte> name) =>
        name.StartsWith("bt709"u8) ? YuvStandard.Bt709 : name.StartsWith("bt2020"u8) ? YuvStandard.Bt2020 : YuvStandard.Bt601;

    // Rounded to microseconds, the finest that containers store, so that the text is the same on every machine; null for an impossible time.
    TimeSpan? ToTime(long pts)
    {
        if (_timeNumerator <= 0 || _timeDenominator <= 0) return null;
        var microseconds = Math.Round((decimal)pts * _timeNumerator * 1_000_000 / _timeDenominator);
        return Math.Abs(microseconds) < TimeSpan.MaxValue.Ticks / 100 ? TimeSpan.FromMicroseconds((long)microseconds) : null;
    }

    static bool TryFind(ReadOnlySpan<byte> line, ReadOnlySpan<byte> key, out ReadOnlySpan<byte> rest)
    {
        var at = line.IndexOf(key);
        rest = at < 0 ? default : line[(at + key.Length)..];
        if (key[^1] == ':') rest = rest.TrimStart((byte)' ');
        return at >= 0;
    }

    static bool TryReadPair(ReadOnlySpan<byte> text, byte separator, out long first, out long second)
    {
        second = 0;
        return Utf8Parser.TryParse(text, out first, out var length) && length < text.Length && text[length] == separator
            && Utf8Parser.TryParse(text[(length + 1)..], out second, out _);
    }
}
