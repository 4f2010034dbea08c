using RobotVision.Detections;

namespace RobotVision.Data.Labels;

/// <summary>One tagged object.</summary>
/// <param name="Class">What it is.</param>
/// <param name="Box">Where it is, in pixels of its image.</param>
/// <param name="Ignore">
/// True for what is neither right nor wrong to find: too small, too hidden, unclear. It takes no part in loss and score.
/// </param>
public readonly record struct Label(ObjectClass Class, Box Box, bool Ignore = false);
