using RobotVision.Geometry;

namespace RobotVision.Calibration.Extrinsics;

/// <summary>Converts corrections of a moving camera's height, roll and pitch into a correction of its mount on the head.</summary>
public static class MountCorrection
{
    /// <summary>Corrects a mount.</summary>
    /// <param name="mount">The approximate mount.</param>
    /// <param name="found">Corrections of height, roll and pitch of the poses that follow from the mount.</param>
    /// <param name="frames">The images with those poses.</param>
    /// <returns>The corrected mount. Yaw and horizontal offset are kept, since a field does not determine them.</returns>
    /// <remarks>
    /// With R = Rz Ry(pitch) Rx(roll), a small change of pitch and roll is R Ry(pitch) Rx(roll), to first order in the roll. The height is added along
    /// the mean upward direction in the head's frame.
    /// </remarks>
    public static CameraMount Of(CameraMount mount, ExtrinsicsCalibration found, IReadOnlyList<FieldFrame> frames)
    {
        var up = new Vector3d(0, 0, 0);
        foreach (var frame in frames)
            up += (TimedPose.Of(frame.Pose).Orientation * mount.Orientation.Inverse()).Inverse().Turn(new(0, 0, 1)) * (1.0 / frames.Count);
        return new((mount.Orientation * Rotation.FromAngles(found.Roll, found.Pitch, 0)).Normalized(), mount.Position + up * found.Height);
    }
}
