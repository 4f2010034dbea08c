using System.Text.Json;
using RobotVision.Detection;
using RobotVision.Inference;
using RobotVision.Recording;
using RobotVision.Training.Augmentation;
using RobotVision.Training.Evaluation;
using RobotVision.Training.Network;

namespace RobotVision.Training.Learning;

/// <summary>
/// One run of a recipe: trains, exports, chooses the thresholds on the validation data and exports with them. What was done stands
/// beside the model as <c>&lt;name&gt;.run.json</c>; the checkpoint as <c>&lt;name&gt;.checkpoint</c>.
/// </summary>
public sealed class TrainingRun
{
    /// <summary>The threshold of a class that the validation data do not show.</summary>
    const float UnknownThreshold = 0.5f;

    /// <summary>With how many close-ups the thresholds of looking twice are chosen.</summary>
    const int ValidationCloseUps = 6;

    static readonly JsonSerializerOptions Json = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    readonly TrainingRecipe _recipe;
    readonly TrainingTask _task;
    readonly NetworkDefinition _network;
    readonly string _output;
    readonly string _commit;

    /// <summary>Prepares a run.</summary>
    /// <param name="recipe">What to do.</param>
    /// <param name="output">Where the model goes.</param>
    /// <param name="commit">The version of this code, for the model's origin; empty where it is not known.</param>
    /// <exception cref="ArgumentException">The recipe is wrong; names what is.</exception>
    /// <exception cref="FileNotFoundException">The model to start from is not there.</exception>
    /// <exception cref="InvalidDataException">The model to start from does not fit.</exception>
    public TrainingRun(TrainingRecipe recipe, string output, string commit)
    {
        recipe.Validate();
        (_recipe, _task, _output, _commit) = (recipe, TrainingTask.Find(recipe.Network)!, output, commit);
        var network = _task.CreateNetwork(recipe);
        Start = recipe.From is null ? null : Transfer.From(recipe.From, network, recipe.Freeze);
        _network = Start?.Network ?? network;
    }

    /// <summary>The weights that the run begins with; null when it begins with nothing.</summary>
    public Transfer? Start { get; }

    /// <summary>The network that is trained.</summary>
    public NetworkDefinition Network => _network;

    /// <summary>Where the run can be resumed from.</summary>
    public string CheckpointPath => Path.ChangeExtension(_output, ".checkpoint");

    /// <summary>Where what was done is written.</summary>
    public string ReportPath => Path.ChangeExtension(_output, ".run.json");

    /// <summary>Trains from the beginning, or from the checkpoint.</summary>
    /// <param name="resume">Whether to go on from the checkpoint.</param>
    /// <param name="progress">Told of the training.</param>
    /// <param name="cancellation">Stops after a step; the checkpoint is written then.</param>
    /// <returns>The score on the validation data.</returns>
    /// <exception cref="InvalidDataException">Data or checkpoint cannot be used.</exception>
    /// <exception cref="IOException">The model cannot be written there.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public ScoreReport Run(bool resume, IProgress<TrainingProgress> progress, CancellationToken cancellation)
    {
        WholeFile.Probe(_output); // before hours of work, not after
        var data = _recipe.Data.Select(source => source.Open(_recipe.Training.Seed)).ToArray();
        var validation = _recipe.Validation.Select(source => source.Open()).ToArray();
        var mixer = new SampleMixer(data, _recipe.Augmentation, _recipe.Training.Seed, (long)_recipe.CacheMegabytes << 20);
        var threads = _recipe.Training.Threads > 0 ? _recipe.Training.Threads : Environment.ProcessorCount;
        using var trainer = resume
            ? Trainer.Resume(_network, _task.CreateLoss(), ReadCheckpoint(), Start)
            : new Trainer(_network, _task.CreateLoss(), _recipe.Training, Start);
        trainer.Train(new SampleBatchSource(mixer, threads, _task.WriteTargets), CheckpointPath, progress, cancellation);

        var origin = new { recipe = Summary(), commit = _commit, start = Start?.ToString() };
        trainer.Export(_output, Contract([.. Enumerable.Repeat(UnknownThreshold, ObjectClasses.Count)], null, origin).ToMetadata());
        var score = Score(validation, closeUps: 0, cancellation);
        var closer = _task.Output == "grid" ? Score(validation, ValidationCloseUps, cancellation) : null;
        var thresholds = BestThresholds(score);
        var export = trainer.Export(_output, Contract(thresholds, closer is null ? null : BestThresholds(closer), origin).ToMetadata());
        var report = ScoreReport.Of(score, thresholds);
        WholeFile.WriteAllText(ReportPath, JsonSerializer.Serialize(
            new { model = Path.GetFileName(_output), export.Bytes, export.LargestDifference, origin, thresholds, validation = report, validation_close_ups = closer is null ? null : ScoreReport.Of(closer, BestThresholds(closer)), parameters = _network.LearnedCount, multiply_adds = _network.MultiplyAddCount },
            Json));
        return report;
    }

    Checkpoint ReadCheckpoint()
    {
        if (!File.Exists(CheckpointPath))
            throw new FileNotFoundException($"Checkpoint '{CheckpointPath}': there is none to resume from; begin without --resume.", CheckpointPath);
        var checkpoint = Checkpoint.Read(CheckpointPath);
        if (checkpoint.Options == _recipe.Training) return checkpoint;
        throw new InvalidDataException(
            $"Checkpoint '{CheckpointPath}': expected the recipe's options, {_recipe.Training}, found {checkpoint.Options}. Resume with the options it was begun with.");
    }

    DetectionScore Score(WeightedDataset[] validation, int closeUps, CancellationToken cancellation)
    {
        using var model = VisionModel.Load(_output, new InferenceOptions { Accelerator = Accelerator.Cpu, Threads = 1, MaxSamples = Math.Max(1, closeUps) });
        var score = new DetectionScore();
        foreach (var (dataset, _) in validation) DatasetEvaluator.Score(model, dataset, score, null, cancellation, closeUps);
        return score;
    }

    static float[] BestThresholds(DetectionScore score) =>
        [.. Enumerable.Range(0, ObjectClasses.Count).Select(i => Math.Clamp(score[(ObjectClass)i].Best()?.Threshold ?? UnknownThreshold, 0.05f, 0.95f))];

    ModelContract Contract(float[] thresholds, float[]? closeUpThresholds, object origin) => new()
    {
        Network = _task.Network,
        Output = _task.Output,
        Thresholds = thresholds,
        CloseUpThresholds = closeUpThresholds,
        Origin = JsonSerializer.Serialize(origin, Json),
    };

    /// <summary>The recipe without the folders of the machine that it ran on.</summary>
    object Summary() => _recipe with
    {
        From = Path.GetFileName(_recipe.From),
        Data = [.. _recipe.Data.Select(WithoutFolder)],
        Validation = [.. _recipe.Validation.Select(WithoutFolder)],
    };

    static DataSource WithoutFolder(DataSource source) => source.Yaml is null ? source : source with { Yaml = Path.GetFileName(source.Yaml) };
}
