using System.Buffers.Binary;
using System.IO.Hashing;
using K4os.Compression.LZ4.Streams;
using ZstdSharp;

namespace RobotVision.Mcap;

/// <summary>The records of one chunk, decompressed.</summary>
sealed class ChunkReader
{
    const int HeadLength = 1 + sizeof(ulong);

    /// <summary>The largest chunk; far more than writers make, little enough to hold.</summary>
    const ulong MostBytes = 1 << 29;

    byte[] _records = [];
    int _length, _place;

    /// <summary>Where the chunk begins in the file.</summary>
    public long Offset { get; private set; }

    /// <summary>Opens a chunk.</summary>
    /// <param name="chunk">Its record without opcode and length; less, where the file is cut off.</param>
    /// <param name="offset">Where it begins in the file.</param>
    /// <param name="isCut">Whether the file is cut off in it; what is there is read then.</param>
    /// <returns>What is wrong with it; null for nothing. There are no records then, unless it is cut off.</returns>
    public string? Open(ReadOnlySpan<byte> chunk, long offset, bool isCut)
    {
        (Offset, _length, _place) = (offset, 0, 0);
        try
        {
            var fields = new FieldReader(chunk);
            fields.UInt64();
            fields.UInt64();
            var (size, crc, compression, length) = (fields.UInt64(), fields.UInt32(), fields.Text(), fields.UInt64());
            if (size > MostBytes) return $"expected a chunk of at most {MostBytes >> 20} MB, found {size >> 20} MB";
            var problem = Decompress(fields.Take(isCut ? Math.Min(length, (ulong)fields.Left) : length), compression, (int)size);
            if (isCut) return problem;
            problem ??= _length != (int)size ? $"expected {size} bytes in a chunk, found {_length}" : null;
            if (problem is null && crc != 0 && Crc32.HashToUInt32(_records.AsSpan(0, _length)) is var found && found != crc)
                problem = $"expected a chunk with the check sum {crc:x8}, found {found:x8}";
            if (problem is not null) _length = 0;
            return problem;
        }
        catch (InvalidDataException exception)
        {
            return $"chunk: {exception.Message}";
        }
    }

    /// <summary>The next record; false at the chunk's end, and where its rest is cut off.</summary>
    public bool TryNext(out McapOpcode opcode, out ReadOnlyMemory<byte> bytes)
    {
        (opcode, bytes) = (default, default);
        if (_length - _place < HeadLength) return false;
        opcode = (McapOpcode)_records[_place];
        var length = BinaryPrimitives.ReadUInt64LittleEndian(_records.AsSpan(_place + 1));
        if (length > (ulong)(_length - _place - HeadLength)) return false;
        bytes = _records.AsMemory(_place + HeadLength, (int)length);
        _place += HeadLength + (int)length;
        return true;
    }

    string? Decompress(ReadOnlySpan<byte> bytes, string compression, int size)
    {
        if (compression.Length == 0)
        {
            Room(bytes.Length);
            bytes.CopyTo(_records);
            _length = bytes.Length;
            return null;
        }

        try
        {
            using var source = new MemoryStream(bytes.ToArray());
            using Stream? stream = compression switch
            {
                "zstd" => new DecompressionStream(source),
                "lz4" => LZ4Stream.Decode(source),
                _ => null,
            };
            if (stream is null) return $"expected the compression zstd, lz4 or none, found '{compression}'";
            // Grows with what is there: the size in the file may be a lie.
            while (_length < size)
            {
                Room(Math.Min(size, _length + (1 << 20)));
                var read = stream.Read(_records.AsSpan(_length, Math.Min(size, _records.Length) - _length));
                if (read == 0) break;
                _length += read;
            }

            return null;
        }
        catch (Exception exception) when (exception is ZstdException or EndOfStreamException or InvalidDataException or IOException)
        {
            return $"a chunk cannot be decompressed: {exception.Message}"; // what came before is there
        }
    }

    void Room(int length)
    {
        if (_records.Length < length) Array.Resize(ref _records, Math.Max(length, Math.Min(_records.Length * 2, (int)MostBytes)));
    }
}
