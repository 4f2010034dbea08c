using RobotVision.Detections;

namespace RobotVision.Tagging.Storage;

/// <summary>One tagged object of a frame.</summary>
/// <param name="Number">Its class, by the number in the label files.</param>
/// <param name="Box">Its box, as parts of the image: 0..1, x right, y down.</param>
/// <param name="Track">The number of the track by which it was carried through frames; null for none.</param>
/// <param name="IsKey">Whether a person placed it here on that track; the others follow from the keys around them.</param>
public sealed record TagObject(int Number, Box Box, int? Track = null, bool IsKey = false);

/// <summary>How far a frame is.</summary>
public enum FrameStatus
{
    /// <summary>Nobody has tagged it.</summary>
    Untouched,

    /// <summary>It has objects that nobody has confirmed: carried here from other frames.</summary>
    Draft,

    /// <summary>All its objects are tagged; there may be none.</summary>
    Done,

    /// <summary>It was looked at and cannot be tagged: it has no label file and is not trained on.</summary>
    Unclear,
}

/// <summary>All that is known of a frame's tags.</summary>
/// <param name="Text">What stands in its label file; null where there is none.</param>
/// <param name="Status">How far it is.</param>
/// <param name="Tracks">Which of the file's objects are on tracks.</param>
public sealed record FrameRecord(string? Text, FrameStatus Status, IReadOnlyList<TrackMark>? Tracks = null)
{
    /// <summary>A frame that nobody has tagged.</summary>
    public static FrameRecord Untouched { get; } = new(null, FrameStatus.Untouched);

    /// <summary>What is known of a frame of which only the label file is there.</summary>
    public static FrameRecord Of(string? text) => text is null ? Untouched : new(text, FrameStatus.Done);
}

/// <summary>That an object is on a track.</summary>
/// <param name="Place">The object's place in its file, from 0, lines without objects not counted.</param>
/// <param name="Track">The track's number.</param>
/// <param name="Key">Whether a person placed it.</param>
public readonly record struct TrackMark(int Place, int Track, bool Key);
