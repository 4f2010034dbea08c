using RobotVision.Capture;
using RobotVision.Detections;
using RobotVision.Imaging;
using RobotVision.Inference;

namespace RobotVision.Pipeline;

/// <summary>
/// Detects objects in single images by <see cref="FrameProcessor"/>, without calibration, pose and time: for data sets and tools. The images count as
/// frames of one stream, because the choice of close-ups depends on earlier frames. One thread at a time.
/// </summary>
/// <param name="runner">Runs the network, of output <c>grid</c> but for <see cref="Infer"/>; borrowed, for this detector alone while it works.</param>
/// <param name="closeUps">How many close-ups of each picture; the model must take that many samples.</param>
/// <exception cref="ArgumentException">The model takes fewer samples.</exception>
public sealed class ImageDetector(ModelRunner runner, int closeUps = 0)
{
    readonly FrameProcessor _processor = new(runner, new() { CloseUps = closeUps });
    readonly Frame _own = Frame.OfNoPool();
    Observation? _observation;

    /// <summary>Detects the objects in an image.</summary>
    /// <param name="image">The image; borrowed until the next call.</param>
    /// <param name="thresholds">The confidences from which a candidate is a detection, with and without close-ups.</param>
    /// <param name="time">Its time in its clip, by which tracks and a network's memory go on; null for an image that stands for itself.</param>
    /// <returns>The results; overwritten by the next call.</returns>
    public Observation Detect(BgrImage image, Thresholds thresholds, TimeSpan? time = null)
    {
        _own.Show(image, "");
        return Detect(_own, thresholds, time);
    }

    /// <summary>Detects the objects in a frame, whatever its time.</summary>
    /// <inheritdoc cref="Detect(BgrImage, Thresholds, TimeSpan?)"/>
    public Observation Detect(Frame frame, Thresholds thresholds) => Detect(frame, thresholds, null);

    Observation Detect(Frame frame, Thresholds thresholds, TimeSpan? time)
    {
        var observation = For(frame);
        observation.Inputs = _processor.InputsOf(frame, frame.Source, thresholds) with
        {
            Time = time,
            Remembered = _processor.RememberedAt(frame, time),
        };
        _processor.Process(observation);
        return observation;
    }

    /// <summary>Runs the network on the whole view alone; also for presence networks.</summary>
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
