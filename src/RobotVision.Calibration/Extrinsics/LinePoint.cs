using RobotVision.Geometry;

namespace RobotVision.Calibration.Extrinsics;

/// <summary>A place on a line of the field, and where across the line the image has it.</summary>
/// <param name="Frame">The image's number.</param>
/// <param name="Place">The place on the middle of the line, in the field's frame.</param>
/// <param name="X">Where the line's middle was seen, in pixels.</param>
/// <param name="Y">Where the line's middle was seen, in pixels.</param>
/// <param name="AcrossX">The direction across the line in the image, of length 1; along the line nothing was measured.</param>
/// <param name="AcrossY">The direction across the line in the image.</param>
readonly record struct LinePoint(int Frame, Vector3d Place, double X, double Y, double AcrossX, double AcrossY);
