using RobotVision.Detections;
using RobotVision.Geometry;

namespace RobotVision.Tracking;

/// <summary>Something that was seen in a frame, on the plane that is tracked on.</summary>
/// <param name="Class">What it is.</param>
/// <param name="Confidence">How sure the network is, 0..1.</param>
/// <param name="Place">Where it is: metres or pixels.</param>
public readonly record struct Sighting(ObjectClass Class, float Confidence, PlaneEstimate Place);
