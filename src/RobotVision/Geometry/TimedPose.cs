namespace RobotVision.Geometry;

/// <summary>
/// Where the camera was at one moment, in the robot's frame: origin on the ground under the robot, x ahead, y left, z up.
/// For <see cref="Orientation"/> the camera's axes are x ahead, y left, z up: with the identity it looks along the robot's x.
/// </summary>
/// <param name="TimeMicroseconds">When, on the frames' clock: since 1970 UTC when live, since the beginning of a recording.</param>
/// <param name="Orientation">Turns the camera's axes (x ahead, y left, z up) into the robot's.</param>
/// <param name="Position">The camera's place in metres.</param>
/// <param name="Odometry">The robot's odometry; null when it sends none.</param>
public readonly record struct TimedPose(long TimeMicroseconds, Rotation Orientation, Vector3d Position, RobotPose? Odometry = null)
{
    /// <summary>One standard deviation of a robot's forward kinematics while it walks, radians about each axis; chosen by us, about half a degree.</summary>
    public const double DefaultOrientationSigma = 0.01;

    /// <summary>One standard deviation of the camera's place, metres along each axis; chosen by us.</summary>
    public const double DefaultPositionSigma = 0.01;

    /// <summary>One standard deviation of the orientation, radians about each axis.</summary>
    public double OrientationSigma { get; init; } = DefaultOrientationSigma;

    /// <summary>One standard deviation of the place, metres along each axis.</summary>
    public double PositionSigma { get; init; } = DefaultPositionSigma;

    /// <summary>A pose given by angles.</summary>
    public static TimedPose Of(CameraPose pose, long timeMicroseconds = 0) =>
        new(timeMicroseconds, Rotation.FromAngles(pose.Roll, pose.Pitch, pose.Yaw), pose.Position);

    /// <summary>The pose as height and angles.</summary>
    public CameraPose ToCameraPose()
    {
        Vector3d ahead = Orientation.Turn(new(1, 0, 0)), left = Orientation.Turn(new(0, 1, 0)), up = Orientation.Turn(new(0, 0, 1));
        return new(Position.Z, Math.Atan2(left.Z, up.Z), Math.Asin(Math.Clamp(-ahead.Z, -1, 1)), Math.Atan2(ahead.Y, ahead.X), Position.X, Position.Y);
    }

    /// <summary>Turns a direction of the camera's frame (x right, y down, z ahead) into one of the robot's.</summary>
    public Vector3d DirectionFromCamera(Vector3d rayInCamera) => Orientation.Turn(new(rayInCamera.Z, -rayInCamera.X, -rayInCamera.Y));

    /// <summary>Turns a point of the robot's frame into one of the camera's frame (x right, y down, z ahead), in metres.</summary>
    public Vector3d ToCamera(Vector3d pointInRobot)
    {
        var seen = Orientation.Inverse().Turn(pointInRobot - Position);
        return new(-seen.Y, -seen.Z, seen.X);
    }

    /// <summary>The pose at a time between this one and a later one: slerp for the orientation, linear for the rest.</summary>
    public TimedPose At(long timeMicroseconds, TimedPose later)
    {
        var part = (timeMicroseconds - TimeMicroseconds) / (double)(later.TimeMicroseconds - TimeMicroseconds);
        return new(
            timeMicroseconds, Orientation.Slerp(later.Orientation, part), Position + (later.Position - Position) * part,
            Odometry is { } here && later.Odometry is { } there ? here.Toward(there, part) : null)
        {
            OrientationSigma = Math.Max(OrientationSigma, later.OrientationSigma),
            PositionSigma = Math.Max(PositionSigma, later.PositionSigma),
        };
    }
}
