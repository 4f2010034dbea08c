using RobotVision.Detections;
using RobotVision.Imaging;
using RobotVision.Inference;
using RobotVision.Sampling;

namespace RobotVision.CloseUps;

/// <summary>
/// Finds what one image shows, step after step on the caller's thread: what the pipeline does with a frame, for data sets and
/// tools. Images are taken for frames of one stream: close-ups follow what was seen before. One thread at a time.
/// </summary>
public sealed class FrameDetector
{
    readonly VisionModel _model;
    readonly Sampler _sampler = new();
    readonly CloseUpChooser _chooser;
    readonly ViewExpectation _nothingKnown = new();
    readonly int _closeUps;

    /// <summary>Prepares.</summary>
    /// <param name="model">The network, of output <c>grid</c>; borrowed, for this detector alone while it works.</param>
    /// <param name="closeUps">How many close-ups of each image, 0 for a look at the whole view alone; the model must take that many samples.</param>
    /// <exception cref="ArgumentException">The model takes fewer samples.</exception>
    public FrameDetector(VisionModel model, int closeUps = 0)
    {
        if (closeUps < 0 || closeUps > model.MaxSamples)
            throw new ArgumentException($"Close-ups: expected 0..{model.MaxSamples}, the samples that model '{model.Path}' was loaded for, found {closeUps}.", nameof(closeUps));
        (_model, _closeUps, _chooser, Looks) = (model, closeUps, new(model.Contract), new(1 + closeUps, model.OutputLength));
    }

    /// <summary>The looks at the image that was last given.</summary>
    public Looks Looks { get; }

    /// <summary>Runs the network on the whole view of an image; for any network, also one that does not say where things are.</summary>
    /// <returns>Its output, valid until the next call.</returns>
    public ReadOnlySpan<float> Look(PictureView image)
    {
        Looks.Begin(image, _sampler, _model.Contract.Input);
        Looks.Run(_model);
        return Looks.Outputs;
    }

    /// <summary>Finds what an image shows.</summary>
    /// <param name="image">The image, borrowed for the call.</param>
    /// <param name="thresholds">From which confidence a candidate counts.</param>
    /// <param name="detections">Overwritten with the detections.</param>
    /// <param name="features">Overwritten with the likeliest candidate of each class that is on.</param>
    public void Detect(PictureView image, Thresholds thresholds, DetectionList detections, FeatureVector features)
    {
        Look(image);
        if (_closeUps > 0) Looks.RunCloser(_closeUps, image, _nothingKnown, _chooser, _sampler, _model);
        detections.Clear();
        features.Clear();
        LookMerger.Decode(Looks.Outputs, Looks.Regions, image.Width, image.Height, thresholds, detections, features);
    }
}
