using System.Diagnostics;
using System.Globalization;
using RobotVision.Inference;
using RobotVision.Training.Checkpoints;
using RobotVision.Training.Layers;
using RobotVision.Training.Losses;
using RobotVision.Training.Recipes;
using RobotVision.Training.Steps;

namespace RobotVision.Training.Runs;

/// <summary>
/// The training loop: runs the training step on one batch while the next batch is being filled. The same options, source and thread count give the
/// same bytes. Not thread-safe; owns its session.
/// </summary>
public sealed class Trainer : IDisposable
{
    /// <summary>Decay of the running statistics of batch normalisation; chosen so that they settle within a few hundred steps.</summary>
    const double StatisticsDecay = 0.99;

    readonly NetworkDefinition _network;
    readonly Loss _loss;
    readonly StepGraph _graph;
    readonly StepSession _session;
    readonly Transfer? _start;
    readonly ProgressMeter _meter;
    readonly Stopwatch _clock = new();
    TimeSpan _before;
    volatile bool _isEndedEarly;

    /// <summary>Begins a run with random weights, or with those of a model.</summary>
    /// <param name="network">The network; that of <paramref name="start"/> where there is one.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="options">The training options.</param>
    /// <param name="start">Weights to start from; parameters it lacks (all, when null) are initialised randomly.</param>
    /// <param name="device">Device that runs the steps; the default CPU repeats a run byte for byte.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="InsufficientMemoryException">The batch does not fit into memory; the message gives a size that does.</exception>
    /// <exception cref="EnvironmentException">CUDA is required and cannot be used; the message says why.</exception>
    public Trainer(NetworkDefinition network, Loss loss, TrainingOptions options, Transfer? start = null, Accelerator device = Accelerator.Cpu)
    {
        options.Validate();
        _network = network;
        _loss = loss;
        Options = options;
        _start = start;
        _meter = new(loss.Parts, options);
        _graph = new(network, loss, options, start?.Frozen);
        _session = WithMemory(() => StepSession.Open(network, _graph, options, device, CheckMemory));
        foreach (var (parameter, stream) in network.ParameterList.Select((parameter, index) => (parameter, (uint)index)))
        {
            var values = new float[parameter.Length];
            if (parameter.FanIn > 0) RandomTensors.FillNormal(values, Math.Sqrt(2.0 / parameter.FanIn), options.Seed, stream);
            else for (var i = 0; i < values.Length; i++) values[i] = parameter.Start?.Invoke(i) ?? 0;
            start?.Values.GetValueOrDefault(parameter.Name)?.CopyTo(values, 0); // all, or the first rows where there are more classes
            _session.Write(parameter.Name, 0, values);
            if (HasAverage(parameter)) _session.Write(StepGraph.AverageName(parameter.Name), 0, values);
        }

        void CheckMemory() => MemoryNeed.Check(network, GraphOf, options.BatchSize, MemoryNeed.Available());

        StepGraph GraphOf(int batchSize) =>
            batchSize == options.BatchSize ? _graph : new(network, loss, options with { BatchSize = batchSize }, start?.Frozen);
    }

    /// <summary>Resumes a run from a checkpoint, with its options.</summary>
    /// <exception cref="InvalidDataException">
    /// The checkpoint is of another network, or of a run that started from another model; the message names the tensor.
    /// </exception>
    public static Trainer Resume(
        NetworkDefinition network, Loss loss, Checkpoint checkpoint, Transfer? start = null, Accelerator device = Accelerator.Cpu)
    {
        if (checkpoint.Start != start?.Origin)
            throw new InvalidDataException(
                $"Checkpoint of network '{checkpoint.Network}': expected a run from {start?.Origin ?? "nothing"}, "
                + $"found one from {checkpoint.Start ?? "nothing"}. "
                + "Resume with the model that it was begun with.");
        var trainer = new Trainer(network, loss, checkpoint.Options, start, device) { Data = checkpoint.Data, Inputs = checkpoint.Inputs };
        foreach (var tensor in trainer._graph.State)
        {
            var found = checkpoint.State.GetValueOrDefault(tensor.Name);
            if (found?.Length != tensor.Length || checkpoint.State.Count != trainer._graph.State.Count)
            {
                trainer.Dispose();
                throw new InvalidDataException(
                    $"Checkpoint of network '{checkpoint.Network}': expected {trainer._graph.State.Count} tensors of network '{network.Name}' with {tensor}, "
                    + $"found {checkpoint.State.Count}, {(found is null ? "without it" : $"with {found.Length} values in it")}. "
                    + "Resume with the network it was written for.");
            }
            trainer._session.Write(tensor.Name, checkpoint.Step, found);
        }
        trainer.Step = checkpoint.Step;
        trainer._before = TimeSpan.FromSeconds(checkpoint.Seconds);
        if (checkpoint.Partial is { } partial) trainer._meter.Restore(partial);
        return trainer;
    }

