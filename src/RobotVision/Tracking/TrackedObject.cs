using RobotVision.Detections;
using RobotVision.Geometry;

namespace RobotVision.Tracking;

/// <summary>A confirmed track at one frame: on the ground or, without poses, in the image.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Class">What it is.</param>
/// <param name="Confidence">How likely it is there, 0..1.</param>
/// <param name="UnseenSeconds">Since it was last seen; 0 when it is seen in this frame.</param>
public readonly record struct TrackedObject(int Id, ObjectClass Class, double Confidence, double UnseenSeconds)
{
    /// <summary>Where it is in the robot's frame; null for a track in the image.</summary>
    public GroundPoint? Ground { get; init; }

    /// <summary>How it moves over the ground, along the axes of the robot's frame; relative to the robot where there is no odometry.</summary>
    public GroundVelocity GroundVelocity { get; init; }

    /// <summary>Where it is in the image; of use only for a track in the image.</summary>
    public PixelPoint Pixel { get; init; }

    /// <summary>How it moves in the image; of use only for a track in the image.</summary>
    public PixelVelocity PixelVelocity { get; init; }
}
