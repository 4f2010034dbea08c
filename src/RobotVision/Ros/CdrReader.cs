using System.Buffers.Binary;
using System.Text;

namespace RobotVision.Ros;

/// <summary>Reads messages of ROS 2: little-endian or big-endian CDR, every value aligned to its size.</summary>
/// <remarks>Source: OMG, Common Data Representation, plain CDR (version 1) with its head of four bytes.</remarks>
ref struct CdrReader
{
    const int HeadLength = 4;

    readonly ReadOnlySpan<byte> _bytes;
    readonly bool _isLittle;
    int _place;

    /// <summary>Begins behind the head.</summary>
    /// <exception cref="InvalidDataException">There is none, or of another form of CDR.</exception>
    public CdrReader(ReadOnlySpan<byte> message)
    {
        if (message.Length < HeadLength || message[0] != 0 || message[1] > 1)
            throw new InvalidDataException(
                $"expected a message in plain CDR, found {(message.Length < HeadLength ? "too little" : $"the form {message[0]:x2}{message[1]:x2}")}");
        _bytes = message[HeadLength..];
        _isLittle = message[1] == 1;
    }

    /// <summary>Where the next value is looked for in the message.</summary>
    public readonly int Place => HeadLength + _place;

    public byte Byte() => Take(1)[0];

    public uint UInt32()
    {
        _place = (_place + 3) & ~3;
        var bytes = Take(sizeof(uint));
        return _isLittle ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);
    }

    /// <summary>A text; the zero at its end is left out.</summary>
    public string Text() => Encoding.UTF8.GetString(Bytes()).TrimEnd('\0');

    /// <summary>A sequence of bytes, or a text with its zero; borrowed.</summary>
    public ReadOnlySpan<byte> Bytes() => Take(UInt32());

    ReadOnlySpan<byte> Take(uint length)
    {
        if (length > _bytes.Length - _place) throw new InvalidDataException($"expected {length} bytes more, found {Math.Max(0, _bytes.Length - _place)}");
        _place += (int)length;
        return _bytes.Slice(_place - (int)length, (int)length);
    }
}
