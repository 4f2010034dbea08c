using System.Globalization;
using RobotVision.Data.Labels;
using RobotVision.Detections;
using RobotVision.Drawing;
using RobotVision.Evaluation.Frames;
using RobotVision.Evaluation.Pages;
using RobotVision.Imaging;
using RobotVision.Inference;
using RobotVision.Pipeline;

namespace RobotVision.Training.Runs;

/// <summary>Draws a model's result on an image.</summary>
static class SamplePicture
{
    /// <summary>The image with its detections drawn (of a presence model, the image unchanged) and a caption.</summary>
    /// <param name="model">The model, borrowed.</param>
    /// <param name="image">The image.</param>
    public static (LabelledImage Image, BgrImage Picture, string Caption) Of(VisionModel model, LabelledImage image)
    {
        using var runner = model.CreateRunner();
        var detector = new ImageDetector(runner);
        if (model.Contract.Output == ModelOutput.Presence)
        {
            var logits = detector.Infer(image.Image).ToArray();
            var classes = model.Contract.Classes.All.Select((name, i) => string.Create(CultureInfo.InvariantCulture,
                $"{name} {1 / (1 + MathF.Exp(-logits[i])):F2}{(model.Contract.IsTrained((ObjectClass)i) ? "" : " off")}{Truth(image, (ObjectClass)i)}"));
            return (image, image.Image, string.Join(", ", classes));
        }
        var detections = detector.Detect(image.Image, new Thresholds(model.Contract.Thresholds)).Detections;
        var frame = new FrameResult(0, image.Name, image.Image.Width, image.Image.Height, image.Labels, image.Labelled, detections.Span.ToArray())
        {
            Classes = model.Contract.Classes,
        };
        return (image, MarkPainter.Paint(image.Image.View, FrameMarks.Of(frame, new float[ClassNames.Most])),
            $"{detections.Count} found, {image.Labels.Count(label => !label.Ignore)} labelled");
    }

    static string Truth(LabelledImage image, ObjectClass objectClass) =>
        !image.Labelled.Contains(objectClass) || image.Labels.Any(label => label.Class == objectClass && label.Ignore) ? " (?)"
        : image.Labels.Any(label => label.Class == objectClass) ? " (yes)" : " (no)";
}
