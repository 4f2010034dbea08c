using RobotVision.Cameras;
using RobotVision.Detections;
using RobotVision.Geometry;

namespace RobotVision.Field;

/// <summary>A crossing on the ground in the robot's frame, with its covariance and its derivatives by the camera's tilt.</summary>
/// <param name="Class">What was detected.</param>
/// <param name="X">Metres ahead.</param>
/// <param name="Y">Metres to the left.</param>
/// <param name="XX">Variance of X in square metres.</param>
/// <param name="XY">Covariance of X and Y.</param>
/// <param name="YY">Variance of Y.</param>
/// <param name="RollX">Derivative of X by roll, metres a radian.</param>
/// <param name="RollY">Derivative of Y by roll, metres a radian.</param>
/// <param name="PitchX">Derivative of X by pitch, metres a radian.</param>
/// <param name="PitchY">Derivative of Y by pitch, metres a radian.</param>
public readonly record struct GroundSighting(
    ObjectClass Class, double X, double Y, double XX, double XY, double YY, double RollX = 0, double RollY = 0, double PitchX = 0, double PitchY = 0)
{
    /// <summary>Places a sighting on the ground; false where its ray does not meet the ground.</summary>
    /// <param name="camera">The lens.</param>
    /// <param name="pose">Where the camera is.</param>
    /// <param name="sighting">What was seen.</param>
    /// <param name="pixelDeviation">Standard deviation of a detection's centre in pixels.</param>
    /// <param name="tiltDeviation">Standard deviation of the camera's roll and pitch in radians.</param>
    /// <param name="result">Where it is.</param>
    public static bool TryMake(
        ICameraModel camera, in TimedPose pose, MarkSighting sighting, double pixelDeviation, double tiltDeviation, out GroundSighting result)
    {
        result = default;
        if (!camera.TryUnproject(sighting.X, sighting.Y, out var ray)) return false;
        var (direction, height) = (pose.DirectionFromCamera(ray), pose.Position.Z);
        if (!(direction.Z < 0)) return false;
        var point = pose.Position + direction * (-height / direction.Z);
        if (!camera.TryProject(ray, out _, out _, out var jacobian)) return false;
        jacobian.Invert(out var perPixelX, out var perPixelY);
        // Roll turns about the viewing axis, pitch about the level axis to the camera's left.
        var ahead = pose.DirectionFromCamera(new(0, 0, 1));
        var level = new Vector3d(-ahead.Y, ahead.X, 0).Normalized();
        var (rollX, rollY) = Move(height, direction, ahead.Cross(direction));
        var (pitchX, pitchY) = Move(height, direction, level.Cross(direction));
        var (ax, ay) = Move(height, direction, pose.DirectionFromCamera(perPixelX));
        var (bx, by) = Move(height, direction, pose.DirectionFromCamera(perPixelY));
        double pixel = pixelDeviation * pixelDeviation, tilt = tiltDeviation * tiltDeviation;
        result = new(
            sighting.Class, point.X, point.Y,
            pixel * (ax * ax + bx * bx) + tilt * (rollX * rollX + pitchX * pitchX),
            pixel * (ax * ay + bx * by) + tilt * (rollX * rollY + pitchX * pitchY),
            pixel * (ay * ay + by * by) + tilt * (rollY * rollY + pitchY * pitchY),
            rollX, rollY, pitchX, pitchY);
        return true;
    }

    /// <summary>The inverse of the covariance, turned into the frame of a field on which the robot has a heading; per square metre.</summary>
    public (double XX, double XY, double YY) Information(double heading)
    {
        var (sine, cosine) = Math.SinCos(heading);
        double xx = cosine * cosine * XX - 2 * cosine * sine * XY + sine * sine * YY;
        double yy = sine * sine * XX + 2 * cosine * sine * XY + cosine * cosine * YY;
        var xy = cosine * sine * (XX - YY) + (cosine * cosine - sine * sine) * XY;
        var determinant = xx * yy - xy * xy;
        return (yy / determinant, -xy / determinant, xx / determinant);
    }

    // The ray meets the ground at position - direction height / direction.Z: how that moves with the direction.
    static (double X, double Y) Move(double height, Vector3d direction, Vector3d change)
    {
        var scale = -height / direction.Z;
        return (scale * (change.X - direction.X * change.Z / direction.Z), scale * (change.Y - direction.Y * change.Z / direction.Z));
    }
}

/// <summary>A line crossing or penalty mark in an image.</summary>
/// <param name="Class">What was detected.</param>
/// <param name="X">Its centre's x in pixels, from the image's left edge.</param>
/// <param name="Y">Its centre's y in pixels, from the image's top edge.</param>
public readonly record struct MarkSighting(ObjectClass Class, double X, double Y);
