using RobotVision.Capture;
using RobotVision.Detection;
using RobotVision.Imaging;

namespace RobotVision.Pipeline;

/// <summary>
/// A frame and what has become of it on its way: samples, network output, detections, times. There is one for each frame of
/// the pool, made once; it goes from stage to stage with its frame, and only the stage that holds it may touch it.
/// </summary>
public sealed class Observation
{
    internal Observation(int looks, int outputLength)
    {
        Regions = new ImageRegion[looks];
        Samples = new float[looks * SampleFormat.Length];
        Output = new float[looks * outputLength];
    }

    /// <summary>The frame; given back when the observation has been published.</summary>
    public Frame Frame { get; internal set; } = null!;

    /// <summary>The parts of the frame that were looked at, the whole view first; <see cref="Looks"/> of them count.</summary>
    public ImageRegion[] Regions { get; }

    /// <summary>How often the frame was looked at.</summary>
    public int Looks { get; internal set; }

    /// <summary>What was found, in pixels of the frame.</summary>
    public DetectionList Detections { get; } = new();

    /// <summary>The likeliest object of each class.</summary>
    public FeatureVector Features { get; } = new();

    /// <summary>Reading and copying the frame.</summary>
    public TimeSpan CaptureTime { get; internal set; }

    /// <summary>Sampling it.</summary>
    public TimeSpan SampleTime { get; internal set; }

    /// <summary>Running the network.</summary>
    public TimeSpan InferTime { get; internal set; }

    /// <summary>Decoding the network's output.</summary>
    public TimeSpan DecodeTime { get; internal set; }

    /// <summary>Live: from the frame's time stamp until it was handed to the publishers, waiting included. In replay: the four steps together.</summary>
    public TimeSpan TotalTime { get; internal set; }

    /// <summary>(looks, 96, 96, 3) in the model's format.</summary>
    internal float[] Samples { get; }

    /// <summary>The network's output for each look.</summary>
    internal float[] Output { get; }
}
