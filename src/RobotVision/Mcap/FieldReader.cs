using System.Buffers.Binary;
using System.Text;

namespace RobotVision.Mcap;

/// <summary>Reads the fields of one record; every length is checked against what is there.</summary>
/// <param name="bytes">The record without opcode and length.</param>
ref struct FieldReader(ReadOnlySpan<byte> bytes)
{
    readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>Bytes read.</summary>
    public int Place { get; private set; }

    /// <summary>Bytes that are left.</summary>
    public readonly int Left => _bytes.Length - Place;

    public byte Byte() => Take(1)[0];

    public ushort UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(sizeof(ushort)));

    public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint)));

    public ulong UInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(sizeof(ulong)));

    public string Text() => Encoding.UTF8.GetString(Take(UInt32()));

    /// <summary>A length in 32 bits and so many bytes.</summary>
    public byte[] Data32() => Take(UInt32()).ToArray();

    public ReadOnlySpan<byte> Take(ulong length)
    {
        if (length > (ulong)Left) throw new InvalidDataException($"expected {length} bytes more, found {Left}");
        Place += (int)length;
        return _bytes.Slice(Place - (int)length, (int)length);
    }

    public Dictionary<string, string> Map()
    {
        var map = new Dictionary<string, string>();
        for (var end = EndOfList(); Place < end;) map[Text()] = Text();
        return map;
    }

    public Dictionary<ushort, ulong> ChannelMap()
    {
        var map = new Dictionary<ushort, ulong>();
        for (var end = EndOfList(); Place < end;) map[UInt16()] = UInt64();
        return map;
    }

    /// <summary>Reads the length of a list in bytes.</summary>
    /// <returns>The place at which the list ends.</returns>
    public int EndOfList()
    {
        var length = UInt32();
        return length <= Left ? Place + (int)length : throw new InvalidDataException($"expected a list of {length} bytes, found {Left}");
    }
}
