using RobotVision.Detections;

namespace RobotVision.Field;

/// <summary>A line crossing or penalty mark in an image.</summary>
/// <param name="Class">What was detected.</param>
/// <param name="X">Its middle's x in pixels, from the image's left edge.</param>
/// <param name="Y">Its middle's y in pixels, from the image's top edge.</param>
public readonly record struct MarkSighting(ObjectClass Class, double X, double Y);
