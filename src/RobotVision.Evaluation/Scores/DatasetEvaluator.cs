using RobotVision.Data.Datasets;
using RobotVision.Evaluation.Frames;
using RobotVision.Inference;

namespace RobotVision.Evaluation.Scores;

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

    /// <summary>The score of a model's file on each of several data sets, on the CPU, one image a core at the same time.</summary>
    /// <param name="path">The model; its own thresholds are not used.</param>
    /// <param name="datasets">The data sets.</param>
    /// <param name="closeUps">How many close-ups of each image.</param>
    /// <param name="cancellation">Stops between two images.</param>
    /// <param name="scored">Told after each image how many of all are done, from any thread.</param>
    /// <exception cref="InvalidDataException">An image or its labels cannot be used.</exception>
    public static DetectionScore[] Score(string path, IReadOnlyList<WeightedDataset> datasets, int closeUps, CancellationToken cancellation, Action<int>? scored = null)
    {
        var options = new InferenceOptions { Accelerator = Accelerator.Cpu, Threads = 1, MaxSamples = Math.Max(1, closeUps) };
        var most = datasets.Max(set => (set.Dataset.Count + FrameRunner.RunLength - 1) / FrameRunner.RunLength);
        var models = new List<VisionModel>();
        try
        {
            while (models.Count < Math.Clamp(most, 1, Environment.ProcessorCount)) models.Add(VisionModel.Load(path, options));
            var before = 0;
            var scores = new DetectionScore[datasets.Count];
            for (var i = 0; i < scores.Length; before += datasets[i++].Dataset.Count)
            {
                var done = before;
                scores[i] = new();
                foreach (var frame in FrameRunner.Run(models, datasets[i].Dataset, closeUps, images => scored?.Invoke(done + images), cancellation)) scores[i].Add(frame);
            }

            return scores;
        }
        finally
        {
            foreach (var model in models) model.Dispose();
        }
    }
}
