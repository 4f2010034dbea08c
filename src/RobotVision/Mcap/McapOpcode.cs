namespace RobotVision.Mcap;

/// <summary>The kinds of records in an MCAP file.</summary>
/// <remarks>Source: mcap.dev, MCAP format specification, version 0.</remarks>
public enum McapOpcode : byte
{
    /// <summary>The first record: profile and library.</summary>
    Header = 0x01,

    /// <summary>The last record: where the summary begins.</summary>
    Footer = 0x02,

    /// <summary>How messages of some channels are built.</summary>
    Schema = 0x03,

    /// <summary>A topic.</summary>
    Channel = 0x04,

    /// <summary>A message of a channel.</summary>
    Message = 0x05,

    /// <summary>Schemas, channels and messages together, which may be compressed.</summary>
    Chunk = 0x06,

    /// <summary>Where the messages of a channel are in the chunk before.</summary>
    MessageIndex = 0x07,

    /// <summary>Where a chunk is.</summary>
    ChunkIndex = 0x08,

    /// <summary>A file within the file.</summary>
    Attachment = 0x09,

    /// <summary>Where an attachment is.</summary>
    AttachmentIndex = 0x0A,

    /// <summary>How many of what there are.</summary>
    Statistics = 0x0B,

    /// <summary>Names and values.</summary>
    Metadata = 0x0C,

    /// <summary>Where metadata are.</summary>
    MetadataIndex = 0x0D,

    /// <summary>Where the records of a kind begin in the summary.</summary>
    SummaryOffset = 0x0E,

    /// <summary>The end of the data.</summary>
    DataEnd = 0x0F,
}
