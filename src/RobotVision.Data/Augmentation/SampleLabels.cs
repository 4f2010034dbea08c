using RobotVision.Data.Labels;

namespace RobotVision.Data.Augmentation;

/// <summary>What is in one training sample.</summary>
/// <param name="Name">The name of the image that it shows.</param>
/// <param name="Labels">The objects, boxes in pixels of the sample: 0..96, origin top-left, x right, y down.</param>
/// <param name="Labelled">The classes that were looked for; the others take no part in the loss.</param>
public sealed record SampleLabels(string Name, IReadOnlyList<Label> Labels, ClassSet Labelled);
