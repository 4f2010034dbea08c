using RobotVision.Data.Datasets;
using RobotVision.Data.Formats;
using RobotVision.Data.Labels;
using RobotVision.Detections;
using RobotVision.Evaluation.Scores;
using RobotVision.Files;
using RobotVision.Inference;
using RobotVision.Training.Checkpoints;
using RobotVision.Training.Graph;
using RobotVision.Training.Layers;
using RobotVision.Training.Recipes;
using RobotVision.Training.Steps;
using RobotVision.Training.Targets;

namespace RobotVision.Training.Runs;

/// <summary>
/// One run of a recipe: trains, chooses the thresholds on the validation data and exports with them. What was done stands
/// beside the model as <c>&lt;name&gt;.run.json</c>, with its curves as <c>&lt;name&gt;.report.html</c>; the checkpoint as <c>&lt;name&gt;.checkpoint</c>.
/// </summary>
public sealed partial class TrainingRun
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
    /// <exception cref="ArgumentException">The recipe is wrong, or the output is where another run puts its int8 form; says what to write.</exception>
    /// <exception cref="FileNotFoundException">The model to start from is not there.</exception>
    /// <exception cref="InvalidDataException">The model to start from does not fit.</exception>
    public TrainingRun(TrainingRecipe recipe, string output, string commit)
    {
        recipe.Validate();
        if (RunFiles.IsQuantised(output))
            throw new OptionException($"--output: expected the name of the float32 model, found '{output}', which would be the int8 form of another one. Write '{RunFiles.WithoutQuantised(output)}': its int8 form comes beside it.");
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

    /// <summary>Whether a finished model, or a run that is not finished, may be given up for this one; otherwise it is refused.</summary>
    public bool Overwrite { get; init; }

    /// <summary>Steps done; 0 before the run.</summary>
    public long Step { get; private set; }

    /// <summary>What has to be known of the model's thresholds and score, in sentences; empty before the run's end.</summary>
    public IReadOnlyList<string> Notes { get; private set; } = [];

    /// <summary>What shall run the training steps; the CPU, where a run repeats byte for byte. A run may go on on another one.</summary>
    public Accelerator Device { get; init; } = Accelerator.Cpu;

    /// <summary>Is told what a user has to know of the data sets.</summary>
    public DatasetNotes DataNotes { get; init; } = new();

    /// <summary>What runs the training steps, <c>CPU</c> or <c>CUDA</c>; empty before the run.</summary>
    public string Processor { get; private set; } = "";

    /// <summary>Where the run can be resumed from.</summary>
    public CheckpointStore Checkpoints { get; }

    /// <summary>Trains from the beginning, or from the last checkpoint.</summary>
    /// <param name="resume">Whether to go on from the last checkpoint, if there is one.</param>
    /// <param name="progress">Told of the training.</param>
    /// <param name="cancellation">Stops after a step; the checkpoint is written then.</param>
    /// <param name="warn">Told of a checkpoint that is damaged, or not there, and of validation images that are trained on.</param>
    /// <param name="work">Told of the work before and after the steps.</param>
    /// <returns>The score on the validation data.</returns>
    /// <exception cref="InvalidDataException">Data or checkpoint cannot be used, or a model or an unfinished run would be lost.</exception>
    /// <exception cref="IOException">The model cannot be written there, or another run is at it.</exception>
    /// <exception cref="EnvironmentException"><see cref="Device"/> is CUDA and cannot be used; says why.</exception>
    /// <exception cref="DivergedException">The weights ran away.</exception>
    /// <exception cref="InsufficientMemoryException">There is too little memory.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public ScoreReport Run(bool resume, IProgress<TrainingProgress> progress, CancellationToken cancellation, Action<string>? warn = null, IProgress<WorkProgress>? work = null)
    {
        try
        {
            return RunAlone(resume, progress, warn, work, cancellation);
        }
        catch (Exception exception) when (exception is not InsufficientMemoryException && MemoryNeed.IsShortage(exception))
        {
            throw new InsufficientMemoryException($"Output '{Files.Model}': memory ran out at step {Step} of {_recipe.Training.Steps}. End other programs and go on with --resume where a checkpoint stands.", exception);
        }
    }

    ScoreReport RunAlone(bool resume, IProgress<TrainingProgress> progress, Action<string>? warn, IProgress<WorkProgress>? work, CancellationToken cancellation)
    {
        WholeFile.Probe(Files.Model); // before hours of work, not after
        using var alone = new RunLock(Files.Lock);
        var checkpoint = resume ? Checkpoints.Read(warn) : null;
        if (checkpoint is null) RefuseToLoseWork();
        var data = _recipe.Data.Select(source => source.Open(_recipe.Training.Seed, DataNotes)).ToArray();
        var validation = _recipe.Validation.Select(source => source.Open(notes: DataNotes)).ToArray();
        var (prints, fresh) = (Fingerprints("training data", data, work, cancellation), Fingerprints("validation data", validation, work, cancellation));
        var shared = TrainingNotes.Shared(_recipe, prints, fresh);
        if (TrainingNotes.Overlap(shared, validation.Sum(set => set.Dataset.Count)) is { } overlap) warn?.Invoke(overlap);
        using var trainer = Begin(checkpoint, RunInputs.Of(_recipe, prints), data, resume, warn);
        (Processor, Step) = (trainer.Device, trainer.Step);
        if (trainer.DeviceNote.Length > 0) warn?.Invoke($"training on the {trainer.Device}, {trainer.DeviceNote}.");
        var seen = Train(trainer, data, validation, progress, warn, cancellation);
        var images = data.Sum(set => set.Dataset.Count);
        var taught = TaughtClasses.Find(data, seen, done => work?.Report(new("looking for classes that no step showed", done, images)), cancellation);
        (var score, Notes) = new TrainedModel(_recipe, _task, _network, Files, warn, work).Write(trainer, data, taught, validation, shared, new(_commit, Start), cancellation);
        return score;
    }

    /// <summary>Trains to the end.</summary>
    /// <returns>The classes of which a sample showed an object.</returns>
    ClassSet Train(Trainer trainer, WeightedDataset[] data, WeightedDataset[] validation, IProgress<TrainingProgress> progress, Action<string>? warn, CancellationToken cancellation)
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
            try
            {
                trainer.TrainUntil(Math.Min(steps, every == long.MaxValue ? steps : (trainer.Step / every + 1) * every), source, Checkpoints, told, cancellation);
            }
            finally
            {
                Step = trainer.Step;
            }

            Validate();
        }

        return source.Seen;

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
