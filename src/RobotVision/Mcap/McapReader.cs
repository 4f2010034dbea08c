using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace RobotVision.Mcap;

/// <summary>
/// Reads the records of an MCAP file in their order, those of chunks too. A file that was cut off is read up to there, also within its last chunk; a
/// damaged chunk or record is left out and told in <see cref="Damage"/>. One thread at a time.
/// </summary>
public sealed class McapReader : IDisposable
{
    const int HeadLength = 1 + sizeof(ulong), FooterLength = HeadLength + 2 * sizeof(ulong) + sizeof(uint);

    readonly FileStream _file;
    readonly ChunkReader _chunk = new();
    readonly List<string> _damage = [];
    readonly byte[] _head = new byte[HeadLength];
    byte[] _record = [];
    bool _hasEnded;

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">It is no MCAP file.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public McapReader(string path)
    {
        Path = path;
        _file = File.OpenRead(path);
        Span<byte> magic = stackalloc byte[McapWriter.Magic.Length];
        if (_file.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false) == magic.Length && magic.SequenceEqual(McapWriter.Magic)) return;
        _file.Dispose();
        throw new InvalidDataException($"'{path}': expected an MCAP file, which begins with the bytes 89 4D 43 41 50 30 0D 0A, found something else.");
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Whether the file has its end: footer and closing bytes.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>What could not be read so far, and where; empty for nothing.</summary>
    public IReadOnlyList<string> Damage => _damage;

    /// <summary>Reads the next record.</summary>
    /// <param name="record">The record; a message's data are valid until the next call.</param>
    /// <returns>False at the end of what can be read.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public bool TryRead([NotNullWhen(true)] out McapRecord? record)
    {
        while (true)
        {
            while (_chunk.TryNext(out var opcode, out var bytes))
                if (Parse(opcode, bytes, _chunk.Offset, out record)) return true;
            if (_hasEnded)
            {
                record = null;
                return false;
            }

            if (ReadOne(out record)) return true;
        }
    }

    /// <summary>Reads the summary at a file's end; nothing where it has none or was cut off.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">It is no MCAP file.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static IReadOnlyList<McapRecord> ReadSummary(string path)
    {
        using var reader = new McapReader(path);
        var footer = reader._file.Length - McapWriter.Magic.Length - FooterLength;
        if (footer < McapWriter.Magic.Length) return [];
        reader._file.Position = footer;
        if (!reader.TryRead(out var last) || last is not McapFooter { SummaryStart: > 0 } found || found.SummaryStart > (ulong)footer) return [];
        reader._file.Position = (long)found.SummaryStart;
        reader._hasEnded = false;
        var records = new List<McapRecord>();
        while (reader.TryRead(out var record)) records.Add(record);
        return records;
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    /// <summary>Reads one record of the file; false where it is a chunk, unknown, damaged, or the end.</summary>
    bool ReadOne([NotNullWhen(true)] out McapRecord? record)
    {
        record = null;
        var offset = _file.Position;
        var head = _file.ReadAtLeast(_head, HeadLength, throwOnEndOfStream: false);
        if (head < HeadLength)
        {
            End(offset, head == 0 ? "the end is missing" : "the file is cut off in a record");
            return false;
        }

        var (opcode, length) = ((McapOpcode)_head[0], BinaryPrimitives.ReadUInt64LittleEndian(_head.AsSpan(1)));
        var left = (ulong)(_file.Length - _file.Position);
        var isCut = length > left;
        if (isCut && opcode != McapOpcode.Chunk)
        {
            End(offset, $"expected {length} bytes in a record, found {left}: the file is cut off or damaged");
            return false;
        }

        var size = (int)Math.Min(Math.Min(length, left), (ulong)Array.MaxLength);
        if (_record.Length < size) _record = new byte[Math.Max(size, Math.Min(_record.Length * 2, Array.MaxLength))];
        var bytes = _record.AsMemory(0, _file.ReadAtLeast(_record.AsSpan(0, size), size, throwOnEndOfStream: false));
        if (isCut) End(offset, "the file is cut off in a chunk");
        if (opcode == McapOpcode.Chunk)
        {
            if (_chunk.Open(bytes.Span, offset, isCut) is { } problem && !isCut) _damage.Add($"byte {offset}: {problem}");
            return false;
        }

        if (opcode == McapOpcode.Footer) ReadMagic();
        return Parse(opcode, bytes, offset, out record);
    }

    void ReadMagic()
    {
        _hasEnded = true;
        Span<byte> magic = stackalloc byte[McapWriter.Magic.Length];
        IsComplete = _file.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false) == magic.Length && magic.SequenceEqual(McapWriter.Magic);
        if (!IsComplete) _damage.Add($"byte {_file.Position}: the closing bytes are missing");
    }

    bool Parse(McapOpcode opcode, ReadOnlyMemory<byte> bytes, long offset, [NotNullWhen(true)] out McapRecord? record)
    {
        try
        {
            record = RecordParser.Parse(opcode, bytes);
            return record is not null;
        }
        catch (InvalidDataException exception)
        {
            _damage.Add($"byte {offset}, record {opcode}: {exception.Message}");
            record = null;
            return false;
        }
    }

    void End(long offset, string problem)
    {
        _hasEnded = true;
        _damage.Add($"byte {offset}: {problem}");
    }
}
