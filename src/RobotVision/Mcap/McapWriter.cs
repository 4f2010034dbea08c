using System.IO.Hashing;

namespace RobotVision.Mcap;

/// <summary>
/// Writes an MCAP file from front to back, to any stream. What is in finished chunks can be read even if the file never gets its end. One thread at a
/// time; once chunks have reached their size, writing a message allocates nothing.
/// </summary>
/// <remarks>Source: mcap.dev, MCAP format specification, version 0.</remarks>
public sealed class McapWriter : IDisposable
{
    internal static readonly byte[] Magic = [0x89, (byte)'M', (byte)'C', (byte)'A', (byte)'P', (byte)'0', 0x0D, 0x0A];

    readonly Stream _stream;
    readonly McapWriterOptions _options;
    readonly RecordBuffer _record = new();
    readonly ChunkBuilder? _chunk;
    readonly Crc32 _dataCrc = new();
    readonly McapSummary _summary = new();
    ulong _offset;
    bool _isComplete;

    /// <summary>Writes the beginning.</summary>
    /// <param name="stream">The stream; borrowed, written in order and never sought.</param>
    /// <param name="options">What is written besides the messages.</param>
    /// <exception cref="IOException">The stream cannot be written; nothing more can be written by this writer then.</exception>
    public McapWriter(Stream stream, McapWriterOptions? options = null)
    {
        (_stream, _options) = (stream, options ?? new());
        _chunk = _options.ChunkBytes > 0 ? new(_options) : null;
        Write(Magic);
        Write(McapOpcode.Header, (_options.Profile, _options.Library), static (record, names) =>
        {
            record.Text(names.Profile);
            record.Text(names.Library);
        });
    }

    /// <summary>Bytes given to the stream so far.</summary>
    public ulong Length => _offset;

    /// <summary>Messages so far.</summary>
    public ulong Messages => _summary.Messages;

    /// <summary>Adds a schema.</summary>
    /// <returns>Its number.</returns>
    public ushort AddSchema(string name, string encoding, ReadOnlySpan<byte> data)
    {
        var schema = new McapSchema(checked((ushort)(_summary.Schemas.Count + 1)), name, encoding, data.ToArray());
        _summary.Schemas.Add(schema);
        WriteInData(schema, McapSummary.Write);
        return schema.Id;
    }

    /// <summary>Adds a channel.</summary>
    /// <param name="schema">The number of its schema; 0 for none.</param>
    /// <param name="topic">The topic's name.</param>
    /// <param name="encoding">The encoding of its messages.</param>
    /// <param name="metadata">Names and values.</param>
    /// <returns>Its number.</returns>
    public ushort AddChannel(ushort schema, string topic, string encoding, IReadOnlyDictionary<string, string>? metadata = null)
    {
        if (schema > _summary.Schemas.Count) throw new ArgumentException($"Schema {schema}: there are {_summary.Schemas.Count}.", nameof(schema));
        var channel = new McapChannel(
            checked((ushort)(_summary.Channels.Count + 1)), schema, topic, encoding, metadata ?? new Dictionary<string, string>());
        _summary.Channels.Add(channel);
        _summary.Counts.Add(0);
        WriteInData(channel, McapSummary.Write);
        return channel.Id;
    }

    /// <summary>Writes a message.</summary>
    /// <param name="channel">The number of its channel.</param>
    /// <param name="sequence">The sender's count.</param>
    /// <param name="logTime">When it was recorded, in nanoseconds.</param>
    /// <param name="publishTime">When it was sent, in nanoseconds.</param>
    /// <param name="data">The message.</param>
    public void WriteMessage(ushort channel, uint sequence, ulong logTime, ulong publishTime, ReadOnlySpan<byte> data)
    {
        if (channel == 0 || channel > _summary.Channels.Count)
            throw new ArgumentException($"Channel {channel}: there are {_summary.Channels.Count}.", nameof(channel));
        _summary.Count(channel, logTime);
        var record = _chunk?.BeginMessage(channel, logTime) ?? _record;
        if (_chunk is null) record.Clear();
        var start = record.Begin(McapOpcode.Message);
        record.UInt16(channel);
        record.UInt32(sequence);
        record.UInt64(logTime);
        record.UInt64(publishTime);
        record.Raw(data);
        record.End(start);
        if (_chunk is null) Send();
        if (_chunk?.Length >= _options.ChunkBytes) FlushChunk();
    }

    /// <summary>Writes a file into the file.</summary>
    public void WriteAttachment(string name, string mediaType, ulong logTime, ulong createTime, ReadOnlySpan<byte> data)
    {
        FlushChunk();
        _record.Clear();
        var (start, offset) = (_record.Begin(McapOpcode.Attachment), _offset);
        var fields = _record.Length;
        _record.UInt64(logTime);
        _record.UInt64(createTime);
        _record.Text(name);
        _record.Text(mediaType);
        _record.UInt64((ulong)data.Length);
        _record.Raw(data);
        _record.UInt32(Crc32.HashToUInt32(_record.Bytes[fields..]));
        Finish(start);
        _summary.Attachments.Add(new(offset, _offset - offset, logTime, createTime, (ulong)data.Length, name, mediaType));
    }

    /// <summary>Writes names and values.</summary>
    public void WriteMetadata(string name, IReadOnlyDictionary<string, string> values)
    {
        FlushChunk();
        var offset = _offset;
        Write(McapOpcode.Metadata, (name, values), static (record, metadata) =>
        {
            record.Text(metadata.name);
            record.Map(metadata.values);
        });
        _summary.Metadata.Add(new(offset, _offset - offset, name));
    }

    /// <summary>Writes what is in the chunk so far and hands it to the stream, so that it can be read if the program ends here.</summary>
    public void FlushChunk()
    {
        if (_chunk is not { Length: > 0 }) return;
        _record.Clear();
        var index = _chunk.Write(_record, _offset);
        Send();
        _summary.Chunks.Add(index);
        _stream.Flush();
    }

    /// <summary>Writes the rest: the end of the data, the summary and the footer.</summary>
    public void Complete()
    {
        if (_isComplete) return;
        _isComplete = true;
        FlushChunk();
        _record.Clear();
        var start = _record.Begin(McapOpcode.DataEnd);
        _record.UInt32(_dataCrc.GetCurrentHashAsUInt32());
        _record.End(start);
        Send();
        _record.Clear();
        _summary.WriteAll(_record, _options, _offset);
        Send();
        Write(Magic);
        _stream.Flush();
    }

    /// <summary>Completes the file; the stream stays open.</summary>
    public void Dispose()
    {
        Complete();
        _chunk?.Dispose();
    }

    // Schemas and channels stand in chunks where there are some.
    void WriteInData<T>(T value, Action<RecordBuffer, T> write)
    {
        if (_chunk is null)
        {
            _record.Clear();
            write(_record, value);
            Pad(0);
            Send();
        }
        else
        {
            write(_chunk.Records, value);
        }
    }

    void Write<T>(McapOpcode opcode, T value, Action<RecordBuffer, T> write)
    {
        _record.Clear();
        var start = _record.Begin(opcode);
        write(_record, value);
        Finish(start);
    }

    void Finish(int start)
    {
        Pad(start);
        Send();
    }

    void Pad(int start)
    {
        _record.Raw(_options.Padding);
        _record.End(start);
    }

    void Send() => Write(_record.Bytes);

    void Write(ReadOnlySpan<byte> bytes)
    {
        _stream.Write(bytes);
        _dataCrc.Append(bytes);
        _offset += (ulong)bytes.Length;
    }
}
