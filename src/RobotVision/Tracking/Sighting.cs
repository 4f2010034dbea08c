using RobotVision.Detections;
using RobotVision.Geometry;

namespace RobotVision.Tracking;

/// <summary>A detection on the plane in which objects are tracked.</summary>
/// <param name="Class">What it is.</param>
/// <param name="Confidence">The network's confidence, 0..1.</param>
/// <param name="Place">Where it is: metres or pixels.</param>
public readonly record struct Sighting(ObjectClass Class, float Confidence, PlaneEstimate Place);
