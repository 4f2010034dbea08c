using System.Globalization;
using System.Text.Json;
using RobotVision.Data.Datasets;
using RobotVision.Data.Labels;
using RobotVision.Evaluation.Frames;
using RobotVision.Evaluation.Scores;
using RobotVision.Files;
using RobotVision.Imaging;
using RobotVision.Inference;
using RobotVision.Training.Checkpoints;
using RobotVision.Training.Confidences;
using RobotVision.Training.Layers;
using RobotVision.Training.Looks;
using RobotVision.Training.Recipes;

namespace RobotVision.Training.Runs;

/// <summary>Writes the results of a training: the model with its thresholds, the int8 model, the scores of both, and the report page.</summary>
/// <param name="recipe">The recipe.</param>
/// <param name="task">The task of the network.</param>
/// <param name="network">The network.</param>
/// <param name="files">The output files.</param>
/// <param name="warn">Receives the reason when no int8 model is written.</param>
/// <param name="work">Receives progress.</param>
sealed class TrainedModel(TrainingRecipe recipe, TrainingTask task, NetworkDefinition network, RunFiles files,
    Action<string>? warn, IProgress<WorkProgress>? work)
{
    /// <summary>Images of each validation source that the report shows.</summary>
    const int ShownImages = 6;

    static readonly JsonSerializerOptions Json = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>Writes every file, each completely or not at all.</summary>
    /// <param name="trainer">The trained network.</param>
    /// <param name="data">The training data.</param>
    /// <param name="taught">The classes with objects in the training data.</param>
    /// <param name="validation">The validation data, on which thresholds are chosen.</param>
    /// <param name="heldOut">Without validation data: models that were not trained on some of the frames.</param>
    /// <param name="shared">Number of validation images that are also training images.</param>
    /// <param name="code">Code version and start model.</param>
    /// <param name="early">Where the training was ended early; null where it was not.</param>
    /// <param name="cancellation">Stops between two images.</param>
    /// <returns>The float32 model's score on the validation data, and notes on how to read it.</returns>
    public (ScoreReport Score, IReadOnlyList<string> Notes) Write(
        Trainer trainer, WeightedDataset[] data, ClassSet taught, WeightedDataset[] validation, HeldOut? heldOut, int shared, CodeOrigin code,
        EarlyEnd? early, CancellationToken cancellation)
    {
        Report("reading the data sets");
        var origin = new
        {
            recipe = recipe.ToOrigin() with { Cells = task.Output == ModelOutput.Grid ? network.OutputShape[^1] : null },
            data = data.Select(set => set.Dataset.Fingerprint()),
            validation = validation.Select(set => set.Dataset.Fingerprint()),
            commit = code.Commit,
            start = code.Start?.ToString(),
        };
        var originJson = JsonSerializer.Serialize(origin, Json);
        var values = trainer.ToInferenceValues();
        var (score, closer, scales, rule) = heldOut is not null ? Score(heldOut, cancellation)
            : Score(values, taught, code.Start?.Known, validation, cancellation);
        if (scales is not null) values = ConfidenceScale.Apply(network, values, scales);
        var thresholds = ClassThresholds.Of(taught, code.Start?.Known, score, closer, scales is null ? null : ExpectedThreshold.Of, task.Classes);
        var export = ModelExporter.Export(network, values, task.Contract(thresholds, originJson, rule).ToMetadata(), files.Model);
        Report("writing the int8 model");
        var int8 = Int8Export.Write(files, task.ToSource(recipe, data), task.ToSource(recipe, heldOut is null ? validation : data), network,
            values, recipe.Training, warn);
        ScoreReport ScoreAt(IReadOnlyList<DetectionScore> scores, IReadOnlyList<float> at) => ScoreReport.Of(DetectionScore.Together(scores), [.. at]);
        var report = ScoreAt(score, thresholds.Values);
        var notes = TrainingNotes.Of(recipe, task, thresholds, report, shared, heldOut);
        Report("comparing with the model before");
        var domains = code.Start?.Known is not { } known || task.Output != ModelOutput.Grid ? [] : DomainComparison.Of(
            recipe.From!, known.Thresholds, heldOut?.Frames.OfAll() ?? validation, DetectionScore.Together(score), files.Model, thresholds.Values,
            cancellation);
        notes = [.. early is null ? [] : new[] { early.ToString() }, .. notes, .. domains.Select(domain => domain.ToString())];
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
                    onnx_runtime = VisionModel.RuntimeVersion,
                    device = trainer.Device.Name(),
                    processor = System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture.ToString(),
                },
                thresholds = thresholds.Values.Select(ThresholdConverter.ToFile),
                threshold_origins = task.Classes.All.Select((name, i) => (name, thresholds.Origins[i]))
                    .ToDictionary(pair => pair.name, pair => pair.Item2.ToString().ToLowerInvariant()),
                off = thresholds.From(ThresholdOrigin.Off),
                notes,
                ended_early = early,
                validation = report,
                held_out = heldOut is null ? null : new
                {
                    frames = heldOut.Frames.Frames,
                    of = heldOut.Frames.All,
                    folds = heldOut.Frames.Count,
                    heldOut.Result.Quality,
                    heldOut.Result.Part,
                    steps = trainer.Step,
                    confidence_scales = scales,
                    also = heldOut.Taught is not { } also ? null : new { frames = also.Frames.Count, also.Without, also.With, kept = also.IsBetter },
                },
                domains = domains.Count == 0 ? null : domains,
                validation_shared_with_training = shared,
                validation_close_ups = closer is null ? null : ScoreAt(closer, thresholds.CloseUps!),
                int8,
                validation_int8 = int8 is null || heldOut is not null ? null
                    : ScoreAt(Score("scoring the int8 model", files.QuantisedModel, validation, 0, cancellation), thresholds.Values),
                parameters = network.LearnedCount,
                multiply_adds = network.MultiplyAddCount,
            },
            Json);
        WholeFile.WriteAllText(files.Summary, summary);
        Report("drawing the report");
        TrainingReport.Of(
            Path.GetFileName(files.Model), network, values, MetricsLog.Read(files.Metrics), report, notes,
            heldOut is null ? Shown(files.Model, validation) : Shown(heldOut.Training.Example(heldOut.Result)), summary)
            .Write(files.Report);
        return (report, notes);
    }

    /// <summary>
    /// Scores on each validation source, on the whole view and, for a network with boxes, with close-ups, after the rule for these is fitted. The
    /// model's own file is written afterwards, with thresholds; until then an existing one stays.
    /// </summary>
    HeldOutScore Score(
        IReadOnlyDictionary<string, float[]> values, ClassSet taught, ModelContract? start, WeightedDataset[] validation, CancellationToken cancellation)
    {
        var classes = ClassThresholds.Unmeasured(taught, start, task.Classes);
        using var model = new TemporaryModel(task, network, values, classes);
        var wholeView = Score("choosing thresholds", model.Path, validation, 0, cancellation);
        if (task.Output != ModelOutput.Grid) return new(wholeView, null, null, null);
        Report("fitting the rule for close-ups");
        var rule = LookRuleFit.On(model.Path, validation, LookRuleFit.CloseUps, start?.LookRule, cancellation);
        using var ruled = new TemporaryModel(task, network, values, classes, rule);
        return new(wholeView, Score("choosing thresholds for close-ups", ruled.Path, validation, LookRuleFit.CloseUps, cancellation), null, rule);
    }

    HeldOutScore Score(HeldOut heldOut, CancellationToken cancellation)
    {
        Report("choosing thresholds on the frames held out");
        return heldOut.Training.Score(heldOut.Result, cancellation);
    }

    DetectionScore[] Score(string work, string model, WeightedDataset[] validation, int closeUps, CancellationToken cancellation)
    {
        var total = validation.Sum(set => set.Dataset.Count);
        Report(work, total: total);
        return DatasetEvaluator.Score(model, validation, closeUps, cancellation, done => Report(work, done, total));
    }

    /// <summary>A few validation images with the model's result.</summary>
    static IEnumerable<(LabelledImage Image, BgrImage Picture, string Caption)> Shown((string Model, WeightedDataset[] Frames) example) =>
        Shown(example.Model, example.Frames);

    static IEnumerable<(LabelledImage Image, BgrImage Picture, string Caption)> Shown(string path, WeightedDataset[] validation)
    {
        using var model = VisionModel.Load(path, new InferenceOptions { Accelerator = Accelerator.Cpu, Threads = 1 });
        foreach (var (dataset, _) in validation)
            for (var i = 0; i < ShownImages; i++)
                yield return SamplePicture.Of(model, dataset.Load((int)((long)i * dataset.Count / ShownImages)));
    }

    void Report(string description, int done = 0, int total = 0) => work?.Report(new(description, done, total));
}

/// <summary>Where a training was ended before its end.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="Steps">Steps that it would have had; with a limit of minutes, about as many.</param>
/// <param name="Part">The part of the run that was done, see <see cref="TrainingOptions.PartAt"/>.</param>
sealed record EarlyEnd(long Step, long Steps, double Part)
{
    /// <summary>A note for the terminal, the summary and the report.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"The training was ended early, at step {Step} of {Steps}: the weights are the moving average up to there, at a learning rate that had not fallen ")
        + "to its end. The same command with --resume goes on from there and replaces this model.";
}

/// <summary>Origin of a model besides its recipe.</summary>
/// <param name="Commit">Version of this code; empty where unknown.</param>
/// <param name="Start">The start from an exported model; null for random weights.</param>
sealed record CodeOrigin(string Commit, Transfer? Start);
