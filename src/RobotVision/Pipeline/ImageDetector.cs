using RobotVision.Capture;
using RobotVision.Detections;
using RobotVision.Imaging;
using RobotVision.Inference;

namespace RobotVision.Pipeline;

/// <summary>
/// Finds what single pictures show by <see cref="FrameProcessor"/>, without calibration, pose and time: for data sets and tools. Pictures are taken for
/// frames of one stream, since close-ups follow what was seen before. One thread at a time.
/// </summary>
/// <param name="runner">Runs the network, of output <c>grid</c> but for <see cref="Infer"/>; borrowed, for this detector alone while it works.</param>
/// <param name="closeUps">How many close-ups of each picture; the model must take that many samples.</param>
/// <exception cref="ArgumentException">The model takes fewer samples.</exception>
public sealed class ImageDetector(ModelRunner runner, int closeUps = 0)
{
    readonly FrameProcessor _processor = new(runner, new() { CloseUps = closeUps });
    readonly Frame _own = Frame.OfNoPool();
    Observation? _observation;

    /// <summary>Finds what an image shows.</summary>
    /// <param name="image">The image; borrowed until the next call.</param>
    /// <param name="thresholds">The confidences from which a candidate counts, with and without close-ups.</param>
    /// <returns>The results; overwritten by the next call.</returns>
    public Observation Detect(BgrImage image, Thresholds thresholds)
    {
        _own.Show(image, "");
        return Detect(_own, thresholds);
    }

    /// <summary>Finds what a frame shows, whatever its time.</summary>
    /// <inheritdoc cref="Detect(BgrImage, Thresholds)"/>
    public Observation Detect(Frame frame, Thresholds thresholds)
    {
        var observation = For(frame);
        observation.Inputs = _processor.InputsOf(frame, frame.Source, thresholds) with { Time = null };
        _processor.Process(observation);
        return observation;
    }

    /// <summary>Runs the network on the whole view alone; for any network, also one that does not say where things are.</summary>
    /// <param name="image">The image; borrowed for the call.</param>
    /// <returns>The network's output, valid until the next call.</returns>
    public ReadOnlySpan<float> Infer(BgrImage image)
    {
        _own.Show(image, "");
        return _processor.InferWhole(For(_own));
    }

    Observation For(Frame frame)
    {
        if (_observation?.Frame != frame) _observation = _processor.CreateObservation(frame);
        return _observation;
    }
}
