using RobotVision.Detections;
using RobotVision.Pipeline;

namespace RobotVision.Drawing;

/// <summary>What is drawn of a run's results.</summary>
public sealed record DrawingOptions
{
    /// <summary>The classes that are drawn; all of them when null.</summary>
    public IReadOnlyCollection<ObjectClass>? Classes { get; init; }

    /// <summary>Whether a class is drawn.</summary>
    internal bool Shows(ObjectClass objectClass) => Classes?.Contains(objectClass) ?? true;

    /// <summary>What is written beside each object.</summary>
    public LabelDetail Labels { get; init; } = LabelDetail.Full;

    /// <summary>
    /// Compares the detections of a frame with its labels and gives the marks of both; returns null for a frame without labels. Null where there are no
    /// labels at all.
    /// </summary>
    public Func<Observation, IReadOnlyList<Mark>?>? Judge { get; init; }
}

/// <summary>What is written beside an object.</summary>
public enum LabelDetail
{
    /// <summary>Nothing: only the colour shows the class.</summary>
    None,

    /// <summary>Its class.</summary>
    Class,

    /// <summary>Class, confidence, and the distance in metres and the track's number where they are known.</summary>
    Full,
}
