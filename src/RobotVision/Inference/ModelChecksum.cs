using System.Globalization;
using System.IO.Hashing;
using System.Text;

namespace RobotVision.Inference;

/// <summary>
/// A checksum of a model file in its own metadata: a file with a changed byte still loads, and then finds other things without a word. Files without the
/// entry, such as those of other tools, are not checked.
/// </summary>
public static class ModelChecksum
{
    /// <summary>The metadata entry.</summary>
    public const string Key = "robotvision.checksum";

    /// <summary>The entry's value until <see cref="Seal"/>.</summary>
    public const string Unknown = "0000000000000000";

    /// <summary>The entry up to its value, as protobuf writes it: key, then value, each with field number and length.</summary>
    static readonly byte[] Entry = [0x0a, (byte)Key.Length, .. Encoding.ASCII.GetBytes(Key), 0x12, (byte)Unknown.Length];

    /// <summary>Writes the checksum into a model that has the entry: the XXH3 of all its bytes, with <see cref="Unknown"/> in the checksum's place.</summary>
    /// <returns>The same array.</returns>
    public static byte[] Seal(byte[] model)
    {
        if (Find(model) is { } value) Encoding.ASCII.GetBytes(Compute(model, value), model.AsSpan(value));
        return model;
    }

    /// <summary>Checks a model that was read from a file.</summary>
    /// <exception cref="InvalidDataException">It has the entry and is not what was sealed.</exception>
    public static void Check(string path, ReadOnlySpan<byte> model)
    {
        if (Find(model) is not { } value) return;
        var (expected, found) = (Encoding.ASCII.GetString(model.Slice(value, Unknown.Length)), Compute(model, value));
        if (expected != found)
            throw new InvalidDataException(
                $"Model '{path}': expected bytes with the checksum {expected}, which its metadata name, found {found}: the file was damaged, or changed by "
                + $"another program. Copy it again; a change that was meant takes '{Key}' out of the metadata.");
    }

    static string Compute(ReadOnlySpan<byte> model, int value)
    {
        var hash = new XxHash3();
        hash.Append(model[..value]);
        hash.Append(Encoding.ASCII.GetBytes(Unknown));
        hash.Append(model[(value + Unknown.Length)..]);
        return hash.GetCurrentHashAsUInt64().ToString("x16", CultureInfo.InvariantCulture);
    }

    /// <summary>Where the entry's value begins; metadata come last in a file.</summary>
    static int? Find(ReadOnlySpan<byte> model) =>
        model.LastIndexOf(Entry) is >= 0 and var entry && entry + Entry.Length + Unknown.Length <= model.Length ? entry + Entry.Length : null;
}
