using System.Diagnostics;
using RobotVision.Data.Datasets;
using RobotVision.Data.Formats;
using RobotVision.Data.Labels;
using RobotVision.Evaluation.Scores;
using RobotVision.Files;
using RobotVision.Inference;
using RobotVision.Training.Checkpoints;
using RobotVision.Training.Graph;
using RobotVision.Training.Layers;
using RobotVision.Training.Looks;
using RobotVision.Training.Recipes;
using RobotVision.Training.Steps;
using RobotVision.Training.Targets;

namespace RobotVision.Training.Runs;

/// <summary>
/// One run of a recipe: trains, chooses the thresholds on the validation data and exports the model with them. Beside the model it writes
/// <c>&lt;name&gt;.run.json</c> (options, data, scores), <c>&lt;name&gt;.report.html</c> and <c>&lt;name&gt;.checkpoint</c>.
/// </summary>
public sealed partial class TrainingRun
{
    /// <summary>Number of validation samples, and of training samples, whose loss is measured during training; at most the number of images.</summary>
    const int MeasuredSamples = 256;

    /// <summary>Images of each validation source whose average precision is measured during training.</summary>
    const int QualityImages = 100;

    readonly TrainingRecipe _recipe;
    readonly TrainingTask _task;
    readonly NetworkDefinition _network;
    readonly string _commit;

    /// <summary>The recipe's options, with the steps and minutes of the training of the exported weights.</summary>
    TrainingOptions _training;

    /// <summary>The training of the exported weights while its steps are done.</summary>
    volatile Trainer? _trainer;

    volatile bool _wantsWeights;

    /// <summary>Prepares a run.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="output">Path of the model to write.</param>
    /// <param name="commit">Version of this code, for the model's origin; empty where unknown.</param>
    /// <exception cref="ArgumentException">The recipe is wrong, or the output is named like an int8 model; the message says what to write.</exception>
    /// <exception cref="FileNotFoundException">The model to start from is not there.</exception>
    /// <exception cref="InvalidDataException">The model to start from does not fit.</exception>
    public TrainingRun(TrainingRecipe recipe, string output, string commit)
    {
        recipe.Validate();
        if (RunFiles.IsQuantised(output))
            throw new OptionException($"--output: expected the name of the float32 model, found '{output}', which is the name of another model's int8 file. "
                + $"Write '{RunFiles.WithoutQuantised(output)}': the int8 model is written beside it.");
        (Files, _commit, _training) = (new(output), commit, recipe.Training);
        recipe = MemoryOptions.AddTo(recipe);
        _recipe = RememberedData.AddTo(recipe);
        _task = TrainingTask.Find(recipe.Network)! with { Classes = RecipeClasses.Of(_recipe) };
        var network = _task.CreateNetwork(recipe);
        Start = recipe.From is null ? null : Transfer.From(recipe.From, network, recipe.Freeze, _task.Classes);
        _network = Start?.Network ?? network;
        OpenTeacher()?.Dispose(); // one that does not fit is told before hours of work, not after
        Checkpoints = new(Files.Checkpoint);
    }

    /// <summary>The weights that the run starts from; null for random weights.</summary>
    public Transfer? Start { get; }

    /// <summary>The network that is trained.</summary>
    public NetworkDefinition Network => _network;

    /// <summary>Loss and output shape. The loss is summed over the output, so losses are comparable only where this text is the same.</summary>
    public string Criterion => $"{_recipe.Loss} over {Shapes.Text([.. _network.OutputShape])}";

    /// <summary>The output files.</summary>
    public RunFiles Files { get; }

    /// <summary>Whether a finished model or an unfinished run may be replaced; otherwise <see cref="Run"/> throws.</summary>
    public bool Overwrite { get; init; }

    /// <summary>Steps done; 0 before the run.</summary>
    public long Step { get; private set; }

    /// <summary>Notes on how to read the model's thresholds and score; empty before the run's end.</summary>
    public IReadOnlyList<string> Notes { get; private set; } = [];

