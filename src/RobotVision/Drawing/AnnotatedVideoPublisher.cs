using RobotVision.Inference;
using RobotVision.Pipeline;
using RobotVision.Video;

namespace RobotVision.Drawing;

/// <summary>Writes a video with the results drawn on each frame. The video appears whole, or not at all.</summary>
public sealed class AnnotatedVideoPublisher : IPublisher
{
    readonly VideoFile _video;
    readonly FrameAnnotator _annotator;

    /// <summary>Prepares the video.</summary>
    /// <param name="path">Where it goes; the ending says the container, <c>.mp4</c>, <c>.avi</c> or <c>.mkv</c>.</param>
    /// <param name="framesPerSecond">Its rate.</param>
    /// <param name="provider">What runs the network, for the status line.</param>
    /// <param name="timing">Whether to draw latencies.</param>
    /// <param name="drawing">What is drawn; everything when null.</param>
    /// <exception cref="ArgumentException">The ending is another.</exception>
    /// <exception cref="IOException">It cannot be written there.</exception>
    public AnnotatedVideoPublisher(string path, double framesPerSecond, ExecutionProvider provider, bool timing, DrawingOptions? drawing = null)
    {
        _video = new VideoFile(path, framesPerSecond);
        _annotator = new FrameAnnotator(provider, timing, drawing);
    }

    /// <inheritdoc/>
    public void Publish(Observation observation)
    {
        _annotator.Draw(observation);
        _video.Write(_annotator.View, observation.Frame.SourceTime);
    }

    /// <inheritdoc/>
    public void Publish(PipelineState state)
    {
        // A video shows frames only.
    }

    /// <inheritdoc/>
    public void Complete() => _video.Complete();

    /// <inheritdoc/>
    public void Dispose()
    {
        _video.Dispose();
        _annotator.Dispose();
    }
}
