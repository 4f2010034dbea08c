namespace RobotVision.Mcap;

/// <summary>One record of an MCAP file. Times are nanoseconds, offsets bytes from the beginning of the file.</summary>
public abstract record McapRecord;

/// <summary>The first record.</summary>
/// <param name="Profile">What the topics are agreed to be, such as <c>ros2</c>; empty for nothing.</param>
/// <param name="Library">The program that wrote the file.</param>
public sealed record McapHeader(string Profile, string Library) : McapRecord;

/// <summary>The last record.</summary>
/// <param name="SummaryStart">Where the summary begins; 0 without one.</param>
/// <param name="SummaryOffsetStart">Where the summary offsets begin; 0 without them.</param>
/// <param name="SummaryCrc">CRC-32 of the summary up to this value; 0 if unknown.</param>
public sealed record McapFooter(ulong SummaryStart, ulong SummaryOffsetStart, uint SummaryCrc) : McapRecord;

/// <summary>How messages are built.</summary>
/// <param name="Id">Its number, from 1.</param>
/// <param name="Name">The name of the message type.</param>
/// <param name="Encoding">How <paramref name="Data"/> says it, such as <c>jsonschema</c> or <c>protobuf</c>.</param>
/// <param name="Data">The schema itself.</param>
public sealed record McapSchema(ushort Id, string Name, string Encoding, byte[] Data) : McapRecord;

/// <summary>A topic.</summary>
/// <param name="Id">Its number.</param>
/// <param name="SchemaId">The number of its schema; 0 for none.</param>
/// <param name="Topic">The topic's name.</param>
/// <param name="MessageEncoding">The encoding of its messages, such as <c>json</c> or <c>protobuf</c>.</param>
/// <param name="Metadata">Names and values.</param>
public sealed record McapChannel(ushort Id, ushort SchemaId, string Topic, string MessageEncoding, IReadOnlyDictionary<string, string> Metadata) : McapRecord;

/// <summary>A message.</summary>
/// <param name="ChannelId">The number of its channel.</param>
/// <param name="Sequence">The sender's count; 0 if unknown.</param>
/// <param name="LogTime">When it was recorded.</param>
/// <param name="PublishTime">When it was sent.</param>
/// <param name="Data">The message; valid until the next record is read.</param>
public sealed record McapMessage(ushort ChannelId, uint Sequence, ulong LogTime, ulong PublishTime, ReadOnlyMemory<byte> Data) : McapRecord;

/// <summary>Where the messages of a channel are in the chunk before.</summary>
/// <param name="ChannelId">The number of the channel.</param>
/// <param name="Entries">Log time, and place in the uncompressed chunk.</param>
public sealed record McapMessageIndex(ushort ChannelId, IReadOnlyList<(ulong LogTime, ulong Offset)> Entries) : McapRecord;

/// <summary>Where a chunk is.</summary>
/// <param name="MessageStartTime">The earliest log time in it.</param>
/// <param name="MessageEndTime">The latest log time in it.</param>
/// <param name="ChunkStartOffset">Where the chunk's record begins.</param>
/// <param name="ChunkLength">The length of that record, with opcode and length.</param>
/// <param name="MessageIndexOffsets">Where each channel's index of messages begins.</param>
/// <param name="MessageIndexLength">The length of these indices together.</param>
/// <param name="Compression">The compression: empty, <c>zstd</c> or <c>lz4</c>.</param>
/// <param name="CompressedSize">Bytes in the file.</param>
/// <param name="UncompressedSize">Bytes of the records.</param>
public sealed record McapChunkIndex(
    ulong MessageStartTime, ulong MessageEndTime, ulong ChunkStartOffset, ulong ChunkLength, IReadOnlyDictionary<ushort, ulong> MessageIndexOffsets,
    ulong MessageIndexLength, string Compression, ulong CompressedSize, ulong UncompressedSize) : McapRecord;

/// <summary>A file within the file.</summary>
/// <param name="LogTime">When it was recorded.</param>
/// <param name="CreateTime">When it was made; 0 if unknown.</param>
/// <param name="Name">Its name.</param>
/// <param name="MediaType">Its media type.</param>
/// <param name="Data">Its contents.</param>
public sealed record McapAttachment(ulong LogTime, ulong CreateTime, string Name, string MediaType, byte[] Data) : McapRecord;

/// <summary>Where an attachment is.</summary>
/// <param name="Offset">Where its record begins.</param>
/// <param name="Length">The length of that record, with opcode and length.</param>
/// <param name="LogTime">When it was recorded.</param>
/// <param name="CreateTime">When it was made.</param>
/// <param name="DataSize">Bytes of its contents.</param>
/// <param name="Name">Its name.</param>
/// <param name="MediaType">Its media type.</param>
public sealed record McapAttachmentIndex(
    ulong Offset, ulong Length, ulong LogTime, ulong CreateTime, ulong DataSize, string Name, string MediaType) : McapRecord;

/// <summary>How many of what there are.</summary>
/// <param name="MessageCount">Messages.</param>
/// <param name="SchemaCount">Schemas.</param>
/// <param name="ChannelCount">Channels.</param>
/// <param name="AttachmentCount">Attachments.</param>
/// <param name="MetadataCount">Metadata records.</param>
/// <param name="ChunkCount">Chunks.</param>
/// <param name="MessageStartTime">The earliest log time.</param>
/// <param name="MessageEndTime">The latest log time.</param>
/// <param name="ChannelMessageCounts">Messages of each channel.</param>
public sealed record McapStatistics(
    ulong MessageCount, ushort SchemaCount, uint ChannelCount, uint AttachmentCount, uint MetadataCount, uint ChunkCount, ulong MessageStartTime,
    ulong MessageEndTime, IReadOnlyDictionary<ushort, ulong> ChannelMessageCounts) : McapRecord;

/// <summary>Names and values.</summary>
/// <param name="Name">What they describe.</param>
/// <param name="Values">The names and values.</param>
public sealed record McapMetadata(string Name, IReadOnlyDictionary<string, string> Values) : McapRecord;

/// <summary>Where metadata are.</summary>
/// <param name="Offset">Where the record begins.</param>
/// <param name="Length">The length of the record, with opcode and length.</param>
/// <param name="Name">What they describe.</param>
public sealed record McapMetadataIndex(ulong Offset, ulong Length, string Name) : McapRecord;

/// <summary>Where the records of a kind begin in the summary.</summary>
/// <param name="Group">The kind.</param>
/// <param name="Start">Where they begin.</param>
/// <param name="Length">Their length together.</param>
public sealed record McapSummaryOffset(McapOpcode Group, ulong Start, ulong Length) : McapRecord;

/// <summary>The end of the data.</summary>
/// <param name="DataCrc">CRC-32 of everything before; 0 if unknown.</param>
public sealed record McapDataEnd(uint DataCrc) : McapRecord;
