using RobotVision.Geometry;

namespace RobotVision.Poses;

/// <summary>
/// A source of poses of a camera or of the head that carries it: a history that the robot fills, a fixed pose, a recording. Any thread.
/// </summary>
public interface IPoseSource
{
    /// <summary>How many poses came, and how many were used or rejected.</summary>
    PoseCounts Counts { get; }

    /// <summary>The number of poses that are kept.</summary>
    int Count { get; }

    /// <summary>The times in microseconds of the first and the last pose that are kept; null where there is none.</summary>
    (long First, long Last)? Span { get; }

    /// <summary>The pose at a time, interpolated where poses before and after are known.</summary>
    /// <param name="timeMicroseconds">On the frames' clock: since 1970 UTC when live, since the beginning of a recording.</param>
    /// <param name="pose">Only to be used when the result is <see cref="PoseStatus.Known"/>.</param>
    PoseStatus At(long timeMicroseconds, out TimedPose pose);
}
