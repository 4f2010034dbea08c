namespace RobotVision.Geometry;

/// <summary>The robot's odometry: its place and heading in a frame that is fixed for at least a few seconds; slow drift does no harm.</summary>
/// <param name="X">Metres along the frame's x.</param>
/// <param name="Y">Metres along the frame's y.</param>
/// <param name="Heading">Radians, positive to the left.</param>
public readonly record struct RobotPose(double X, double Y, double Heading)
{
    /// <summary>The place on the way to another one; the heading turns the shorter way round.</summary>
    /// <param name="other">Where the way ends.</param>
    /// <param name="part">0 is here, 1 is there.</param>
    public RobotPose Toward(RobotPose other, double part) => new(
        X + part * (other.X - X), Y + part * (other.Y - Y),
        Heading + part * Math.IEEERemainder(other.Heading - Heading, 2 * Math.PI));

    /// <summary>Turns a point of the robot's frame into one of the odometry's.</summary>
    public GroundPoint FromRobot(GroundPoint point)
    {
        var turned = point.Turned(Heading);
        return turned with { X = turned.X + X, Y = turned.Y + Y };
    }

    /// <summary>Turns a point of the odometry's frame into one of the robot's.</summary>
    public GroundPoint ToRobot(GroundPoint point) => (point with { X = point.X - X, Y = point.Y - Y }).Turned(-Heading);
}
