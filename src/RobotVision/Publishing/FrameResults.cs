using RobotVision.Detections;
using RobotVision.Pipeline;
using RobotVision.Poses;
using RobotVision.Tracking;

namespace RobotVision.Publishing;

/// <summary>The published results of a frame; everything is borrowed.</summary>
readonly ref struct FrameResults
{
    /// <summary>The frame's number in its source.</summary>
    public required long Number { get; init; }

    /// <summary>What it was read from.</summary>
    public required string Source { get; init; }

    /// <summary>Its time in a recording.</summary>
    public required TimeSpan? SourceTime { get; init; }

    /// <summary>Whether that time is computed from the rate.</summary>
    public bool IsTimeEstimated { get; init; }

    /// <summary>When it was taken, UTC; null in replay.</summary>
    public required DateTimeOffset? CapturedAt { get; init; }

    /// <summary>Pixels.</summary>
    public required int Width { get; init; }

    /// <summary>Pixels.</summary>
    public required int Height { get; init; }

    /// <summary>
    /// Milliseconds of the stages before publishing, in the order of <see cref="Stage"/>, then of all together; empty where they are not published.
    /// </summary>
    public required ReadOnlySpan<float> Latency { get; init; }

    /// <summary>What decided the result.</summary>
    public required PublishedInputs Inputs { get; init; }

    /// <summary>The names of the classes of features, thresholds, detections and tracks.</summary>
    public required ClassNames Classes { get; init; }

    /// <summary>(K, 5), see <see cref="Detections.FeatureVector"/>.</summary>
    public required ReadOnlySpan<float> Features { get; init; }

    /// <summary>Whether the camera's pose is known.</summary>
    public required PoseStatus Pose { get; init; }

    /// <summary>The most confident first.</summary>
    public required ReadOnlySpan<Detection> Detections { get; init; }

    /// <summary>The oldest first.</summary>
    public required ReadOnlySpan<TrackedObject> Tracks { get; init; }
}
