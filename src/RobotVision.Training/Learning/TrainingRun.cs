using RobotVision.Detection;
using RobotVision.Inference;
using RobotVision.Recording;
using RobotVision.Training.Augmentation;
using RobotVision.Training.Datasets;
using RobotVision.Training.Evaluation;
using RobotVision.Training.Graph;
using RobotVision.Training.Network;

namespace RobotVision.Training.Learning;

/// <summary>
/// One run of a recipe: trains, chooses the thresholds on the validation data and exports with them. What was done stands
/// beside the model as <c>&lt;name&gt;.run.json</c>, with its curves as <c>&lt;name&gt;.report.html</c>; the checkpoint as <c>&lt;name&gt;.checkpoint</c>.
/// </summary>
public sealed class TrainingRun
{
    /// <summary>Samples of the validation images, and of the training images, whose loss is measured while training; no more than there are images.</summary>
    const int MeasuredSamples = 256;

    /// <summary>Images of each validation source whose average precision is measured while training.</summary>
    const int QualityImages = 100;

    readonly TrainingRecipe _recipe;
    readonly TrainingTask _task;
    readonly NetworkDefinition _network;
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
        (_recipe, _task, Files, _commit) = (recipe, TrainingTask.Find(recipe.Network)!, new(output), commit);
        var network = _task.CreateNetwork(recipe);
        Start = recipe.From is null ? null : Transfer.From(recipe.From, network, recipe.Freeze);
        _network = Start?.Network ?? network;
        Checkpoints = new(Files.Checkpoint);
    }

    /// <summary>The weights that the run begins with; null when it begins with nothing.</summary>
    public Transfer? Start { get; }

    /// <summary>The network that is trained.</summary>
    public NetworkDefinition Network => _network;

    /// <summary>What the loss is a loss of, in words. It is summed over the output, so that losses can be compared only where this is the same.</summary>
    public string Criterion => $"{_recipe.Loss} over {Shapes.Text([.. _network.OutputShape])}";

    /// <summary>Where everything goes.</summary>
    public RunFiles Files { get; }

    /// <summary>What shall run the training steps; the CPU, where a run repeats byte for byte. A run may go on on another one.</summary>
    public Accelerator Device { get; init; } = Accelerator.Cpu;

    /// <summary>Is told what a user has to know of the data sets.</summary>
    public DatasetNotes Notes { get; init; } = new();

    /// <summary>What runs the training steps, <c>CPU</c> or <c>CUDA</c>; empty before the run.</summary>
    public string Processor { get; private set; } = "";

    /// <summary>Where the run can be resumed from.</summary>
    public CheckpointStore Checkpoints { get; }

    /// <summary>Trains from the beginning, or from the last checkpoint.</summary>
    /// <param name="resume">Whether to go on from the last checkpoint, if there is one.</param>
    /// <param name="progress">Told of the training.</param>
    /// <param name="cancellation">Stops after a step; the checkpoint is written then.</param>
    /// <param name="warn">Told of a checkpoint that is damaged, or not there.</param>
    /// <returns>The score on the validation data.</returns>
    /// <exception cref="InvalidDataException">Data or checkpoint cannot be used, or an unfinished run would be lost.</exception>
    /// <exception cref="IOException">The model cannot be written there, or another run is at it.</exception>
    /// <exception cref="NotSupportedException"><see cref="Device"/> is CUDA and cannot be used; says why.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public ScoreReport Run(bool resume, IProgress<TrainingProgress> progress, CancellationToken cancellation, Action<string>? warn = null)
    {
        WholeFile.Probe(Files.Model); // before hours of work, not after
        using var alone = new RunLock(Files.Lock);
        var data = _recipe.Data.Select(source => source.Open(_recipe.Training.Seed, Notes)).ToArray();
        var validation = _recipe.Validation.Select(source => source.Open(notes: Notes)).ToArray();
        using var trainer = Begin(resume, warn);
        Processor = trainer.Device;
        if (trainer.DeviceNote.Length > 0) warn?.Invoke($"training on the {trainer.Device}, {trainer.DeviceNote}.");
        Train(trainer, data, validation, progress, warn, cancellation);
        return new TrainedModel(_recipe, _task, _network, Files).Write(trainer, data, validation, new(_commit, Start?.ToString()), warn, cancellation);
    }

    Trainer Begin(bool resume, Action<string>? warn)
    {
        var checkpoint = resume ? Checkpoints.Read(warn) : null;
        if (checkpoint is not null && checkpoint.Options != _recipe.Training)
            throw new InvalidDataException(
                $"Checkpoint '{Checkpoints.LatestPath}': expected the recipe's options, {_recipe.Training}, found {checkpoint.Options}. Resume with the options it was begun with.");
        if (checkpoint?.Data is { } digest && digest != _recipe.DataDigest())
            throw new InvalidDataException(
                $"Checkpoint '{Checkpoints.LatestPath}': expected a run of the recipe's network, loss, data and augmentation (digest {_recipe.DataDigest()}), found one of others ({digest}). "
                + "Resume with the recipe it was begun with, or delete it to begin anew.");
        if (checkpoint is not null) return Trainer.Resume(_network, _task.CreateLoss(_recipe), checkpoint, Start, Device);
        if (resume) warn?.Invoke($"Checkpoint '{Checkpoints.LatestPath}': there is none yet; beginning at step 0.");
        else RefuseToLoseUnfinished();
        var trainer = new Trainer(_network, _task.CreateLoss(_recipe), _recipe.Training, Start, Device) { Data = _recipe.DataDigest() };
        if (!resume) Checkpoints.Delete(); // now that a new run can begin
        return trainer;
    }

    void RefuseToLoseUnfinished()
    {
        if (Checkpoints.TryRead() is { Step: > 0 } unfinished && (unfinished.Step < unfinished.Options.Steps || !IsExported))
            throw new InvalidDataException(
                $"Checkpoint '{Checkpoints.LatestPath}': a run that is not finished stands here, at step {unfinished.Step} of {unfinished.Options.Steps}. "
                + "Go on with --resume, or delete it to begin anew.");
    }

    // The summary is written after the model, and the model after the last checkpoint.
    bool IsExported => File.Exists(Files.Summary) && File.GetLastWriteTimeUtc(Files.Summary) >= File.GetLastWriteTimeUtc(Checkpoints.LatestPath);

    void Train(Trainer trainer, WeightedDataset[] data, WeightedDataset[] validation, IProgress<TrainingProgress> progress, Action<string>? warn, CancellationToken cancellation)
    {
        var source = _task.ToSource(_recipe, data, warn);
        using var metrics = new MetricsLog(Files.Metrics, trainer.Step);
        var told = new Told(progress, metrics);
        var (steps, every) = (_recipe.Training.Steps, _recipe.ValidateEvery > 0 ? _recipe.ValidateEvery : long.MaxValue);
        using var known = every < steps ? Measure(source, steps, data) : null;
        using var fresh = every < steps ? Measure(_task.ToSource(_recipe, validation), 0, validation) : null;

        if (trainer.Step > 0 && (trainer.Step % every == 0 || trainer.Step == steps)) Validate();
        while (trainer.Step < steps)
        {
            trainer.TrainUntil(Math.Min(steps, every == long.MaxValue ? steps : (trainer.Step / every + 1) * every), source, Checkpoints, told, cancellation);
            Validate();
        }

        LossMeasure Measure(IBatchSource from, long firstStep, WeightedDataset[] sets) => new(
            _network, _task.CreateLoss(_recipe), _recipe.Training, from, firstStep, (int)Math.Min(MeasuredSamples, sets.Sum(set => (long)set.Dataset.Count)));

        void Validate()
        {
            if (known is null || fresh is null) return;
            var values = trainer.ToInferenceValues();
            metrics.Add(new(trainer.Step, steps) { Training = known.Measure(values), Validation = fresh.Measure(values), AveragePrecision = Quality(values, validation, cancellation) });
        }
    }

    /// <summary>Average precision a class on some of the validation images.</summary>
    Dictionary<string, double> Quality(IReadOnlyDictionary<string, float[]> values, WeightedDataset[] validation, CancellationToken cancellation)
    {
        using var model = new TemporaryModel(_task, _network, values);
        var some = validation.Select(set => set with { Dataset = new LimitedDataset(set.Dataset, Math.Min(set.Dataset.Count, QualityImages), _recipe.Training.Seed) });
        var score = DetectionScore.Together(DatasetEvaluator.Score(model.Path, [.. some], closeUps: 0, cancellation));
        return ObjectClasses.Names.Select((name, i) => (name, Precision: score[(ObjectClass)i].AveragePrecision()))
            .Where(pair => pair.Precision is not null).ToDictionary(pair => pair.name, pair => pair.Precision!.Value);
    }

    /// <summary>Passes on what is told, and writes it down.</summary>
    sealed class Told(IProgress<TrainingProgress> progress, MetricsLog metrics) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            metrics.Add(new(value.Step, value.Steps) { Losses = value.Losses, LearningRate = value.LearningRate, ImagesPerSecond = Math.Round(value.ImagesPerSecond, 1) });
            progress.Report(value);
        }
    }
}
