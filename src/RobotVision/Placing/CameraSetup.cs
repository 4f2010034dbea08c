using RobotVision.Cameras;
using RobotVision.Field;
using RobotVision.Geometry;
using RobotVision.Poses;

namespace RobotVision.Placing;

/// <summary>A camera with its calibration: lens, poses, mount, latency, and the field it looks at. Immutable.</summary>
public sealed record CameraSetup
{
    /// <summary>The lens model; null where there is none: objects are then tracked in the image.</summary>
    public ICameraModel? Camera { get; init; }

    /// <summary>The camera's poses over time; null where they are not known.</summary>
    public IPoseSource? Poses { get; init; }

    /// <summary>How the camera is mounted on the head whose poses <see cref="Poses"/> gives; null where it gives the camera's own.</summary>
    public CameraMount? Mount { get; init; }

    /// <summary>From the middle of the exposure to the frame's time stamp, -1..1 s; 0 by default.</summary>
    public TimeSpan CameraLatency { get; init; }

    /// <summary>The field that is played on, by whose crossings a moved camera is detected; null to not check this.</summary>
    public FieldDimensions? Field { get; init; }

    /// <summary>
    /// The clock of the frames' <see cref="Capture.Frame.Timestamp"/>, the pipeline's: live, the time between frames is measured by it.
    /// </summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>What is known of the world and of the calibration.</summary>
    public GroundOptions Ground { get; init; } = new();

    /// <summary>Checks the values.</summary>
    /// <exception cref="ArgumentException">A value is out of its range, or a pose is given without a lens.</exception>
    public void Validate()
    {
        if (CameraLatency.Duration() > TimeSpan.FromSeconds(1))
            throw new ArgumentException($"CameraSetup: CameraLatency: expected -1 to 1 s, found {CameraLatency.TotalSeconds} s.");
        if (Poses is not null && Camera is null)
            throw new ArgumentException("CameraSetup: Poses: expected a Camera too, found none; without its calibration nothing can be placed.");
        if (Field is not null && Poses is null)
            throw new ArgumentException("CameraSetup: Field: expected Poses too, found none; without them there is nothing to watch.");
        Ground.Validate();
    }
}
