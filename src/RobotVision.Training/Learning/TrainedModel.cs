using System.Text.Json;
using RobotVision.Imaging;
using RobotVision.Inference;
using RobotVision.Recording;
using RobotVision.Training.Augmentation;
using RobotVision.Training.Datasets;
using RobotVision.Training.Evaluation;
using RobotVision.Training.Network;
using RobotVision.Training.Quantisation;
using RobotVision.Training.Reports;

namespace RobotVision.Training.Learning;

/// <summary>Makes of a trained network what is used: the model with its thresholds, its int8 form, how good both are, and the page that shows it.</summary>
sealed class TrainedModel(TrainingRecipe recipe, TrainingTask task, NetworkDefinition network, RunFiles files)
{
    /// <summary>With how many close-ups the thresholds of looking twice are chosen.</summary>
    const int CloseUps = 6;

    /// <summary>Images of each validation source that the page shows.</summary>
    const int ShownImages = 6;

    static readonly JsonSerializerOptions Json = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>Writes everything, each file whole or not at all.</summary>
    /// <param name="trainer">The trained network.</param>
    /// <param name="data">What it was trained on.</param>
    /// <param name="validation">What its thresholds are chosen on.</param>
    /// <param name="code">Where it comes from.</param>
    /// <param name="warn">Told when there is no int8 form, and why.</param>
    /// <param name="cancellation">Stops between two images.</param>
    /// <returns>The float32 model's score on the validation data.</returns>
    public ScoreReport Write(Trainer trainer, WeightedDataset[] data, WeightedDataset[] validation, CodeOrigin code, Action<string>? warn, CancellationToken cancellation)
    {
        var origin = new
        {
            recipe = recipe.ToOrigin() with { Cells = task.Output == "grid" ? network.OutputShape[^1] : null },
            data = data.Select(set => set.Dataset.Fingerprint()),
            validation = validation.Select(set => set.Dataset.Fingerprint()),
            commit = code.Commit,
            start = code.Start,
        };
        var words = JsonSerializer.Serialize(origin, Json);
        var (score, closer) = Score(trainer, validation, cancellation);
        var thresholds = TrainingTask.BestThresholds(score);
        var closerThresholds = closer is null ? null : TrainingTask.BestThresholds(closer);
        var export = trainer.Export(files.Model, task.Contract(thresholds, closerThresholds, words).ToMetadata());
        var int8 = WriteInt8(trainer, data, validation, warn);
        var report = ScoreReport.Of(DetectionScore.Together(score), thresholds);
        var summary = JsonSerializer.Serialize(
            new
            {
                model = Path.GetFileName(files.Model),
                export.Bytes,
                export.LargestDifference,
                origin,
                versions = new
                {
                    dotnet = Environment.Version.ToString(),
                    onnx_runtime = Microsoft.ML.OnnxRuntime.OrtEnv.Instance().GetVersionString(),
                    device = trainer.Device,
                    processor = System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture.ToString(),
                },
                thresholds,
                validation = report,
                validation_close_ups = closer is null ? null : ScoreReport.Of(DetectionScore.Together(closer), closerThresholds!),
                int8,
                validation_int8 = int8 is null ? null : ScoreReport.Of(DetectionScore.Together(DatasetEvaluator.Score(files.QuantisedModel, validation, closeUps: 0, cancellation)), thresholds),
                parameters = network.LearnedCount,
                multiply_adds = network.MultiplyAddCount,
            },
            Json);
        WholeFile.WriteAllText(files.Summary, summary);
        TrainingReport.Of(Path.GetFileName(files.Model), network, trainer.ToInferenceValues(), MetricsLog.Read(files.Metrics), report, Shown(validation), summary)
            .Write(files.Report);
        return report;
    }

    /// <summary>
    /// Scores on each validation source, of the whole view and, where there are boxes, with close-ups. The model's own file is written afterwards,
    /// with thresholds: until then the one that may be there stands.
    /// </summary>
    (IReadOnlyList<DetectionScore> WholeView, IReadOnlyList<DetectionScore>? CloseUps) Score(Trainer trainer, WeightedDataset[] validation, CancellationToken cancellation)
    {
        using var model = new TemporaryModel(task, network, trainer.ToInferenceValues());
        return (
            DatasetEvaluator.Score(model.Path, validation, closeUps: 0, cancellation),
            task.Output == "grid" ? DatasetEvaluator.Score(model.Path, validation, CloseUps, cancellation) : null);
    }

    /// <summary>The int8 form; null where it would be another network: the float32 model is finished and not concerned.</summary>
    Int8Export? WriteInt8(Trainer trainer, WeightedDataset[] data, WeightedDataset[] validation, Action<string>? warn)
    {
        try
        {
            return Int8Export.Write(files, task.ToSource(recipe, data), task.ToSource(recipe, validation), network, trainer.ToInferenceValues(), recipe.Training);
        }
        catch (InvalidOperationException exception)
        {
            warn?.Invoke(exception.Message);
            return null;
        }
    }

    /// <summary>A few validation images with what the model says of them.</summary>
    IEnumerable<(LabelledImage Image, BgrImage Picture, string Words)> Shown(WeightedDataset[] validation)
    {
        using var model = VisionModel.Load(files.Model, new InferenceOptions { Accelerator = Accelerator.Cpu, Threads = 1 });
        foreach (var (dataset, _) in validation)
            for (var i = 0; i < ShownImages; i++)
                yield return SamplePicture.Of(model, dataset.Load((int)((long)i * dataset.Count / ShownImages)));
    }
}

/// <summary>Where a model comes from besides its recipe.</summary>
/// <param name="Commit">The version of this code; empty where it is not known.</param>
/// <param name="Start">The model whose weights it began with; null for none.</param>
sealed record CodeOrigin(string Commit, string? Start);
