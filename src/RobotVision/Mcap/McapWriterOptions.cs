namespace RobotVision.Mcap;

/// <summary>The compression of chunks.</summary>
public enum McapCompression
{
    /// <summary>None.</summary>
    None,

    /// <summary>Zstandard.</summary>
    Zstd,
}

/// <summary>What a writer writes besides the messages. All indices are written unless told otherwise: readers find messages by them.</summary>
public sealed record McapWriterOptions
{
    /// <summary>What the topics are agreed to be; empty for nothing.</summary>
    public string Profile { get; init; } = "";

    /// <summary>The program, for the header.</summary>
    public string Library { get; init; } = "RobotVision";

    /// <summary>Bytes of messages from which a chunk is written; 0 writes messages without chunks.</summary>
    public int ChunkBytes { get; init; } = 1 << 20;

    /// <summary>The compression of chunks.</summary>
    public McapCompression Compression { get; init; } = McapCompression.Zstd;

    /// <summary>The level of the compression: 1 is fastest.</summary>
    public int Level { get; init; } = 1;

    /// <summary>Whether each chunk is followed by indices of its messages.</summary>
    public bool MessageIndices { get; init; } = true;

    /// <summary>Whether the summary has the places of chunks.</summary>
    public bool ChunkIndices { get; init; } = true;

    /// <summary>Whether the summary has the places of attachments.</summary>
    public bool AttachmentIndices { get; init; } = true;

    /// <summary>Whether the summary has the places of metadata.</summary>
    public bool MetadataIndices { get; init; } = true;

    /// <summary>Whether the summary has the counts.</summary>
    public bool Statistics { get; init; } = true;

    /// <summary>Whether the summary repeats the schemas.</summary>
    public bool RepeatSchemas { get; init; } = true;

    /// <summary>Whether the summary repeats the channels.</summary>
    public bool RepeatChannels { get; init; } = true;

    /// <summary>Whether the summary has the places of its groups.</summary>
    public bool SummaryOffsets { get; init; } = true;

    /// <summary>
    /// Bytes after the fields of each record outside chunks, which readers must skip, for tests of readers; messages, the end of data and the footer have
    /// none.
    /// </summary>
    internal byte[] Padding { get; init; } = [];
}
