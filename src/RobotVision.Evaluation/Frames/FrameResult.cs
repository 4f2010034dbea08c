using RobotVision.Data.Labels;
using RobotVision.Detections;

namespace RobotVision.Evaluation.Frames;

/// <summary>The labels and detections of one frame, without its pixels.</summary>
/// <param name="Index">The frame's index in its data set, from 0.</param>
/// <param name="Name">The frame's name in its data set.</param>
/// <param name="Width">Its width in pixels.</param>
/// <param name="Height">Its height in pixels.</param>
/// <param name="Labels">The labels, boxes in pixels of the frame.</param>
/// <param name="Labelled">The labelled classes; the others are not scored.</param>
/// <param name="Detections">The detections at any confidence, boxes in pixels of the frame.</param>
public sealed record FrameResult(
    int Index, string Name, int Width, int Height, IReadOnlyList<Label> Labels, ClassSet Labelled, IReadOnlyList<Detection> Detections)
{
    /// <summary>The classes of labels and detections: those of the model, then those that only the data set has.</summary>
    public ClassNames Classes { get; init; } = ClassNames.BuiltIn;

    /// <summary>The classes that are judged by where objects stand, see <see cref="LabelledImage.Feet"/>.</summary>
    public ClassSet Feet { get; init; }

    /// <summary>Whether it is known to be blurred by motion.</summary>
    public bool IsBlurred { get; init; }

    /// <summary>
    /// Whether the model predicts only which classes are in the image. Then each class that can be scored has at most one label and exactly
    /// one detection, both as large as the frame, so that detections can be counted in the same way.
    /// </summary>
    public bool IsPresence { get; init; }
}
