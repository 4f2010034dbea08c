using System.Text;
using System.Text.RegularExpressions;
using RobotVision.Data.Randomness;

namespace RobotVision.Testing;

/// <summary>A kind of damage to a text file.</summary>
public enum Damage
{
    CutOff,
    ByteFlipped,
    LineRemoved,
    LineTwice,
    NumberReplaced,
    QuoteLost,
    OtherEncoding,
    DeepNesting,
}

/// <summary>Damages a text at a random position.</summary>
static partial class Damaging
{
    static readonly string[] InvalidNumbers = ["NaN", "1e99", "-1000000", "", "99999999999999999999", "Infinity", "0x1F", "1,5", "one", "[", "\u0663"];
    static readonly string[] Openings = ["[", "{", "{\"a\":", "<a>", "- ", "? ", "[{\"a\":[", "&a [", "\t", "!!map {", "!"];

    /// <summary>The bytes of a damaged copy of a text.</summary>
    public static byte[] Do(Damage damage, string text, ref RandomSequence random)
    {
        switch (damage)
        {
            case Damage.CutOff:
                return Encoding.UTF8.GetBytes(text[..random.NextInt32(text.Length)]);
            case Damage.ByteFlipped:
                var bytes = Encoding.UTF8.GetBytes(text);
                var at = random.NextInt32(bytes.Length);
                bytes[at] = (byte)(random.Chance(0.5f) ? random.NextInt32(256) : bytes[at] ^ (1 << random.NextInt32(8)));
                return bytes;
            case Damage.LineRemoved or Damage.LineTwice:
                var lines = text.Split('\n').ToList();
                var line = random.NextInt32(lines.Count);
                if (damage == Damage.LineTwice) lines.Insert(line, lines[line]);
                else lines.RemoveAt(line);
                return Encoding.UTF8.GetBytes(string.Join('\n', lines));
            case Damage.NumberReplaced:
                return Encoding.UTF8.GetBytes(Replace(text, Numbers(), InvalidNumbers[random.NextInt32(InvalidNumbers.Length)], ref random));
            case Damage.QuoteLost:
                return Encoding.UTF8.GetBytes(Replace(text, Quotes(), "", ref random));
            case Damage.OtherEncoding:
                var place = random.NextInt32(text.Length + 1);
                return random.NextInt32(4) switch
                {
                    0 => Encoding.Latin1.GetBytes(text.Insert(place, "\u00FC")),
                    1 => [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(text)],
                    2 => Encoding.BigEndianUnicode.GetBytes(text),
                    _ => Encoding.UTF8.GetBytes(text.Insert(place, "\0")),
                };
            default:
                var nesting = string.Concat(Enumerable.Repeat(Openings[random.NextInt32(Openings.Length)], 20_000));
                return Encoding.UTF8.GetBytes(text.Insert(random.NextInt32(text.Length + 1), nesting));
        }
    }

    static string Replace(string text, Regex what, string with, ref RandomSequence random)
    {
        var found = what.Matches(text);
        if (found.Count == 0) return text;
        var one = found[random.NextInt32(found.Count)];
        return string.Concat(text.AsSpan(0, one.Index), with, text.AsSpan(one.Index + one.Length));
    }

    [GeneratedRegex(@"\d+(\.\d+)?")]
    private static partial Regex Numbers();

    [GeneratedRegex("[\"'<>]")]
    private static partial Regex Quotes();
}
