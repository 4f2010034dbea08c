using RobotVision.Cameras;
using RobotVision.Field;
using RobotVision.Geometry;
using RobotVision.Poses;

namespace RobotVision.Placing;

/// <summary>A camera with what is known of it: lens, poses, mount, delay, and the field it looks at. Immutable.</summary>
public sealed record CameraSetup
{
    /// <summary>The lens; null for none, and objects are followed in the image.</summary>
    public ICameraModel? Camera { get; init; }

    /// <summary>Where the camera is at any time; null for not known.</summary>
    public IPoseSource? Poses { get; init; }

    /// <summary>How the camera sits on the head that <see cref="Poses"/> tell of; null where they tell the camera's own pose.</summary>
    public CameraMount? Mount { get; init; }

    /// <summary>From the middle of the exposure to the frame's time stamp, -1..1 s; 0 unless said otherwise.</summary>
    public TimeSpan CameraLatency { get; init; }

    /// <summary>The field that is played on, by whose crossings the camera's pose is watched; null watches nothing.</summary>
    public FieldDimensions? Field { get; init; }

    /// <summary>The clock of the frames' <see cref="Capture.Frame.Timestamp"/>, the pipeline's: live, it says how much time passes from frame to frame.</summary>
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