    /// <summary>The run's options.</summary>
    public TrainingOptions Options { get; }

    /// <summary>The device that runs the steps: <c>CPU</c> or <c>CUDA</c>.</summary>
    public ExecutionProvider Device => _session.Device;

    /// <summary>Why no faster device is used; empty when there is no reason to report.</summary>
    public string DeviceNote => _session.DeviceNote;

    /// <summary>Digest of how the samples are made, stored in checkpoints; null where unknown.</summary>
    public string? Data { get; init; }

    /// <summary>
    /// Data and options that a resumed run must share with the run before, stored in checkpoints; null where unknown.
    /// </summary>
    public RunInputs? Inputs { get; init; }

    /// <summary>Steps done.</summary>
    public long Step { get; private set; }

    /// <summary>The time of these steps, also before an interruption.</summary>
    public TimeSpan Elapsed => _before + _clock.Elapsed;

    /// <summary>The part of the run that is done, see <see cref="TrainingOptions.PartAt"/>.</summary>
    public double Part => Options.PartAt(Step, Elapsed);

    /// <summary>Whether the run is at its end, or was ended early.</summary>
    public bool IsDone => _isEndedEarly || Part >= 1;

    /// <summary>Steps of the whole run; of one with a limit of minutes, as many as it will have done at this pace.</summary>
    public long ExpectedSteps => Options.Minutes > 0 ? Math.Max(Step, (long)(Step / Math.Min(1, Part))) : Options.Steps;

    /// <summary>Ends the training after the step that is being done, as if it were the last one; a later run can resume it. Any thread.</summary>
    public void EndEarly() => _isEndedEarly = true;

    /// <summary>Trains until the run's end.</summary>
    /// <inheritdoc cref="TrainUntil"/>
    public void Train(IBatchSource source, CheckpointStore? checkpoints = null, IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellation = default) =>
        TrainUntil(Options.Steps, source, checkpoints, progress, cancellation: cancellation);

    /// <summary>Trains until a step is reached, so that the caller can measure the network in between.</summary>
    /// <param name="step">The step to stop at, at most <see cref="TrainingOptions.Steps"/>.</param>
    /// <param name="source">Source of the batches; used on another thread.</param>
    /// <param name="checkpoints">
    /// Where checkpoints go: every <see cref="TrainingOptions.CheckpointEvery"/> steps, when stopped, and at the end; none when null.
    /// </param>
    /// <param name="progress">Receives progress, on this thread.</param>
    /// <param name="part">The part of the run to stop at, where that comes before the step.</param>
    /// <param name="cancellation">Stops after the current step.</param>
    /// <exception cref="OperationCanceledException">It was cancelled; the checkpoint is written.</exception>
    /// <exception cref="DivergedException">The loss or a weight is not finite; the message says where. The last checkpoint is kept.</exception>
    /// <remarks>Exceptions of <paramref name="source"/> are rethrown after a checkpoint of the steps before was written.</remarks>
    public void TrainUntil(
        long step, IBatchSource source, CheckpointStore? checkpoints = null, IProgress<TrainingProgress>? progress = null,
        double part = 1, CancellationToken cancellation = default)
    {
        var end = Math.Min(step, Options.Steps);
        var written = -1L;
        _meter.StartClock();
        _clock.Start();
        var filling = Step < end ? Fill(source, Step) : Task.CompletedTask;
        while (Step < end && Part < part && !_isEndedEarly && !cancellation.IsCancellationRequested)
        {
            Await(filling, Step == 0 || written == Step ? null : checkpoints);
            filling = Step + 1 < end ? Fill(source, Step + 1) : Task.CompletedTask;
            RunStep();
            if (Step % Options.ReportEvery == 0 || Step == Options.Steps) _meter.Report(progress, Step, ExpectedSteps);
            if (checkpoints is null || Options.CheckpointEvery == 0 || Step % Options.CheckpointEvery != 0) continue;
            Write(checkpoints);
            written = Step;
        }
        Await(filling, Step == 0 || written == Step ? null : checkpoints);
        _meter.StopClock();
        _clock.Stop();
        if (checkpoints is not null && written != Step) Write(checkpoints);
        cancellation.ThrowIfCancellationRequested();
    }

