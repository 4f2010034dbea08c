using RobotVision.Data.Datasets;
using RobotVision.Evaluation.Frames;
using RobotVision.Inference;

namespace RobotVision.Evaluation.Scores;

/// <summary>Runs a model on data sets as the robot would and scores its detections.</summary>
public static class DatasetEvaluator
{
    /// <summary>Scores a model at every threshold from 0.05 on.</summary>
    /// <param name="model">The model, borrowed; its own thresholds are not used.</param>
    /// <param name="dataset">The data set.</param>
    /// <param name="score">The score to add to, so that several data sets can be scored together.</param>
    /// <param name="scored">Called after each image with the number of finished images.</param>
    /// <param name="cancellation">Cancels between two images.</param>
    /// <param name="closeUps">Close-ups per image.</param>
    /// <exception cref="InvalidDataException">An image or its labels are damaged.</exception>
    public static void Score(VisionModel model, IDataset dataset, DetectionScore score, Action<int>? scored, CancellationToken cancellation, int closeUps = 0)
    {
        foreach (var frame in FrameRunner.Run([model], dataset, closeUps, scored, cancellation)) score.Add(frame);
    }

    /// <summary>Scores a model file on each of several data sets, on the CPU with one thread per core.</summary>
    /// <param name="path">The model file; its own thresholds are not used.</param>
    /// <param name="datasets">The data sets.</param>
    /// <param name="closeUps">Close-ups per image.</param>
    /// <param name="cancellation">Cancels between two images.</param>
    /// <param name="scored">Called after each image, from any thread, with the number of finished images of all data sets.</param>
    /// <exception cref="InvalidDataException">An image or its labels are damaged.</exception>
    public static DetectionScore[] Score(
        string path, IReadOnlyList<WeightedDataset> datasets, int closeUps, CancellationToken cancellation, Action<int>? scored = null)
    {
        var options = new InferenceOptions { Accelerator = Accelerator.Cpu, Threads = 1, MaxSamples = Math.Max(1, closeUps) };
        var runs = datasets.Max(set => (set.Dataset.Count + FrameRunner.RunLength - 1) / FrameRunner.RunLength);
        var models = new List<VisionModel>();
        try
        {
            while (models.Count < Math.Clamp(runs, 1, Environment.ProcessorCount)) models.Add(VisionModel.Load(path, options));
            var before = 0;
            var scores = new DetectionScore[datasets.Count];
            for (var i = 0; i < scores.Length; before += datasets[i++].Dataset.Count)
            {
                var done = before;
                scores[i] = new(FrameRunner.ClassesOf(models[0], datasets[i].Dataset));
                var frames = FrameRunner.Run(models, datasets[i].Dataset, closeUps, images => scored?.Invoke(done + images), cancellation);
                foreach (var frame in frames) scores[i].Add(frame);
            }

            return scores;
        }
        finally
        {
            foreach (var model in models) model.Dispose();
        }
    }
}
