using RobotVision.Detection;
using RobotVision.Inference;
using RobotVision.Looking;
using RobotVision.Training.Datasets;
using RobotVision.Training.Learning;

namespace RobotVision.Training.Evaluation;

/// <summary>Runs a model over a data set as the robot would, one look at the whole view, and scores what it finds.</summary>
public static class DatasetEvaluator
{
    /// <summary>Candidates below this take no part: they would be thousands a frame, and no threshold lies so low.</summary>
    const float LowestConfidence = 0.05f;

    /// <summary>Scores a model at every threshold from 0.05 on.</summary>
    /// <param name="model">The model, borrowed; its own thresholds are not used.</param>
    /// <param name="dataset">The data set.</param>
    /// <param name="score">Takes the counts, so that several data sets can be scored together.</param>
    /// <param name="scored">Told after each image how many are done.</param>
    /// <param name="cancellation">Stops between two images.</param>
    /// <param name="closeUps">How many close-ups of each image.</param>
    /// <exception cref="InvalidDataException">An image or its labels cannot be used.</exception>
    public static void Score(VisionModel model, IDataset dataset, DetectionScore score, Action<int>? scored, CancellationToken cancellation, int closeUps = 0)
    {
        var detector = new FrameDetector(model, closeUps);
        var thresholds = new Thresholds(Enumerable.Repeat(LowestConfidence, ObjectClasses.Count));
        var (detections, features) = (new DetectionList(), new FeatureVector());
        for (var i = 0; i < dataset.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var labelled = dataset.Load(i);
            scored?.Invoke(i + 1);
            if (model.Contract.Output == "presence")
            {
                AddPresence(labelled, detector.Look(labelled.Image.View), score);
                continue;
            }

            detector.Detect(labelled.Image.View, thresholds, detections, features);
            score.Add(labelled.Labels, labelled.Labelled, detections.Span.ToArray(), labelled.Image.Width);
        }
    }

    static void AddPresence(LabelledImage image, ReadOnlySpan<float> logits, DetectionScore score)
    {
        Span<float> targets = stackalloc float[PresenceTargets.Length], weights = stackalloc float[PresenceTargets.Length];
        PresenceTargets.Write([.. image.Labels], image.Labelled, targets, weights);
        Span<float> confidences = stackalloc float[logits.Length];
        for (var i = 0; i < logits.Length; i++) confidences[i] = 1 / (1 + MathF.Exp(-logits[i]));
        score.AddPresence(targets, weights, confidences);
    }
}