    /// <summary>Device for the training steps; the default CPU repeats a run byte for byte. A run may be resumed on another device.</summary>
    public Accelerator Device { get; init; } = Accelerator.Cpu;

    /// <summary>Receives warnings about the data sets.</summary>
    public DatasetNotes DataNotes { get; init; } = new();

    /// <summary>The device that runs the training steps, <c>CPU</c> or <c>CUDA</c>; empty before the run.</summary>
    public string Processor { get; private set; } = "";

    /// <summary>The run's checkpoints.</summary>
    public CheckpointStore Checkpoints { get; }

    /// <summary>
    /// Called with every line of the log of the training whose weights are exported, those of before an interruption first; on the training's thread.
    /// </summary>
    public event Action<MetricsEntry>? Logged;

    /// <summary>
    /// Called with the weights whenever the validation images are measured, and once after <see cref="RequestWeights"/>; on the training's thread, which
    /// waits meanwhile.
    /// </summary>
    public event Action<TrainingWeights>? WeightsTaken;

    /// <summary>Hands out the weights with the next report of the steps, also of a training without a fold. Any thread.</summary>
    public void RequestWeights() => _wantsWeights = true;

    /// <summary>Why the run cannot be ended early now; null where it can be.</summary>
    public string? WhyNotEndEarly => _trainer switch
    {
        null => "Expected the training of the weights that are exported to be going on, found other work before or after it.",
        { Step: 0 } => "Expected at least one step of the training done, found none.",
        _ => null,
    };

    /// <summary>
    /// Ends the training after the step that is being done and writes the model of what was learned until then, with its thresholds, as if the steps had
    /// ended there. The checkpoint stays: a run that resumes it goes on with the same schedule and replaces the model. Any thread.
    /// </summary>
    /// <exception cref="InvalidDataException">It cannot be ended now; the message is <see cref="WhyNotEndEarly"/>.</exception>
    public void EndEarly()
    {
        if (WhyNotEndEarly is { } reason) throw new InvalidDataException(reason);
        _trainer?.EndEarly();
    }

