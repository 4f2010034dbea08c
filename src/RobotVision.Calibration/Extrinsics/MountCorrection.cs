using RobotVision.Geometry;

namespace RobotVision.Calibration.Extrinsics;

/// <summary>Turns what a field says of a moving camera's height, roll and pitch into how the camera sits on its head.</summary>
public static class MountCorrection
{
    /// <summary>Corrects a mount.</summary>
    /// <param name="mount">How the camera was thought to sit.</param>
    /// <param name="found">What to add to the height, roll and pitch of the poses that follow from it.</param>
    /// <param name="frames">The images with those poses.</param>
    /// <returns>The mount by which the poses are right. Yaw, and an offset that shows in no height, stay as they were: a field does not tell them.</returns>
    /// <remarks>
    /// With R = Rz Ry(pitch) Rx(roll), a little more pitch and roll is R Ry(pitch) Rx(roll), to the first order in the roll. The height is added
    /// along what is upwards in the head's frame, on average.
    /// </remarks>
    public static CameraMount Of(CameraMount mount, ExtrinsicsCalibration found, IReadOnlyList<FieldFrame> frames)
    {
        var up = new Vector3d(0, 0, 0);
        foreach (var frame in frames)
            up += (TimedPose.Of(frame.Pose).Orientation * mount.Orientation.Inverse()).Inverse().Turn(new(0, 0, 1)) * (1.0 / frames.Count);
        return new((mount.Orientation * Rotation.FromAngles(found.Roll, found.Pitch, 0)).Normalized(), mount.Position + up * found.Height);
    }
}
