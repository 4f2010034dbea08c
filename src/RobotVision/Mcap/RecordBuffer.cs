using System.Buffers.Binary;
using System.Text;

namespace RobotVision.Mcap;

/// <summary>Bytes of MCAP records in the making; grows once and is used again. Numbers are little-endian, texts UTF-8 with their length before.</summary>
sealed class RecordBuffer
{
    const int HeadLength = 1 + sizeof(ulong); // opcode and length of a record

    byte[] _bytes = new byte[4096];

    /// <summary>Bytes written.</summary>
    public int Length { get; private set; }

    /// <summary>The bytes, valid until the next change.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, Length);

    /// <summary>Begins anew.</summary>
    public void Clear() => Length = 0;

    /// <summary>Begins a record.</summary>
    /// <returns>Where it begins, for <see cref="End"/>.</returns>
    public int Begin(McapOpcode opcode)
    {
        var start = Length;
        Byte((byte)opcode);
        UInt64(0);
        return start;
    }

    /// <summary>Ends a record: writes its length.</summary>
    /// <param name="start">Where it begins.</param>
    /// <param name="more">Bytes of it that are written later.</param>
    public void End(int start, int more = 0) =>
        BinaryPrimitives.WriteUInt64LittleEndian(_bytes.AsSpan(start + 1), (ulong)(Length + more - start - HeadLength));

    public void Byte(byte value) => Room(1)[0] = value;

    public void UInt16(ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(Room(sizeof(ushort)), value);

    public void UInt32(uint value) => BinaryPrimitives.WriteUInt32LittleEndian(Room(sizeof(uint)), value);

    public void UInt64(ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(Room(sizeof(ulong)), value);

    public void Raw(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Room(bytes.Length));

    public void Text(string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        UInt32((uint)length);
        Encoding.UTF8.GetBytes(text, Room(length));
    }

    /// <summary>Names and values.</summary>
    public void Map(IReadOnlyDictionary<string, string> map)
    {
        var start = BeginList();
        foreach (var (name, value) in map)
        {
            Text(name);
            Text(value);
        }

        EndList(start);
    }

    /// <summary>Numbers of channels and what belongs to them.</summary>
    public void Map(IEnumerable<KeyValuePair<ushort, ulong>> map)
    {
        var start = BeginList();
        foreach (var (channel, value) in map)
        {
            UInt16(channel);
            UInt64(value);
        }

        EndList(start);
    }

    /// <summary>Begins what has its length in bytes before it.</summary>
    public int BeginList()
    {
        UInt32(0);
        return Length;
    }

    /// <summary>Ends it: writes the length.</summary>
    public void EndList(int start) => BinaryPrimitives.WriteUInt32LittleEndian(_bytes.AsSpan(start - sizeof(uint)), (uint)(Length - start));

    Span<byte> Room(int length)
    {
        if (Length + length > _bytes.Length) Array.Resize(ref _bytes, Math.Max(Length + length, _bytes.Length * 2));
        Length += length;
        return _bytes.AsSpan(Length - length, length);
    }
}
