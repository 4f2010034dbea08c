using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace RobotVision.Fuzzing;

/// <summary>Changes inputs at random: bits, numbers, words, parts twice, missing, or of other inputs.</summary>
/// <param name="seed">The same seed makes the same changes.</param>
/// <param name="words">Words to write into inputs.</param>
sealed class Mutator(int seed, IReadOnlyList<string> words)
{
    /// <summary>Longest input; what is longer is cut, so that every run is short.</summary>
    public const int MostBytes = 1 << 16;

    static readonly long[] Numbers =
        [0, 1, -1, 2, 7, 127, 128, 255, 256, 32767, 65535, int.MaxValue, int.MinValue, uint.MaxValue, long.MaxValue, long.MinValue];

    static readonly string[] Texts =
    [
        "NaN", "Infinity", "1e999", "-0", "0x1F", "1,5", "\u0663", "", "null", "true", "\u00FC", "\0",
        "\uFEFF", "\r\n", "\u2028", "[", "{", "\"", "'", "<", "&", "#", ": ", "- ",
    ];

    readonly Random _random = new(seed);

    /// <summary>A changed copy of an input of the corpus.</summary>
    public byte[] Change(IReadOnlyList<byte[]> corpus)
    {
        var bytes = corpus[_random.Next(corpus.Count)].ToList();
        for (var changes = 1 + _random.Next(4); changes > 0; changes--) ChangeOnce(bytes, corpus);
        if (bytes.Count > MostBytes) bytes.RemoveRange(MostBytes, bytes.Count - MostBytes);
        return [.. bytes];
    }

    void ChangeOnce(List<byte> bytes, IReadOnlyList<byte[]> corpus)
    {
        var at = _random.Next(bytes.Count + 1);
        var length = Math.Min(_random.Next(1, 1 << _random.Next(1, 9)), bytes.Count - at);
        switch (_random.Next(10))
        {
            case 0 when at < bytes.Count:
                bytes[at] ^= (byte)(1 << _random.Next(8));
                break;
            case 1 when at < bytes.Count:
                bytes[at] = (byte)_random.Next(256);
                break;
            case 2:
                bytes.RemoveRange(at, length);
                break;
            case 3:
                bytes.InsertRange(_random.Next(bytes.Count + 1), bytes.GetRange(at, length));
                break;
            case 4:
                Overwrite(bytes, at);
                break;
            case 5:
                ReplaceNumber(bytes, at);
                break;
            case 6:
                var other = corpus[_random.Next(corpus.Count)];
                var from = _random.Next(other.Length + 1);
                bytes.InsertRange(at, other[from..Math.Min(other.Length, from + _random.Next(1, 257))]);
                break;
            case 7:
                var repeated = Encoding.UTF8.GetBytes(Texts[_random.Next(Texts.Length)]);
                for (var times = 1 << _random.Next(12); times > 0; times--) bytes.InsertRange(at, repeated);
                break;
            case 8:
                bytes.InsertRange(at, Encoding.UTF8.GetBytes(Texts[_random.Next(Texts.Length)]));
                break;
            default:
                if (words.Count > 0) bytes.InsertRange(at, Encoding.UTF8.GetBytes(words[_random.Next(words.Count)]));
                break;
        }
    }

    /// <summary>Writes a number in binary, of one of the sizes and orders that formats have.</summary>
    void Overwrite(List<byte> bytes, int at)
    {
        Span<byte> number = stackalloc byte[sizeof(long)];
        var value = Numbers[_random.Next(Numbers.Length)];
        if (_random.Next(2) == 0) BinaryPrimitives.WriteInt64LittleEndian(number, value);
        else BinaryPrimitives.WriteInt64BigEndian(number, value);
        var size = 1 << _random.Next(4);
        for (var i = 0; i < size && at + i < bytes.Count; i++) bytes[at + i] = number[i];
    }

    /// <summary>Replaces the next decimal number.</summary>
    void ReplaceNumber(List<byte> bytes, int at)
    {
        var start = bytes.FindIndex(Math.Min(at, bytes.Count), one => one is >= (byte)'0' and <= (byte)'9');
        if (start < 0) return;
        var end = start;
        while (end < bytes.Count && bytes[end] is >= (byte)'0' and <= (byte)'9' or (byte)'.') end++;
        bytes.RemoveRange(start, end - start);
        var text = _random.Next(2) == 0 ? Numbers[_random.Next(Numbers.Length)].ToString(CultureInfo.InvariantCulture) : Texts[_random.Next(Texts.Length)];
        bytes.InsertRange(start, Encoding.UTF8.GetBytes(text));
    }
}
