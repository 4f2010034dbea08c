using System.IO.Hashing;

namespace RobotVision.Mcap;

/// <summary>Parses single records; fields that newer versions add behind the known ones are skipped.</summary>
static class RecordParser
{
    /// <summary>Parses a record.</summary>
    /// <param name="opcode">Its kind.</param>
    /// <param name="bytes">Its bytes without opcode and length; borrowed by messages.</param>
    /// <returns>Null for kinds that are not known, and for chunks.</returns>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static McapRecord? Parse(McapOpcode opcode, ReadOnlyMemory<byte> bytes)
    {
        var fields = new FieldReader(bytes.Span);
        switch (opcode)
        {
            case McapOpcode.Header: return new McapHeader(fields.Text(), fields.Text());
            case McapOpcode.Footer: return new McapFooter(fields.UInt64(), fields.UInt64(), fields.UInt32());
            case McapOpcode.Schema: return new McapSchema(fields.UInt16(), fields.Text(), fields.Text(), fields.Data32());
            case McapOpcode.Channel: return new McapChannel(fields.UInt16(), fields.UInt16(), fields.Text(), fields.Text(), fields.Map());
            case McapOpcode.Message:
                return new McapMessage(fields.UInt16(), fields.UInt32(), fields.UInt64(), fields.UInt64(), bytes[fields.Place..]);
            case McapOpcode.MessageIndex: return MessageIndex(ref fields);
            case McapOpcode.ChunkIndex:
                return new McapChunkIndex(fields.UInt64(), fields.UInt64(), fields.UInt64(), fields.UInt64(), fields.ChannelMap(), fields.UInt64(),
                    fields.Text(), fields.UInt64(), fields.UInt64());
            case McapOpcode.Attachment: return Attachment(ref fields, bytes.Span);
            case McapOpcode.AttachmentIndex:
                return new McapAttachmentIndex(fields.UInt64(), fields.UInt64(), fields.UInt64(), fields.UInt64(), fields.UInt64(), fields.Text(),
                    fields.Text());
            case McapOpcode.Statistics:
                return new McapStatistics(fields.UInt64(), fields.UInt16(), fields.UInt32(), fields.UInt32(), fields.UInt32(), fields.UInt32(),
                    fields.UInt64(), fields.UInt64(), fields.ChannelMap());
            case McapOpcode.Metadata: return new McapMetadata(fields.Text(), fields.Map());
            case McapOpcode.MetadataIndex: return new McapMetadataIndex(fields.UInt64(), fields.UInt64(), fields.Text());
            case McapOpcode.SummaryOffset: return new McapSummaryOffset((McapOpcode)fields.Byte(), fields.UInt64(), fields.UInt64());
            case McapOpcode.DataEnd: return new McapDataEnd(fields.UInt32());
            default: return null;
        }
    }

    static McapMessageIndex MessageIndex(ref FieldReader fields)
    {
        var channel = fields.UInt16();
        var entries = new List<(ulong, ulong)>();
        for (var end = fields.EndOfList(); fields.Place < end;) entries.Add((fields.UInt64(), fields.UInt64()));
        return new(channel, entries);
    }

    static McapAttachment Attachment(ref FieldReader fields, ReadOnlySpan<byte> bytes)
    {
        var attachment = new McapAttachment(fields.UInt64(), fields.UInt64(), fields.Text(), fields.Text(), fields.Take(fields.UInt64()).ToArray());
        var found = Crc32.HashToUInt32(bytes[..fields.Place]);
        return fields.UInt32() is var crc && (crc == 0 || crc == found)
            ? attachment
            : throw new InvalidDataException($"attachment '{attachment.Name}': expected the check sum {crc:x8}, found {found:x8}");
    }
}
