using RobotVision.Geometry;

namespace RobotVision.Detection;

/// <summary>One object that was found in a frame.</summary>
/// <param name="Class">What it is.</param>
/// <param name="Confidence">How sure the network is, 0..1.</param>
/// <param name="Box">Where it is, in pixels of the original frame.</param>
public readonly record struct Detection(ObjectClass Class, float Confidence, Box Box)
{
    /// <summary>From which direction the camera sees the point where it stands (a ball: its centre); null without a calibration.</summary>
    public Bearing? Bearing { get; init; }

    /// <summary>Where it stands in the robot's frame; null when the camera's pose is not known or it does not stand on the ground.</summary>
    public PlanePoint? Ground { get; init; }

    /// <summary>The same number as long as it is the same object; null as long as that is not sure.</summary>
    public int? Track { get; init; }
}
