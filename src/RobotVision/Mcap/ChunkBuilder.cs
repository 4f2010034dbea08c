using System.IO.Hashing;
using ZstdSharp;

namespace RobotVision.Mcap;

/// <summary>Collects schemas, channels and messages until they are written as one chunk.</summary>
/// <param name="options">Size, compression and indices.</param>
sealed class ChunkBuilder(McapWriterOptions options) : IDisposable
{
    readonly Compressor? _compressor = options.Compression == McapCompression.Zstd ? new(options.Level) : null;
    readonly List<List<(ulong LogTime, ulong Offset)>> _indices = []; // one per channel, kept for the next chunk
    byte[] _compressed = [];
    ulong _first = ulong.MaxValue, _last;

    /// <summary>The records.</summary>
    public RecordBuffer Records { get; } = new();

    /// <summary>Bytes of the records.</summary>
    public int Length => Records.Length;

    string Name => _compressor is null ? "" : "zstd";

    /// <summary>Notes that a message follows.</summary>
    /// <returns>The buffer to write it to.</returns>
    public RecordBuffer BeginMessage(ushort channel, ulong logTime)
    {
        while (_indices.Count < channel) _indices.Add([]);
        _indices[channel - 1].Add((logTime, (ulong)Length));
        (_first, _last) = (Math.Min(_first, logTime), Math.Max(_last, logTime));
        return Records;
    }

    /// <summary>Writes chunk and indices, and begins anew.</summary>
    /// <param name="record">Where they go; empty.</param>
    /// <param name="offset">Where that will be in the file.</param>
    public McapChunkIndex Write(RecordBuffer record, ulong offset)
    {
        var records = Records.Bytes;
        var (first, size) = (_first == ulong.MaxValue ? 0 : _first, (ulong)records.Length);
        var start = record.Begin(McapOpcode.Chunk);
        record.UInt64(first);
        record.UInt64(_last);
        record.UInt64(size);
        record.UInt32(Crc32.HashToUInt32(records));
        record.Text(Name);
        records = Compressed(records);
        record.UInt64((ulong)records.Length);
        record.Raw(records);
        record.End(start);
        var (length, compressedSize) = (record.Length, (ulong)records.Length);
        var places = new Dictionary<ushort, ulong>();
        if (options.MessageIndices) WriteIndices(record, offset, places);
        var index = new McapChunkIndex(
            first, _last, offset, (ulong)length, places, (ulong)(record.Length - length), Name, compressedSize, size);
        Records.Clear();
        foreach (var entries in _indices) entries.Clear();
        (_first, _last) = (ulong.MaxValue, 0);
        return index;
    }

    /// <inheritdoc/>
    public void Dispose() => _compressor?.Dispose();

    void WriteIndices(RecordBuffer record, ulong offset, Dictionary<ushort, ulong> places)
    {
        for (var i = 0; i < _indices.Count; i++)
        {
            if (_indices[i].Count == 0) continue;
            var channel = (ushort)(i + 1);
            places[channel] = offset + (ulong)record.Length;
            var start = record.Begin(McapOpcode.MessageIndex);
            record.UInt16(channel);
            var list = record.BeginList();
            foreach (var (logTime, place) in _indices[i])
            {
                record.UInt64(logTime);
                record.UInt64(place);
            }

            record.EndList(list);
            record.Raw(options.Padding);
            record.End(start);
        }
    }

    ReadOnlySpan<byte> Compressed(ReadOnlySpan<byte> records)
    {
        if (_compressor is null) return records;
        var bound = Compressor.GetCompressBound(records.Length);
        if (_compressed.Length < bound) _compressed = new byte[bound];
        return _compressed.AsSpan(0, _compressor.Wrap(records, _compressed));
    }
}
