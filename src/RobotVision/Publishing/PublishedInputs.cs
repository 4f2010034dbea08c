using RobotVision.Geometry;
using RobotVision.Pipeline;

namespace RobotVision.Publishing;

/// <summary>The published part of a frame's <see cref="FrameInputs"/>.</summary>
readonly ref struct PublishedInputs
{
    /// <summary>The camera's name; null where a sender of an older version published no inputs.</summary>
    public string? Camera { get; init; }

    /// <summary>When the frame was taken, on a monotonic clock; null in replay.</summary>
    public TimeSpan? MonotonicTime { get; init; }

    /// <summary>See <see cref="Inference.VisionModel.Hash"/>.</summary>
    public string Model { get; init; }

    /// <summary>Thresholds in the order of the model's classes; infinite where a class is off.</summary>
    public ReadOnlySpan<float> Thresholds { get; init; }

    /// <summary>The number of close-ups.</summary>
    public int CloseUps { get; init; }

    /// <summary>Frames before this one that the network remembered; 0 without a memory.</summary>
    public int Remembered { get; init; }

    /// <summary>The camera's pose as it was used; null where it is not known.</summary>
    public TimedPose? Pose { get; init; }

    /// <summary>The inputs of a frame; borrowed.</summary>
    public static PublishedInputs Of(Observation observation)
    {
        var inputs = observation.Inputs;
        if (inputs.Camera is null) return default; // no processor has set them
        return new()
        {
            Camera = inputs.Camera,
            MonotonicTime = observation.Frame.CapturedAt is null ? null : inputs.Time,
            Model = inputs.Model,
            Thresholds = inputs.Thresholds.For(inputs.CloseUps).Values,
            CloseUps = inputs.CloseUps,
            Remembered = inputs.Remembered,
            Pose = inputs.Pose,
        };
    }
}