    /// <summary>The state of the run, copied.</summary>
    public Checkpoint ToCheckpoint() =>
        new(_network.Name, Options, Step, _graph.State.ToDictionary(tensor => tensor.Name, tensor => _session.Read(tensor.Name, Step)))
        {
            Start = _start?.Origin,
            Data = Data,
            Inputs = Inputs,
            Partial = _meter.Partial,
            Seconds = Options.Minutes > 0 ? Elapsed.TotalSeconds : 0,
        };

    /// <summary>The parameter values for inference, copied: the moving average of the weights and the running statistics.</summary>
    public IReadOnlyDictionary<string, float[]> ToInferenceValues() => _network.ParameterList.ToDictionary(
        parameter => parameter.Name,
        parameter => _session.Read(HasAverage(parameter) ? StepGraph.AverageName(parameter.Name) : parameter.Name, Step));

    /// <summary>Writes the trained network as an ONNX file.</summary>
    /// <inheritdoc cref="ModelExporter.Export"/>
    public ExportReport Export(string path, IReadOnlyDictionary<string, string> metadata) =>
        ModelExporter.Export(_network, ToInferenceValues(), metadata, path);

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();

    bool HasAverage(Parameter parameter) => parameter.Kind != ParameterKind.Statistic && _graph.Changes(parameter.Name);

    void Await(Task filling, CheckpointStore? checkpoints)
    {
        try
        {
            filling.GetAwaiter().GetResult();
        }
        catch when (checkpoints is not null)
        {
            Write(checkpoints);
            throw;
        }
    }

    Task Fill(IBatchSource source, long step)
    {
        var batch = _session.Batches[step & 1];
        return Task.Run(() =>
        {
            source.Fill(step, batch);
            for (var i = 0; i < batch.Masks.Length; i++)
                RandomTensors.FillMask(batch.Masks[i], _graph.DropoutMasks[i].Rate, Options.Seed, step, (uint)i);
        });
    }

    void RunStep()
    {
        var rate = Options.LearningRateAt(Step, Part);
        float[] settings =
        [
            .. _graph.OptimiserSettingsAt(Step, rate, Options.WeightDecay),
            (float)Options.AverageDecayAt(Step),
            (float)Math.Min(StatisticsDecay, (1.0 + Step) / (10 + Step)),
        ];
        var losses = WithMemory(() => _session.Run(Step, settings));
        for (var i = 0; i < losses.Count; i++)
            if (!float.IsFinite(losses[i][0]))
                throw new DivergedException(string.Create(CultureInfo.InvariantCulture,
                    $"Step {Step}: the loss '{_loss.Parts[i]}' is {losses[i][0]}: "
                    + $"{NonFinite.Find(_network, name => _session.Read(name, Step), _session.Batches[Step & 1])}, ")
                    + $"on the batch [{string.Join(", ", _session.Batches[Step & 1].Names)}]. "
                    + "Look for labels out of range, or lower the learning rate; the last checkpoint is kept.");
        _meter.Add(losses, rate);
        Step++;
    }

    /// <summary>Translates a shortage of memory into a message with the batch size.</summary>
    T WithMemory<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception exception) when (MemoryNeed.IsShortage(exception))
        {
            throw MemoryNeed.Shortage(_network, _graph, Options.BatchSize, exception);
        }
    }

    void Write(CheckpointStore checkpoints)
    {
        var checkpoint = ToCheckpoint();
        // The loss was computed before the update: weights that the update broke would show only in the next step, and must not overwrite a good
        // checkpoint.
        if (checkpoint.State.FirstOrDefault(state => !Array.TrueForAll(state.Value, float.IsFinite)).Key is { } broken)
            throw new DivergedException($"Step {Step}: '{broken}' is not finite. Lower the learning rate; the last checkpoint is kept.");
        checkpoints.Write(checkpoint);
    }
}
