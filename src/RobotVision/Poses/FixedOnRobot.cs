using RobotVision.Geometry;

namespace RobotVision.Poses;

/// <summary>
/// The poses of a camera that stands still on a robot that moves: always the same, with the odometry of the robot's other poses where it is known.
/// </summary>
/// <param name="fixedPose">Where the camera is on the robot.</param>
/// <param name="robot">The poses that the robot sends, of another camera or its head.</param>
public sealed class FixedOnRobot(TimedPose fixedPose, IPoseSource robot) : IPoseSource
{
    /// <inheritdoc/>
    public PoseCounts Counts => robot.Counts;

    /// <inheritdoc/>
    public int Count => robot.Count;

    /// <inheritdoc/>
    public (long First, long Last)? Span => robot.Span;

    /// <inheritdoc/>
    public PoseStatus At(long timeMicroseconds, out TimedPose pose)
    {
        var status = robot.At(timeMicroseconds, out var head);
        pose = fixedPose with { TimeMicroseconds = timeMicroseconds, Odometry = status == PoseStatus.Known ? head.Odometry : null };
        return PoseStatus.Known;
    }
}
