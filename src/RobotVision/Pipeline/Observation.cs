using RobotVision.Capture;
using RobotVision.CloseUps;
using RobotVision.Detections;
using RobotVision.Poses;
using RobotVision.Tracking;

namespace RobotVision.Pipeline;

/// <summary>
/// A frame and what has become of it on its way: samples, network output, detections, times. There is one for each frame of
/// the pool, made once; it goes from stage to stage with its frame, and only the stage that holds it may touch it.
/// </summary>
public sealed class Observation
{
    internal Observation(int looks, int outputLength) => Looks = new(looks, outputLength);

    /// <summary>The frame; given back when the observation has been published.</summary>
    public Frame Frame { get; internal set; } = null!;

    /// <summary>Where in the frame the network looked, and what it said.</summary>
    public Looks Looks { get; }

    /// <summary>What was found, in pixels of the frame.</summary>
    public DetectionList Detections { get; } = new();

    /// <summary>The likeliest object of each class.</summary>
    public FeatureVector Features { get; } = new();

    /// <summary>What is known of the camera's pose when the frame was exposed.</summary>
    public PoseStatus PoseStatus { get; internal set; }

    /// <summary>The objects that are followed, seen in this frame or not; empty where the source knows no times.</summary>
    public TrackList Tracks { get; } = new();

    /// <summary>Reading and copying the frame.</summary>
    public TimeSpan CaptureTime { get; internal set; }

    /// <summary>Sampling its whole view.</summary>
    public TimeSpan SampleTime { get; internal set; }

    /// <summary>Running the network; choosing and sampling close-ups included.</summary>
    public TimeSpan InferTime { get; internal set; }

    /// <summary>Decoding the network's output, placing and following what was found.</summary>
    public TimeSpan DecodeTime { get; internal set; }

    /// <summary>Live: from the frame's time stamp until it was handed to the publishers, waiting included. In replay: the four steps together.</summary>
    public TimeSpan TotalTime { get; internal set; }

    /// <summary>How long a step took that is timed by itself; null for the others.</summary>
    internal TimeSpan? TimeOf(Stage stage) => stage switch
    {
        Stage.Sample => SampleTime,
        Stage.Infer => InferTime,
        Stage.Decode => DecodeTime,
        _ => null,
    };
}
