using RobotVision.Detections;

namespace RobotVision.Drawing;

/// <summary>Something to draw in a picture: what was found there, or what is known to be there.</summary>
/// <param name="Kind">What is to be said of it.</param>
/// <param name="Class">What it is.</param>
/// <param name="Box">Where it is, in pixels of the picture.</param>
public readonly record struct Mark(MarkKind Kind, ObjectClass Class, Box Box)
{
    /// <summary>How sure the network is of it, 0..1; null for what was not found.</summary>
    public float? Confidence { get; init; }

    /// <summary>How far away it stands on the ground, in metres; null where that is not known.</summary>
    public double? Metres { get; init; }

    /// <summary>The number of its track; null where it has none.</summary>
    public int? Track { get; init; }

    /// <summary>A detection with all that is known of it.</summary>
    public static Mark Of(Detection detection, MarkKind kind = MarkKind.Found) => new(kind, detection.Class, detection.Box)
    {
        Confidence = detection.Confidence,
        Metres = detection.Ground?.Range,
        Track = detection.Track,
    };
}

/// <summary>What is to be said of a mark; each kind has a line of its own, whatever the colour.</summary>
public enum MarkKind
{
    /// <summary>It was found: a solid line.</summary>
    Found,

    /// <summary>It was found and is not there: a solid line, crossed out.</summary>
    FalseAlarm,

    /// <summary>It is there and was found: a thin dashed line.</summary>
    Labelled,

    /// <summary>It is there and was not found: a dashed line.</summary>
    Missed,

    /// <summary>It is there, but is neither right nor wrong to find: a thin grey dashed line.</summary>
    Ignored,
}
