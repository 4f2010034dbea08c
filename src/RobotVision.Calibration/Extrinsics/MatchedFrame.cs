using RobotVision.Field;

namespace RobotVision.Calibration.Extrinsics;

/// <summary>An image whose crossings are known.</summary>
/// <param name="Frame">The image.</param>
/// <param name="Placement">Where the robot stood.</param>
/// <param name="Pairs">What was seen, and which mark of the field it is.</param>
sealed record MatchedFrame(FieldFrame Frame, FieldPlacement Placement, IReadOnlyList<(MarkSighting Seen, FieldMark Mark)> Pairs);
