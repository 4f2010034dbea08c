namespace RobotVision.Geometry;

/// <summary>
/// Where a camera is and looks, in a frame that stands on the ground: x ahead, y left, z up (the robot's own frame, or a
/// field's). Metres and radians.
/// </summary>
/// <remarks>
/// The rotation is Rz(yaw) Ry(pitch) Rx(roll), right-handed: positive yaw looks left, positive pitch looks down, positive
/// roll lowers the image's right side. With all three 0 the camera looks along x; its frame is x right, y down, z ahead.
/// </remarks>
public sealed record CameraPose
{
    /// <summary>The most that a camera may be above the ground, in metres; chosen by us: higher ones are no robot's.</summary>
    public const double Highest = 5;

    readonly Vector3d _right, _down, _ahead;

    /// <summary>Creates a pose.</summary>
    /// <param name="height">Height of the camera above the ground in metres.</param>
    /// <param name="roll">Turn about the viewing axis in radians.</param>
    /// <param name="pitch">Turn downwards in radians.</param>
    /// <param name="yaw">Turn to the left in radians.</param>
    /// <param name="x">How far ahead of the origin the camera is, in metres.</param>
    /// <param name="y">How far left of the origin the camera is, in metres.</param>
    public CameraPose(double height, double roll, double pitch, double yaw, double x = 0, double y = 0)
    {
        (Height, Roll, Pitch, Yaw, X, Y) = (height, roll, pitch, yaw, x, y);
        double cr = Math.Cos(roll), sr = Math.Sin(roll), cp = Math.Cos(pitch), sp = Math.Sin(pitch);
        double cy = Math.Cos(yaw), sy = Math.Sin(yaw);
        // The columns of the rotation are the turned x, y and z; the camera's right is -y, its down is -z.
        _ahead = new(cy * cp, sy * cp, -sp);
        _right = new Vector3d(cy * sp * sr - sy * cr, sy * sp * sr + cy * cr, cp * sr) * -1;
        _down = new Vector3d(cy * sp * cr + sy * sr, sy * sp * cr - cy * sr, cp * cr) * -1;
    }

    /// <summary>Height above the ground in metres.</summary>
    public double Height { get; }

    /// <summary>Turn about the viewing axis in radians.</summary>
    public double Roll { get; }

    /// <summary>Turn downwards in radians.</summary>
    public double Pitch { get; }

    /// <summary>Turn to the left in radians.</summary>
    public double Yaw { get; }

    /// <summary>Metres ahead of the origin.</summary>
    public double X { get; }

    /// <summary>Metres left of the origin.</summary>
    public double Y { get; }

    /// <summary>The camera's place in the ground's frame, in metres.</summary>
    public Vector3d Position => new(X, Y, Height);

    /// <summary>Turns a point of the ground's frame into one of the camera's frame, in metres.</summary>
    public Vector3d ToCamera(Vector3d pointOnField)
    {
        var offset = pointOnField - Position;
        return new(_right.Dot(offset), _down.Dot(offset), _ahead.Dot(offset));
    }

    /// <summary>Turns a point of the camera's frame into one of the ground's frame, in metres.</summary>
    public Vector3d FromCamera(Vector3d pointInCamera) => Position + DirectionFromCamera(pointInCamera);

    /// <summary>Turns a direction of the camera's frame into one of the ground's frame.</summary>
    public Vector3d DirectionFromCamera(Vector3d rayInCamera) =>
        _right * rayInCamera.X + _down * rayInCamera.Y + _ahead * rayInCamera.Z;

    /// <summary>Finds where a ray meets the level plane at a height; false when it never does.</summary>
    /// <param name="rayInCamera">A direction in the camera's frame.</param>
    /// <param name="planeHeight">Height of the plane above the ground in metres, below the camera.</param>
    /// <param name="point">The meeting point in the ground's frame, in metres.</param>
    public bool TryMeetPlane(Vector3d rayInCamera, double planeHeight, out Vector3d point)
    {
        var direction = DirectionFromCamera(rayInCamera);
        var distance = (planeHeight - Height) / direction.Z;
        point = Position + direction * distance;
        return distance > 0 && double.IsFinite(distance);
    }
}

/// <summary>How the camera is mounted on the head whose pose the robot sends. Axes of both: x ahead, y left, z up.</summary>
/// <param name="Orientation">Turns the camera's axes into the head's.</param>
/// <param name="Position">The camera's place in the head's frame in metres; origin at the joint.</param>
public readonly record struct CameraMount(Rotation Orientation, Vector3d Position)
{
    /// <summary>The camera's pose for a pose of the head.</summary>
    public TimedPose CameraOf(in TimedPose head) => head with
    {
        Orientation = (head.Orientation * Orientation).Normalized(),
        Position = head.Position + head.Orientation.Turn(Position),
    };
}
