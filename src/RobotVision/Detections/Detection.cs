using RobotVision.Geometry;

namespace RobotVision.Detections;

/// <summary>One object that was found in a frame.</summary>
/// <param name="Class">What it is.</param>
/// <param name="Confidence">How sure the network is, 0..1.</param>
/// <param name="Box">Where it is, in pixels of the original frame.</param>
public readonly record struct Detection(ObjectClass Class, float Confidence, Box Box)
{
    /// <summary>
    /// Pixels of the frame that one of the sample covers, across, in which the network saw it: what the network cannot tell apart there, nobody can.
    /// 0 where that is not known.
    /// </summary>
    public float PixelWidth { get; init; }

    /// <summary>The same, down.</summary>
    public float PixelHeight { get; init; }

    /// <summary>From which direction the camera sees the point where it stands (a ball: its centre); null without a calibration.</summary>
    public Bearing? Bearing { get; init; }

    /// <summary>Where it stands in the robot's frame; null when the camera's pose is not known or it does not stand on the ground.</summary>
    public GroundPoint? Ground { get; init; }

    /// <summary>The same number as long as it is the same object; null as long as that is not sure.</summary>
    public int? Track { get; init; }
}
