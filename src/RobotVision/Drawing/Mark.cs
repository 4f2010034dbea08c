using RobotVision.Detections;

namespace RobotVision.Drawing;

/// <summary>Something to draw in a picture: a detection or a label.</summary>
/// <param name="Kind">Whether it is a detection or a label, and whether it is right.</param>
/// <param name="Class">What it is.</param>
/// <param name="Box">Where it is, in pixels of the picture.</param>
public readonly record struct Mark(MarkKind Kind, ObjectClass Class, Box Box)
{
    /// <summary>The classes that the mark is of; the built-in ones unless set.</summary>
    public ClassNames Classes { get => field ?? ClassNames.BuiltIn; init; }

    /// <summary>The network's confidence, 0..1; null for a label.</summary>
    public float? Confidence { get; init; }

    /// <summary>Its distance on the ground, in metres; null where that is not known.</summary>
    public double? Metres { get; init; }

    /// <summary>The number of its track; null where it has none.</summary>
    public int? Track { get; init; }

    /// <summary>The mark of a detection by a model of these classes.</summary>
    public static Mark Of(Detection detection, ClassNames classes, MarkKind kind = MarkKind.Found) => new(kind, detection.Class, detection.Box)
    {
        Classes = classes,
        Confidence = detection.Confidence,
        Metres = detection.Ground?.Range,
        Track = detection.Track,
    };
}

/// <summary>The kind of a mark; each kind has its own line style.</summary>
public enum MarkKind
{
    /// <summary>A detection: a solid line.</summary>
    Found,

    /// <summary>A false detection: a solid line, crossed out.</summary>
    FalseAlarm,

    /// <summary>A label that was detected: a thin dashed line.</summary>
    Labelled,

    /// <summary>A label that was not detected: a dashed line.</summary>
    Missed,

    /// <summary>A label that is not scored, detected or not: a thin grey dashed line.</summary>
    Ignored,
}
