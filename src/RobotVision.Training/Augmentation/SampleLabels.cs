using RobotVision.Training.Datasets;

namespace RobotVision.Training.Augmentation;

/// <summary>What is in one training sample.</summary>
/// <param name="Labels">The objects, boxes in pixels of the sample: 0..96, origin top-left, x right, y down.</param>
/// <param name="Labelled">The classes that were looked for; the others take no part in the loss.</param>
public sealed record SampleLabels(IReadOnlyList<Label> Labels, ClassSet Labelled);
