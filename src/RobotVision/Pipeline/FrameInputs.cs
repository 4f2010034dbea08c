using RobotVision.CloseUps;
using RobotVision.Detections;
using RobotVision.Geometry;
using RobotVision.Poses;

namespace RobotVision.Pipeline;

/// <summary>
/// What decided the result of one frame besides its pixels: filled once before the frame is sampled, read everywhere after, and published with the
/// result. The same pixels and inputs give the same result. Immutable.
/// </summary>
public readonly record struct FrameInputs
{
    /// <summary>The camera's name: that of the source, without passwords.</summary>
    public required string Camera { get; init; }

    /// <summary>The model's <see cref="Inference.VisionModel.Hash"/>; a frame meets only one model.</summary>
    public required string Model { get; init; }

    /// <summary>The model's classes; of those of the detections and tracks too.</summary>
    public ClassNames Classes { get => field ?? ClassNames.BuiltIn; init; }

    /// <summary>The confidences from which a candidate is a detection.</summary>
    public required FrameThresholds Thresholds { get; init; }

    /// <summary>Close-ups of this frame; live, fewer than set where time is short.</summary>
    public int CloseUps { get; init; }

    /// <summary>
    /// Frames before this one that the network remembers, see <see cref="Inference.FrameMemory"/>; 0 of a network without a memory, and after a cut to
    /// another scene, which the sample shows.
    /// </summary>
    public int Remembered { get; init; }

    /// <summary>The frame's time on a monotonic clock, for the time between frames; null where it has none.</summary>
    public TimeSpan? Time { get; init; }

    /// <summary>Whether the camera's pose in the middle of the exposure is known.</summary>
    public PoseStatus PoseStatus { get; init; }

    /// <summary>The camera's own pose as it is used, the mount on the head applied; null where it is not known.</summary>
    public TimedPose? Pose { get; init; }
}
