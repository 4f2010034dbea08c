namespace RobotVision.Geometry;

/// <summary>How the camera sits on the head whose joint the robot's poses tell. Axes of both: x ahead, y left, z up.</summary>
/// <param name="Orientation">Turns the camera's axes into the head's.</param>
/// <param name="Position">The camera's place in the head's frame in metres; origin at the joint.</param>
public readonly record struct CameraMount(Rotation Orientation, Vector3d Position)
{
    /// <summary>The camera's pose where the head's is known.</summary>
    public TimedPose CameraOf(in TimedPose head) => head with
    {
        Orientation = (head.Orientation * Orientation).Normalized(),
        Position = head.Position + head.Orientation.Turn(Position),
    };
}