    /// <summary>Trains from the beginning, or from the last checkpoint.</summary>
    /// <param name="resume">Whether to resume from the last checkpoint, if there is one.</param>
    /// <param name="progress">Receives progress of the training steps.</param>
    /// <param name="cancellation">Stops after a step, then the checkpoint is written.</param>
    /// <param name="warn">Receives warnings, such as a damaged or missing checkpoint and validation images that are trained on.</param>
    /// <param name="work">Receives progress of the work before and after the steps.</param>
    /// <returns>The score on the validation data.</returns>
    /// <exception cref="InvalidDataException">Data or checkpoint cannot be used, or a model or an unfinished run would be lost.</exception>
    /// <exception cref="IOException">The model cannot be written there, or another run uses the same output.</exception>
    /// <exception cref="EnvironmentException"><see cref="Device"/> is CUDA and cannot be used; the message says why.</exception>
    /// <exception cref="DivergedException">The training diverged.</exception>
    /// <exception cref="InsufficientMemoryException">There is too little memory.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public ScoreReport Run(bool resume, IProgress<TrainingProgress> progress, CancellationToken cancellation, Action<string>? warn = null,
        IProgress<WorkProgress>? work = null)
    {
        try
        {
            return RunLocked(resume, progress, warn, work, cancellation);
        }
        catch (Exception exception) when (exception is not InsufficientMemoryException && MemoryNeed.IsShortage(exception))
        {
            throw new InsufficientMemoryException($"Output '{Files.Model}': memory ran out at step {Step} of {_recipe.Training.Steps}. "
                + "End other programs and go on with --resume if there is a checkpoint.", exception);
        }
    }

    ScoreReport RunLocked(
        bool resume, IProgress<TrainingProgress> progress, Action<string>? warn, IProgress<WorkProgress>? work, CancellationToken cancellation)
    {
        var began = Stopwatch.GetTimestamp();
        WholeFile.Probe(Files.Model); // before hours of work, not after
        using var runLock = new RunLock(Files.Lock);
        var checkpoint = resume ? Checkpoints.Read(warn) : null;
        if (checkpoint is null) ThrowIfWorkWouldBeLost();
        var data = _recipe.Data.Select(source => _task.Open(source, _recipe.Training.Seed, DataNotes)).ToArray();
        var validation = _recipe.Validation.Select(source => _task.Open(source, notes: DataNotes)).ToArray();
        var dataPrints = Fingerprints("training data", data, work, cancellation);
        var shared = TrainingNotes.Shared(_recipe, dataPrints, Fingerprints("validation data", validation, work, cancellation));
        shared = Math.Max(shared, SharedFrames.Count(data, validation, done => work?.Report(new("looking for near duplicates", done, 0)), cancellation) ?? 0);
        if (TrainingNotes.Overlap(shared, validation.Sum(set => set.Dataset.Count)) is { } overlap) warn?.Invoke(overlap);
        var inputs = RunInputs.Of(_recipe, dataPrints);
        // Rendered once, not for every fold.
        if (validation.Length == 0)
            data = [.. data.Select((set, i) => _recipe.Data[i].IsHeldOut ? set : set with { Dataset = new CachedDataset(set.Dataset) })];
        var heldOut = validation.Length > 0 ? null : HoldOut(data, inputs, began, resume, progress, warn, work, cancellation);
        using var trainer = Begin(checkpoint, inputs, data, resume, warn);
        NameProcessor(trainer);
        Step = trainer.Step;
        if (trainer.DeviceNote.Length > 0) warn?.Invoke($"training on the {Processor}, {trainer.DeviceNote}.");
        ClassSet seen;
        try
        {
            _trainer = trainer;
            seen = Train(trainer, data, validation, heldOut, progress, warn, work, cancellation);
        }
        finally
        {
            _trainer = null;
        }

        var early = trainer.Part < 1 ? new EarlyEnd(trainer.Step, trainer.ExpectedSteps, trainer.Part) : null;
        if (early is not null && heldOut is not null) heldOut = heldOut with { Result = heldOut.Result.At(early.Part) };
        var images = data.Sum(set => set.Dataset.Count);
        var taught = TaughtClasses.Find(data, seen, done => work?.Report(new("looking for classes that no step showed", done, images)), cancellation);
        (var score, Notes) = new TrainedModel(_recipe, _task, _network, Files, warn, work)
            .Write(trainer, data, taught, validation, heldOut, shared, new(_commit, Start), early, cancellation);
        foreach (var folder in new[] { Files.Folds, Files.Unlabelled })
            if (heldOut is not null && early is null && Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        return score;
    }

    Teacher? OpenTeacher() => _recipe.Teacher is { } path
        ? new(path, _recipe.TeacherPart ?? Teacher.DefaultPart, _network, _task.Classes, _training.Threads)
        : null;

    /// <summary>Trains to the end.</summary>
    /// <returns>The classes with an object in at least one training sample.</returns>
    ClassSet Train(Trainer trainer, WeightedDataset[] data, WeightedDataset[] validation, HeldOut? heldOut, IProgress<TrainingProgress> progress,
        Action<string>? warn, IProgress<WorkProgress>? work, CancellationToken cancellation)
    {
        var taught = heldOut?.Taught is { IsBetter: true } better ? better : null;
        var seen = default(ClassSet);
        using var teacher = OpenTeacher();
        using var places = CloseUpPlaces.For(_recipe.From, _recipe.Augmentation);
        var source = Source();
        using var metrics = new MetricsLog(Files.Metrics, trainer.Step);
        if (Logged is not null)
            foreach (var entry in MetricsLog.Read(Files.Metrics)) Logged(entry);
        var shown = heldOut?.Frames.OfAll() ?? validation;
        var logged = new ProgressAction<TrainingProgress>(value =>
        {
            Log(new(value.Step, value.Steps)
            {
                Losses = value.Losses,
                LearningRate = value.LearningRate,
                ImagesPerSecond = Math.Round(value.ImagesPerSecond, 1),
            });
            progress.Report(value);
            if (_wantsWeights) HandOut(trainer.ToInferenceValues(), value, shown, heldOut is not null);
        });
        var isMeasured = _recipe.ValidateEvery > 0 && validation.Length > 0;
        var (steps, every) = (_training.Steps, isMeasured ? _recipe.ValidateEvery : long.MaxValue);
        using var trainingLoss = every < steps ? Measure(source, steps, data) : null;
        using var validationLoss = every < steps ? Measure(_task.ToSource(_recipe, validation), 0, validation) : null;

        if (trainer.Step > 0 && (trainer.Step % every == 0 || trainer.Part >= 1)) Validate();
        while (!trainer.IsDone)
        {
            try
            {
                var next = Math.Min(steps, every == long.MaxValue ? steps : (trainer.Step / every + 1) * every);
                var relabel = taught is null ? 1 : RelabelAt.FirstOrDefault(part => part > trainer.Part, 1);
                trainer.TrainUntil(Math.Min(next, (long)Math.Ceiling(relabel * steps)), source, Checkpoints, logged, relabel, cancellation);
                seen = seen.With(source.Seen);
                if (relabel < 1 && trainer.Part >= relabel) source = Source();
            }
            finally
            {
                Step = trainer.Step;
            }

            Validate();
        }

        return seen;

        SampleBatchSource Source()
        {
            var sets = taught is null ? data : WithLabelled(trainer, data, taught, work, cancellation);
            return _task.ToSource(_recipe, places?.On(sets) ?? sets, warn, teacher);
        }

        LossMeasure Measure(IBatchSource from, long firstStep, WeightedDataset[] sets) => new(
            _network, _task.CreateLoss(_recipe), _recipe.Training, from, firstStep, (int)Math.Min(MeasuredSamples, sets.Sum(set => (long)set.Dataset.Count)));

        void Validate()
        {
            if (trainingLoss is null || validationLoss is null) return;
            var values = trainer.ToInferenceValues();
            HandOut(values, new(trainer.Step, steps, 0, 0, new Dictionary<string, double>()), shown, false);
            Log(new(trainer.Step, steps)
            {
                Training = trainingLoss.Measure(values),
                Validation = validationLoss.Measure(values),
                AveragePrecision = Quality(values, validation, cancellation),
            });
        }

        void Log(MetricsEntry entry)
        {
            var timed = metrics.Add(entry);
            Logged?.Invoke(timed);
        }
    }

    void HandOutIfWanted(Trainer trainer, TrainingProgress at, IReadOnlyList<WeightedDataset> apart)
    {
        if (_wantsWeights) HandOut(trainer.ToInferenceValues(), at, apart, areTrainedOn: false);
    }

    /// <summary>Hands out weights to who listens.</summary>
    void HandOut(IReadOnlyDictionary<string, float[]> values, TrainingProgress at, IReadOnlyList<WeightedDataset> frames, bool areTrainedOn)
    {
        _wantsWeights = false;
        WeightsTaken?.Invoke(new(_task, _network, values)
        {
            Work = at.Work,
            Step = at.Step,
            Frames = frames,
            AreTrainedOn = areTrainedOn,
            Seed = _recipe.Training.Seed,
        });
    }

    /// <summary>Average precision per class on some of the validation images.</summary>
    Dictionary<string, double> Quality(IReadOnlyDictionary<string, float[]> values, WeightedDataset[] validation, CancellationToken cancellation)
    {
        using var model = new TemporaryModel(_task, _network, values);
        var some = validation.Select(
            set => set with { Dataset = new LimitedDataset(set.Dataset, Math.Min(set.Dataset.Count, QualityImages), _recipe.Training.Seed) });
        var score = DetectionScore.Together(DatasetEvaluator.Score(model.Path, [.. some], closeUps: 0, cancellation));
        return score.Classes.Classes.Select(one => (score[one].Name, Precision: score[one].AveragePrecision()))
            .Where(pair => pair.Precision is not null).ToDictionary(pair => pair.Name, pair => pair.Precision!.Value);
    }
}
