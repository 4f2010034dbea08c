using RobotVision.Data.Datasets;
using RobotVision.Data.Labels;
using RobotVision.Detections;
using RobotVision.Evaluation.Scores;
using RobotVision.Files;
using RobotVision.Inference;
using RobotVision.Training.Confidences;
using RobotVision.Training.Network;
using RobotVision.Training.Quantisation;

namespace RobotVision.Training.Looks;

/// <summary>Fits a model's rule and thresholds for close-ups anew, without training it: for other data, or for a model from before there were rules.</summary>
public static class FittedLooks
{
    /// <summary>How often <see cref="Write"/> looks at every image.</summary>
    /// <param name="withWholeView">Whether the thresholds of the whole view are chosen anew too.</param>
    public static int RoundsOf(bool withWholeView) => withWholeView ? 3 : 2;

    /// <summary>Writes the model with its new rule and thresholds, completely or not at all; all else in it stays as it was.</summary>
    /// <param name="path">The model, float32 or int8, with boxes.</param>
    /// <param name="datasets">Labelled images that it was not trained on.</param>
    /// <param name="closeUps">Close-ups per image, 1 or more.</param>
    /// <param name="output">The file to write; it may be the model itself.</param>
    /// <param name="withWholeView">Whether the thresholds of the whole view are chosen anew too.</param>
    /// <param name="done">
    /// Called after each image, from any thread, with the number of finished images; every image is looked at <see cref="RoundsOf"/> times.
    /// </param>
    /// <param name="cancellation">Stops between two images.</param>
    /// <returns>The scores with close-ups at the new thresholds.</returns>
    /// <exception cref="InvalidDataException">The model has no boxes, or an image or its labels are damaged.</exception>
    public static ScoreReport Write(
        string path, IReadOnlyList<WeightedDataset> datasets, int closeUps, string output, bool withWholeView, Action<int>? done,
        CancellationToken cancellation)
    {
        var contract = ModelContract.Parse(ModelWeights.Read(path).Metadata, path);
        if (contract.Output != ModelOutput.Grid)
            throw new InvalidDataException(
                $"Model '{path}': expected a model with boxes, found the network '{contract.Network}'. Close-ups are for boxes alone.");
        var model = new ModelGraph(File.ReadAllBytes(path));
        contract = contract with { LookRule = LookRuleFit.On(path, datasets, closeUps, contract.LookRule, cancellation, done) };
        var trained = ClassSet.Of([.. contract.Classes.Classes.Where(contract.IsTrained)]);
        var images = datasets.Sum(set => set.Dataset.Count);
        if (withWholeView)
        {
            var wholeView = DatasetEvaluator.Score(path, datasets, 0, cancellation, count => done?.Invoke(images + count));
            contract = contract with { Thresholds = ClassThresholds.Of(trained, contract, wholeView, null, classes: contract.Classes).Values };
        }

        var folder = Directory.CreateTempSubdirectory("robotvision-");
        DetectionScore[] scores;
        try
        {
            var ruled = Path.Combine(folder.FullName, "model.onnx");
            File.WriteAllBytes(ruled, model.ToModel(contract.ToMetadata()));
            var before = (RoundsOf(withWholeView) - 1) * images;
            scores = DatasetEvaluator.Score(ruled, datasets, closeUps, cancellation, count => done?.Invoke(before + count));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
        contract = contract with { CloseUpThresholds = ClassThresholds.Of(trained, contract, scores, scores, classes: contract.Classes).CloseUps };
        WholeFile.WriteAllBytes(output, model.ToModel(contract.ToMetadata()));
        var together = DetectionScore.Together(scores);
        return ScoreReport.Of(together, Thresholds.Extended(contract.CloseUpThresholds!, together.Classes.Count));
    }
}
