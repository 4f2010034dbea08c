using RobotVision.Geometry;

namespace RobotVision.Detections;

/// <summary>One object that was found in a frame.</summary>
/// <param name="Class">What it is.</param>
/// <param name="Confidence">The network's confidence, 0..1.</param>
/// <param name="Box">Where it is, in pixels of the original frame.</param>
public readonly record struct Detection(ObjectClass Class, float Confidence, Box Box)
{
    /// <summary>
    /// Width in pixels of the frame of one pixel of the sample in which it was detected, which limits how exactly it can be placed; 0 where that is not
    /// known.
    /// </summary>
    public float PixelWidth { get; init; }

    /// <summary>The height of such a pixel of the sample in pixels of the frame; 0 where that is not known.</summary>
    public float PixelHeight { get; init; }

    /// <summary>The direction from the camera to its standing point (of a ball: the centre); null without calibration.</summary>
    public Bearing? Bearing { get; init; }

    /// <summary>Where it stands in the robot's frame; null when the camera's pose is not known or it does not stand on the ground.</summary>
    public GroundPoint? Ground { get; init; }

    /// <summary>The number of its track, the same in every frame that shows the object; null while the track is not confirmed.</summary>
    public int? Track { get; init; }
}
