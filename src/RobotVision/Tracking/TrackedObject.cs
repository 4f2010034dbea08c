using RobotVision.Detections;
using RobotVision.Geometry;

namespace RobotVision.Tracking;

/// <summary>A believed track at one frame.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Class">What it is.</param>
/// <param name="Place">Where it is: in the robot's frame in metres, or in the image in pixels.</param>
/// <param name="Velocity">How it moves over the ground (over the image), along the same axes: metres or pixels a second.</param>
/// <param name="IsOnGround">Whether these are metres.</param>
/// <param name="Confidence">How likely it is there, 0..1.</param>
/// <param name="UnseenSeconds">Since it was last seen; 0 when it is seen in this frame.</param>
public readonly record struct TrackedObject(
    int Id, ObjectClass Class, PlanePoint Place, PlanePoint Velocity, bool IsOnGround, double Confidence, double UnseenSeconds);
