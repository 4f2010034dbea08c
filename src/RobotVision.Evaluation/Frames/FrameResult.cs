using RobotVision.Data.Labels;
using RobotVision.Detections;

namespace RobotVision.Evaluation.Frames;

/// <summary>What is in one frame and what a model found in it: all that an evaluation needs of a frame, without its pixels.</summary>
/// <param name="Index">The frame's place in its data set, from 0.</param>
/// <param name="Name">What the data set calls it.</param>
/// <param name="Width">Its width in pixels.</param>
/// <param name="Height">Its height in pixels.</param>
/// <param name="Labels">What is in it, in pixels.</param>
/// <param name="Labelled">The classes that were looked for; the others are neither right nor wrong.</param>
/// <param name="Detections">What was found, whatever the thresholds, in pixels.</param>
public sealed record FrameResult(
    int Index, string Name, int Width, int Height, IReadOnlyList<Label> Labels, ClassSet Labelled, IReadOnlyList<Detection> Detections)
{
    /// <summary>
    /// Whether the model says only which classes are in the image. Then each class that can be judged has one label at most and one
    /// detection, both as large as the frame: whatever is counted of detections means the same of answers.
    /// </summary>
    public bool IsPresence { get; init; }
}
