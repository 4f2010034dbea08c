using RobotVision.Inference;
using RobotVision.Training.Augmentation;
using RobotVision.Training.Datasets;

namespace RobotVision.Training.Evaluation;

/// <summary>Runs a model over a data set as the robot would and scores what it finds.</summary>
public static class DatasetEvaluator
{
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
        foreach (var frame in FrameRunner.Run([model], dataset, closeUps, scored, cancellation)) score.Add(frame);
    }

    /// <summary>The score of a model's file on each of several data sets, on one thread of the CPU.</summary>
    /// <inheritdoc cref="Score(VisionModel, IDataset, DetectionScore, Action{int}?, CancellationToken, int)"/>
    public static DetectionScore[] Score(string path, IReadOnlyList<WeightedDataset> datasets, int closeUps, CancellationToken cancellation)
    {
        using var model = VisionModel.Load(path, new InferenceOptions { Accelerator = Accelerator.Cpu, Threads = 1, MaxSamples = Math.Max(1, closeUps) });
        var scores = datasets.Select(_ => new DetectionScore()).ToArray();
        for (var i = 0; i < scores.Length; i++) Score(model, datasets[i].Dataset, scores[i], null, cancellation, closeUps);
        return scores;
    }
}
