using RobotVision.Pipeline;
using RobotVision.Data.Labels;
using RobotVision.Detections;
using RobotVision.Inference;
using RobotVision.Sampling;

namespace RobotVision.Evaluation.Frames;

/// <summary>One model looking at labelled images, one after the other; one thread at a time.</summary>
/// <param name="runner">Runs the model, whose own thresholds are not used; borrowed.</param>
/// <param name="closeUps">How many close-ups of each image.</param>
sealed class FrameLook(ModelRunner runner, int closeUps)
{
    /// <summary>Candidates below this take no part: they would be thousands a frame, and no threshold lies so low.</summary>
    public const float LowestConfidence = 0.05f;

    static readonly Thresholds Lowest = new(Enumerable.Repeat(LowestConfidence, ObjectClasses.Count));

    readonly ImageDetector _detector = new(runner, closeUps);

    /// <summary>Looks at an image.</summary>
    /// <param name="index">The image's place in its data set.</param>
    /// <param name="labelled">The image and its labels.</param>
    public FrameResult At(int index, LabelledImage labelled)
    {
        var image = labelled.Image;
        if (runner.Model.Contract.Output == "presence") return Presence(index, labelled, _detector.Infer(image));
        var detections = _detector.Detect(image, Lowest).Detections;
        return new(index, labelled.Name, image.Width, image.Height, labelled.Labels, labelled.Labelled, detections.Span.ToArray());
    }

    static FrameResult Presence(int index, LabelledImage labelled, ReadOnlySpan<float> logits)
    {
        Span<float> targets = stackalloc float[PresenceTargets.Length], weights = stackalloc float[PresenceTargets.Length];
        var (across, down) = ((float)SampleFormat.Size / labelled.Image.Width, (float)SampleFormat.Size / labelled.Image.Height);
        PresenceTargets.Write([.. labelled.Labels.Select(label => label with { Box = label.Box.Scaled(across, down) })], labelled.Labelled, targets, weights);
        var frame = new Box(0, 0, labelled.Image.Width, labelled.Image.Height);
        var (labels, answers, judged) = (new List<Label>(), new List<Detection>(), new List<ObjectClass>());
        for (var i = 0; i < PresenceTargets.Length; i++)
        {
            if (weights[i] == 0) continue;
            judged.Add((ObjectClass)i);
            if (targets[i] > 0) labels.Add(new((ObjectClass)i, frame));
            answers.Add(new((ObjectClass)i, 1 / (1 + MathF.Exp(-logits[i])), frame));
        }

        return new(index, labelled.Name, labelled.Image.Width, labelled.Image.Height, labels, ClassSet.Of([.. judged]), answers) { IsPresence = true };
    }
}
