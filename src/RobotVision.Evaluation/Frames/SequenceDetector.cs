using RobotVision.Pipeline;
using RobotVision.Data.Labels;
using RobotVision.Detections;
using RobotVision.Inference;
using RobotVision.Sampling;

namespace RobotVision.Evaluation.Frames;

/// <summary>Runs one model on a sequence of labelled images. Not thread-safe.</summary>
/// <param name="runner">Runs the model, whose own thresholds are not used; borrowed.</param>
/// <param name="closeUps">Close-ups per image.</param>
/// <param name="classes">The classes of the labels: the model's, and perhaps others after them.</param>
sealed class SequenceDetector(ModelRunner runner, int closeUps, ClassNames classes)
{
    /// <summary>Candidates below this confidence are dropped: there are thousands per frame, and no threshold is that low.</summary>
    public const float LowestConfidence = 0.05f;

    readonly Thresholds _lowest = LowestFor(runner.Model);
    readonly ImageDetector _detector = new(runner, closeUps);

    /// <summary>Thresholds of <see cref="LowestConfidence"/> for all classes of a model.</summary>
    public static Thresholds LowestFor(VisionModel model) => new(Enumerable.Repeat(LowestConfidence, model.Contract.Classes.Count));

    /// <summary>Runs the model on the next image.</summary>
    /// <param name="index">The image's index in its data set.</param>
    /// <param name="labelled">The image and its labels.</param>
    public FrameResult Detect(int index, LabelledImage labelled)
    {
        var image = labelled.Image;
        if (runner.Model.Contract.Output == ModelOutput.Presence) return Presence(index, labelled, _detector.Infer(image));
        var detections = _detector.Detect(image, _lowest, labelled.Time).Detections;
        return new(index, labelled.Name, image.Width, image.Height, labelled.Labels, labelled.Labelled, detections.Span.ToArray())
        {
            Classes = classes,
            Feet = labelled.Feet,
            IsBlurred = labelled.IsBlurred,
        };
    }

    FrameResult Presence(int index, LabelledImage labelled, ReadOnlySpan<float> logits)
    {
        Span<float> targets = stackalloc float[PresenceTargets.Length], weights = stackalloc float[PresenceTargets.Length];
        var (across, down) = ((float)SampleFormat.Size / labelled.Image.Width, (float)SampleFormat.Size / labelled.Image.Height);
        PresenceTargets.Write([.. labelled.Labels.Select(label => label with { Box = label.Box.Scaled(across, down) })], labelled.Labelled, targets, weights);
        var frame = new Box(0, 0, labelled.Image.Width, labelled.Image.Height);
        var (labels, answers, known) = (new List<Label>(), new List<Detection>(), new List<ObjectClass>());
        for (var i = 0; i < PresenceTargets.Length; i++)
        {
            if (weights[i] == 0) continue;
            known.Add((ObjectClass)i);
            if (targets[i] > 0) labels.Add(new((ObjectClass)i, frame));
            answers.Add(new((ObjectClass)i, 1 / (1 + MathF.Exp(-logits[i])), frame));
        }

        return new(index, labelled.Name, labelled.Image.Width, labelled.Image.Height, labels, ClassSet.Of([.. known]), answers)
        {
            IsPresence = true,
            Classes = classes,
        };
    }
}
