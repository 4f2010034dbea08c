using System.Text.Json;
using RobotVision.Data.Datasets;
using RobotVision.Data.Labels;
using RobotVision.Detections;
using RobotVision.Evaluation.Frames;
using RobotVision.Evaluation.Scores;
using RobotVision.Files;
using RobotVision.Imaging;
using RobotVision.Inference;
using RobotVision.Training.Checkpoints;
using RobotVision.Training.Layers;
using RobotVision.Training.Recipes;

namespace RobotVision.Training.Runs;

/// <summary>Makes of a trained network what is used: the model with its thresholds, its int8 form, how good both are, and the page that shows it.</summary>
/// <param name="recipe">What was trained.</param>
/// <param name="task">What the network answers.</param>
/// <param name="network">The network.</param>
/// <param name="files">Where everything goes.</param>
/// <param name="warn">Told when there is no int8 form, and why.</param>
/// <param name="work">Told of each part of the work.</param>
sealed class TrainedModel(TrainingRecipe recipe, TrainingTask task, NetworkDefinition network, RunFiles files, Action<string>? warn, IProgress<WorkProgress>? work)
{
    /// <summary>With how many close-ups the thresholds of looking twice are chosen.</summary>
    const int CloseUps = 6;

    /// <summary>Images of each validation source that the page shows.</summary>
    const int ShownImages = 6;

    static readonly JsonSerializerOptions Json = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>Writes everything, each file whole or not at all.</summary>
    /// <param name="trainer">The trained network.</param>
    /// <param name="data">What it was trained on.</param>
    /// <param name="taught">The classes that the data have objects of.</param>
    /// <param name="validation">What its thresholds are chosen on.</param>
    /// <param name="shared">How many of the validation images are trained on too.</param>
    /// <param name="code">Where it comes from.</param>
    /// <param name="cancellation">Stops between two images.</param>
    /// <returns>The float32 model's score on the validation data, and what has to be known of it.</returns>
    public (ScoreReport Score, IReadOnlyList<string> Notes) Write(
        Trainer trainer, WeightedDataset[] data, ClassSet taught, WeightedDataset[] validation, int shared, CodeOrigin code, CancellationToken cancellation)
    {
        Tell("reading what the data are");
        var origin = new
        {
            recipe = recipe.ToOrigin() with { Cells = task.Output == "grid" ? network.OutputShape[^1] : null },
            data = data.Select(set => set.Dataset.Fingerprint()),
            validation = validation.Select(set => set.Dataset.Fingerprint()),
            commit = code.Commit,
            start = code.Start?.ToString(),
        };
        var words = JsonSerializer.Serialize(origin, Json);
        var (score, closer) = Score(trainer, ClassThresholds.Unmeasured(taught, code.Start?.Known), validation, cancellation);
        var thresholds = ClassThresholds.Of(taught, code.Start?.Known, score, closer);
        var export = trainer.Export(files.Model, task.Contract(thresholds, words).ToMetadata());
        Tell("writing the int8 form");
        var int8 = Int8Export.Write(files, task.ToSource(recipe, data), task.ToSource(recipe, validation), network, trainer.ToInferenceValues(), recipe.Training, warn);
        ScoreReport Report(IReadOnlyList<DetectionScore> scores, IReadOnlyList<float> at) => ScoreReport.Of(DetectionScore.Together(scores), [.. at]);
        var report = Report(score, thresholds.Values);
        var notes = TrainingNotes.Of(recipe, task, thresholds, report, shared);
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
                thresholds = thresholds.Values.Select(ThresholdConverter.ToFile),
                threshold_origins = ObjectClasses.Names.Select((name, i) => (name, thresholds.Origins[i])).ToDictionary(pair => pair.name, pair => pair.Item2.ToString().ToLowerInvariant()),
                off = thresholds.From(ThresholdOrigin.Off),
                notes,
                validation = report,
                validation_shared_with_training = shared,
                validation_close_ups = closer is null ? null : Report(closer, thresholds.CloseUps!),
                int8,
                validation_int8 = int8 is null ? null : Report(Score("scoring the int8 form", files.QuantisedModel, validation, 0, cancellation), thresholds.Values),
                parameters = network.LearnedCount,
                multiply_adds = network.MultiplyAddCount,
            },
            Json);
        WholeFile.WriteAllText(files.Summary, summary);
        Tell("drawing the report");
        TrainingReport.Of(Path.GetFileName(files.Model), network, trainer.ToInferenceValues(), MetricsLog.Read(files.Metrics), report, notes, Shown(validation), summary)
            .Write(files.Report);
        return (report, notes);
    }

    /// <summary>
    /// Scores on each validation source, of the whole view and, where there are boxes, with close-ups. The model's own file is written afterwards,
    /// with thresholds: until then the one that may be there stands.
    /// </summary>
    (IReadOnlyList<DetectionScore> WholeView, IReadOnlyList<DetectionScore>? CloseUps) Score(
        Trainer trainer, ClassThresholds classes, WeightedDataset[] validation, CancellationToken cancellation)
    {
        using var model = new TemporaryModel(task, network, trainer.ToInferenceValues(), classes);
        return (
            Score("choosing thresholds", model.Path, validation, 0, cancellation),
            task.Output == "grid" ? Score("choosing thresholds for close-ups", model.Path, validation, CloseUps, cancellation) : null);
    }

    DetectionScore[] Score(string words, string model, WeightedDataset[] validation, int closeUps, CancellationToken cancellation)
    {
        var total = validation.Sum(set => set.Dataset.Count);
        Tell(words, total: total);
        return DatasetEvaluator.Score(model, validation, closeUps, cancellation, done => Tell(words, done, total));
    }

    /// <summary>A few validation images with what the model says of them.</summary>
    IEnumerable<(LabelledImage Image, BgrImage Picture, string Words)> Shown(WeightedDataset[] validation)
    {
        using var model = VisionModel.Load(files.Model, new InferenceOptions { Accelerator = Accelerator.Cpu, Threads = 1 });
        foreach (var (dataset, _) in validation)
            for (var i = 0; i < ShownImages; i++)
                yield return SamplePicture.Of(model, dataset.Load((int)((long)i * dataset.Count / ShownImages)));
    }

    void Tell(string words, int done = 0, int total = 0) => work?.Report(new(words, done, total));
}

/// <summary>Where a model comes from besides its recipe.</summary>
/// <param name="Commit">The version of this code; empty where it is not known.</param>
/// <param name="Start">The model whose weights it began with; null for none.</param>
sealed record CodeOrigin(string Commit, Transfer? Start);
