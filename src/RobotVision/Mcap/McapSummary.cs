using System.IO.Hashing;

namespace RobotVision.Mcap;

/// <summary>What a writer has written so far, and the summary at the end of a file made of it.</summary>
sealed class McapSummary
{
    ulong _first = ulong.MaxValue, _last;

    public List<McapSchema> Schemas { get; } = [];

    public List<McapChannel> Channels { get; } = [];

    /// <summary>Messages of each channel.</summary>
    public List<ulong> Counts { get; } = [];

    public List<McapChunkIndex> Chunks { get; } = [];

    public List<McapAttachmentIndex> Attachments { get; } = [];

    public List<McapMetadataIndex> Metadata { get; } = [];

    public ulong Messages { get; private set; }

    /// <summary>Counts a message.</summary>
    public void Count(ushort channel, ulong logTime)
    {
        Counts[channel - 1]++;
        Messages++;
        (_first, _last) = (Math.Min(_first, logTime), Math.Max(_last, logTime));
    }

    /// <summary>Writes the summary and the footer.</summary>
    /// <param name="record">Where they go; empty.</param>
    /// <param name="options">What the summary has.</param>
    /// <param name="offset">Where that will be in the file.</param>
    public void WriteAll(RecordBuffer record, McapWriterOptions options, ulong offset)
    {
        var groups = new List<McapSummaryOffset>();
        if (options.RepeatSchemas) Group(McapOpcode.Schema, Schemas, Write);
        if (options.RepeatChannels) Group(McapOpcode.Channel, Channels, Write);
        if (options.Statistics) Group(McapOpcode.Statistics, [Statistics()], Write);
        if (options.ChunkIndices) Group(McapOpcode.ChunkIndex, Chunks, Write);
        if (options.AttachmentIndices) Group(McapOpcode.AttachmentIndex, Attachments, Write);
        if (options.MetadataIndices) Group(McapOpcode.MetadataIndex, Metadata, Write);
        var (start, offsetStart) = (record.Length > 0 ? offset : 0, offset + (ulong)record.Length);
        if (options.SummaryOffsets)
            foreach (var group in groups) Padded(() => Write(record, group));
        else groups.Clear();
        var footer = record.Begin(McapOpcode.Footer);
        record.UInt64(start);
        record.UInt64(groups.Count > 0 ? offsetStart : 0);
        record.End(footer, sizeof(uint)); // the length of the record is part of what the sum is over
        record.UInt32(Crc32.HashToUInt32(record.Bytes));

        void Group<T>(McapOpcode opcode, List<T> values, Action<RecordBuffer, T> write)
        {
            var before = record.Length;
            foreach (var value in values) Padded(() => write(record, value));
            if (record.Length > before) groups.Add(new(opcode, offset + (ulong)before, (ulong)(record.Length - before)));
        }

        void Padded(Action write)
        {
            var begin = record.Length;
            write();
            record.Raw(options.Padding);
            record.End(begin);
        }
    }

    McapStatistics Statistics() => new(
        Messages, (ushort)Schemas.Count, (uint)Channels.Count, (uint)Attachments.Count, (uint)Metadata.Count, (uint)Chunks.Count,
        Messages > 0 ? _first : 0, _last,
        Counts.Select((count, i) => (Channel: (ushort)(i + 1), count)).Where(one => one.count > 0).ToDictionary(one => one.Channel, one => one.count));

    public static void Write(RecordBuffer record, McapSchema schema)
    {
        var start = record.Begin(McapOpcode.Schema);
        record.UInt16(schema.Id);
        record.Text(schema.Name);
        record.Text(schema.Encoding);
        record.UInt32((uint)schema.Data.Length);
        record.Raw(schema.Data);
        record.End(start);
    }

    public static void Write(RecordBuffer record, McapChannel channel)
    {
        var start = record.Begin(McapOpcode.Channel);
        record.UInt16(channel.Id);
        record.UInt16(channel.SchemaId);
        record.Text(channel.Topic);
        record.Text(channel.MessageEncoding);
        record.Map(channel.Metadata);
        record.End(start);
    }

    static void Write(RecordBuffer record, McapStatistics statistics)
    {
        var start = record.Begin(McapOpcode.Statistics);
        record.UInt64(statistics.MessageCount);
        record.UInt16(statistics.SchemaCount);
        record.UInt32(statistics.ChannelCount);
        record.UInt32(statistics.AttachmentCount);
        record.UInt32(statistics.MetadataCount);
        record.UInt32(statistics.ChunkCount);
        record.UInt64(statistics.MessageStartTime);
        record.UInt64(statistics.MessageEndTime);
        record.Map(statistics.ChannelMessageCounts);
        record.End(start);
    }

    static void Write(RecordBuffer record, McapChunkIndex chunk)
    {
        var start = record.Begin(McapOpcode.ChunkIndex);
        record.UInt64(chunk.MessageStartTime);
        record.UInt64(chunk.MessageEndTime);
        record.UInt64(chunk.ChunkStartOffset);
        record.UInt64(chunk.ChunkLength);
        record.Map(chunk.MessageIndexOffsets);
        record.UInt64(chunk.MessageIndexLength);
        record.Text(chunk.Compression);
        record.UInt64(chunk.CompressedSize);
        record.UInt64(chunk.UncompressedSize);
        record.End(start);
    }

    static void Write(RecordBuffer record, McapAttachmentIndex attachment)
    {
        var start = record.Begin(McapOpcode.AttachmentIndex);
        record.UInt64(attachment.Offset);
        record.UInt64(attachment.Length);
        record.UInt64(attachment.LogTime);
        record.UInt64(attachment.CreateTime);
        record.UInt64(attachment.DataSize);
        record.Text(attachment.Name);
        record.Text(attachment.MediaType);
        record.End(start);
    }

    static void Write(RecordBuffer record, McapMetadataIndex metadata)
    {
        var start = record.Begin(McapOpcode.MetadataIndex);
        record.UInt64(metadata.Offset);
        record.UInt64(metadata.Length);
        record.Text(metadata.Name);
        record.End(start);
    }

    static void Write(RecordBuffer record, McapSummaryOffset group)
    {
        var start = record.Begin(McapOpcode.SummaryOffset);
        record.Byte((byte)group.Group);
        record.UInt64(group.Start);
        record.UInt64(group.Length);
        record.End(start);
    }
}
