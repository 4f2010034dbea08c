using System.Buffers.Binary;
using System.Text;

namespace RobotVision.Ros;

/// <summary>Writes messages of ROS 2 as little-endian CDR, every value aligned to its size. One thread at a time; memory is used again.</summary>
/// <remarks>Source: OMG, Common Data Representation, plain CDR (version 1) with its head of four bytes, as rmw implementations write it.</remarks>
sealed class CdrWriter : IRosWriter
{
    const int HeadLength = 4;

    byte[] _bytes = new byte[4096];
    int _length;

    /// <summary>Begins with an empty message.</summary>
    public CdrWriter() => Clear();

    /// <summary>The message; valid until the next change.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    /// <summary>Begins the next message.</summary>
    public void Clear()
    {
        ReadOnlySpan<byte> head = [0, 1, 0, 0]; // plain CDR, little-endian, no options
        head.CopyTo(_bytes);
        _length = HeadLength;
    }

    /// <inheritdoc/>
    public void Begin(ReadOnlySpan<byte> name)
    {
        // The fields of a message follow those around it.
    }

    /// <inheritdoc/>
    public void End()
    {
        // Nothing marks it.
    }

    /// <inheritdoc/>
    public void BeginList(ReadOnlySpan<byte> name, int count) => UInt32(name, (uint)count);

    /// <inheritdoc/>
    public void EndList()
    {
        // Its length was written.
    }

    /// <inheritdoc/>
    public void Byte(ReadOnlySpan<byte> name, byte value) => Room(1, 1)[0] = value;

    /// <inheritdoc/>
    public void Int32(ReadOnlySpan<byte> name, int value) => BinaryPrimitives.WriteInt32LittleEndian(Room(sizeof(int), sizeof(int)), value);

    /// <inheritdoc/>
    public void UInt32(ReadOnlySpan<byte> name, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(Room(sizeof(uint), sizeof(uint)), value);

    /// <inheritdoc/>
    public void Float64(ReadOnlySpan<byte> name, double value) =>
        BinaryPrimitives.WriteDoubleLittleEndian(Room(sizeof(double), sizeof(double)), value);

    /// <inheritdoc/>
    public void Text(ReadOnlySpan<byte> name, string value)
    {
        var length = Encoding.UTF8.GetByteCount(value);
        UInt32(name, (uint)length + 1);
        var room = Room(length + 1, 1);
        Encoding.UTF8.GetBytes(value, room);
        room[length] = 0;
    }

    /// <inheritdoc/>
    public void FixedFloat64s(ReadOnlySpan<byte> name, ReadOnlySpan<double> values)
    {
        foreach (var value in values) Float64(name, value);
    }

    /// <inheritdoc/>
    public void Float64s(ReadOnlySpan<byte> name, ReadOnlySpan<double> values)
    {
        UInt32(name, (uint)values.Length);
        FixedFloat64s(name, values);
    }

    /// <inheritdoc/>
    public void Bytes(ReadOnlySpan<byte> name, ReadOnlySpan<byte> values)
    {
        UInt32(name, (uint)values.Length);
        values.CopyTo(Room(values.Length, 1));
    }

    /// <summary>Makes room behind what was written; what alignment leaves out is zero.</summary>
    Span<byte> Room(int length, int alignment)
    {
        var start = HeadLength + ((_length - HeadLength + alignment - 1) & -alignment);
        if (start + length > _bytes.Length) Array.Resize(ref _bytes, Math.Max(start + length, _bytes.Length * 2));
        _bytes.AsSpan(_length, start - _length).Clear();
        _length = start + length;
        return _bytes.AsSpan(start, length);
    }
}
