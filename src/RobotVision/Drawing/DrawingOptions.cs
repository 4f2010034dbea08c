using RobotVision.Detections;
using RobotVision.Pipeline;

namespace RobotVision.Drawing;

/// <summary>What is drawn of a run's results.</summary>
public sealed record DrawingOptions
{
    /// <summary>The classes that are drawn; all of them unless said otherwise.</summary>
    public IReadOnlyCollection<ObjectClass> Classes { get; init; } = Enum.GetValues<ObjectClass>();

    /// <summary>What is written beside each object.</summary>
    public LabelDetail Labels { get; init; } = LabelDetail.Full;

    /// <summary>
    /// Sorts the detections of a frame into right and wrong and adds what is labelled there; its answer is null for a frame without labels.
    /// Null where nothing is labelled.
    /// </summary>
    public Func<Observation, IReadOnlyList<Mark>?>? Judge { get; init; }
}

/// <summary>What is written beside an object.</summary>
public enum LabelDetail
{
    /// <summary>Nothing: the colour says the class.</summary>
    None,

    /// <summary>Its class.</summary>
    Class,

    /// <summary>Class, confidence, and the distance in metres and the track's number where they are known.</summary>
    Full,
}
