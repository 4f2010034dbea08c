using RobotVision.Geometry;

namespace RobotVision.Calibration.Extrinsics;

/// <summary>How the camera sits on the head, and how well it is known.</summary>
/// <param name="Mount">How it sits.</param>
/// <param name="OrientationDeviation">One standard deviation about the head's x, y and z, in radians.</param>
/// <param name="PositionDeviation">One standard deviation along the head's x, y and z, in metres.</param>
/// <param name="RmsPixels">Root of the mean square distance of seen and projected corners.</param>
/// <param name="Views">How many views it rests on.</param>
public sealed record MountCalibration(CameraMount Mount, Vector3d OrientationDeviation, Vector3d PositionDeviation, double RmsPixels, int Views);
