namespace RobotVision.Data.Labels;

/// <summary>What is tagged in one image.</summary>
/// <param name="Labels">The objects, boxes in pixels of the image.</param>
/// <param name="Labelled">The classes that were looked for in this image; the others take no part in loss and score.</param>
public sealed record ImageLabels(IReadOnlyList<Label> Labels, ClassSet Labelled);
