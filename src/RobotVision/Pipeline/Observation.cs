using RobotVision.Capture;
using RobotVision.CloseUps;
using RobotVision.Detections;
using RobotVision.Poses;
using RobotVision.Tracking;

namespace RobotVision.Pipeline;

/// <summary>
/// A frame with everything that decided its result and the result: inputs, views, detections, tracks, times. There is one for each frame of the pool;
/// it goes from stage to stage with its frame, and only the stage that holds it may change it. Once it is published it does not change until the last
/// reference to the frame is disposed.
/// </summary>
public sealed class Observation
{
    /// <summary>Creates an observation without results.</summary>
    /// <param name="frame">The frame that it always belongs to.</param>
    /// <param name="views">The most views of a frame, the whole view included.</param>
    /// <param name="outputLength">Values of the network's output for one view.</param>
    internal Observation(Frame frame, int views, int outputLength) => (Frame, Views) = (frame, new(views, outputLength));

    /// <summary>The frame.</summary>
    public Frame Frame { get; }

    /// <summary>What decides the result besides the pixels; to be set before the frame is processed.</summary>
    public FrameInputs Inputs { get; set; }

    /// <summary>The parts of the frame that the network was shown, and its outputs.</summary>
    public FrameViews Views { get; }

    /// <summary>The detections, in pixels of the frame.</summary>
    public DetectionList Detections { get; } = new();

    /// <summary>The most confident candidate of each class.</summary>
    public FeatureVector Features { get; } = new();

    /// <summary>The tracked objects, seen in this frame or not; empty where the source knows no times.</summary>
    public TrackList Tracks { get; } = new();

    /// <summary>Whether the camera's pose at the exposure is known.</summary>
    public PoseStatus PoseStatus => Inputs.PoseStatus;

    /// <summary>
    /// How many frames the pipeline worked on before this one, those of all cameras: where a number is missing, a frame was dropped after it left its traces.
    /// </summary>
    public long Processed { get; internal set; }

    /// <summary>
    /// What the processor remembered of earlier frames before this one, where the pipeline keeps it (<see cref="VisionPipeline.KeepsSnapshots"/>); else
    /// null.
    /// </summary>
    public ProcessorSnapshot? Before { get; internal set; }

    /// <summary>How long each stage worked on the frame.</summary>
    public StageTimes Times { get; } = new();

    /// <summary>Live: from the frame's time stamp until it is passed to the publishers, waiting included. In replay: <see cref="StageTimes.Sum"/>.</summary>
    public TimeSpan TotalTime { get; internal set; }
}
