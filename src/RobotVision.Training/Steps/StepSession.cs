using Microsoft.ML.OnnxRuntime;
using RobotVision.Inference;
using RobotVision.Training.Layers;
using RobotVision.Training.Recipes;

namespace RobotVision.Training.Steps;

/// <summary>
/// A training step in ONNX Runtime, on the CPU or a CUDA device. The state lives in two sets of tensors, in the memory of what runs the
/// step, that the steps read and write in turn, bound once, so that no parameter is ever copied; the batches take turns with them. Only
/// a batch goes in at every step, and the parts of the loss come out.
/// </summary>
sealed class StepSession : IDisposable
{
    readonly StepGraph _graph;
    readonly InferenceSession _session;
    readonly RunOptions _runOptions = new();
    readonly List<IDisposable> _owned = [];
    readonly StateMemory _memory;
    readonly Dictionary<string, Graph.Tensor> _tensors;
    readonly Dictionary<string, OrtValue>[] _state = [[], []];
    readonly OrtIoBinding[] _bindings = new OrtIoBinding[2];
    readonly List<(string Name, OrtValue Value)>[] _given = [[], []];
    readonly float[][] _settings;
    readonly float[][] _losses;

    StepSession(NetworkDefinition network, StepGraph graph, TrainingOptions options, InferenceSession session, InferenceSession courier, string device, string note)
    {
        (_graph, _session, Device, DeviceNote) = (graph, session, device, note);
        _settings = [.. graph.Settings.Select(_ => new float[1])];
        _losses = [.. graph.LossNames.Select(_ => new float[1])];
        Batches = [CreateBatch(network, options.BatchSize), CreateBatch(network, options.BatchSize)];
        _tensors = graph.State.ToDictionary(tensor => tensor.Name);
        _memory = Own(new StateMemory(session, graph.State.First().Name, courier));
        var zeros = new float[graph.State.Max(tensor => tensor.Length)];
        foreach (var tensor in graph.State)
        {
            _state[0][tensor.Name] = _memory.Allocate(tensor, zeros);
            _state[1][tensor.Name] = graph.Changes(tensor.Name) ? _memory.Allocate(tensor, zeros) : _state[0][tensor.Name]; // both turns read what is frozen
        }
        for (var turn = 0; turn < 2; turn++) _bindings[turn] = Own(Bind(turn));
    }

    /// <summary>Loads the graph; all state is zero.</summary>
    /// <param name="network">The network, for the sizes of the batches.</param>
    /// <param name="graph">The step.</param>
    /// <param name="options">Batch size and threads.</param>
    /// <param name="device">What shall run it.</param>
    /// <param name="checkMemory">Called before the machine's own memory is taken; what a CUDA device has is its own affair.</param>
    /// <exception cref="NotSupportedException">CUDA is asked for and cannot be used; says why.</exception>
    public static StepSession Open(NetworkDefinition network, StepGraph graph, TrainingOptions options, Accelerator device, Action checkMemory)
    {
        var note = "";
        if (device != Accelerator.Cpu)
        {
            if (TryOpenOnCuda(network, graph, options, out note) is { } onCuda) return onCuda;
            if (device == Accelerator.Cuda) throw new NotSupportedException($"Training on CUDA was required and cannot be done: {note}. Or train with --device cpu.");
            note = $"no CUDA: {note}";
        }
        checkMemory();
        return Create(network, graph, options, cuda: false, note, out _)!;
    }

    /// <summary>What runs the steps: <c>CPU</c> or <c>CUDA</c>.</summary>
    public string Device { get; }

    /// <summary>Why it is not a faster one; empty where there is nothing to say.</summary>
    public string DeviceNote { get; }

    /// <summary>The batch of even steps and that of odd ones.</summary>
    public TrainingBatch[] Batches { get; }

    /// <summary>A copy of the values of a state as the next step will read them.</summary>
    public float[] Read(string name, long nextStep) => _memory.Read(_tensors[name], _state[nextStep & 1][name]);

    /// <summary>Sets the values of a state for the next step.</summary>
    public void Write(string name, long nextStep, float[] values) => _memory.Write(_tensors[name], _state[nextStep & 1][name], values);

    /// <summary>Runs a step on its batch and returns the parts of the loss, which are valid until the next step.</summary>
    public IReadOnlyList<float[]> Run(long step, ReadOnlySpan<float> settings)
    {
        var turn = step & 1;
        for (var i = 0; i < settings.Length; i++) _settings[i][0] = settings[i];
        // What lies in other memory than the device's is copied when it is bound, not when the step runs; on the CPU binding is free.
        foreach (var (name, value) in _given[turn]) _bindings[turn].BindInput(name, value);
        _session.RunWithBinding(_runOptions, _bindings[turn]);
        return _losses;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        for (var i = _owned.Count - 1; i >= 0; i--) _owned[i].Dispose();
        _runOptions.Dispose();
        _session.Dispose();
    }

    /// <summary>Loads the step on CUDA and runs it once there; null, and why, when either fails.</summary>
    static StepSession? TryOpenOnCuda(NetworkDefinition network, StepGraph graph, TrainingOptions options, out string reason)
    {
        StepSession? session = null;
        try
        {
            session = Create(network, graph, options, cuda: true, "", out reason);
            session?.Run(0, new float[graph.Settings.Count]); // the results go where step 0 will write its own
            return session;
        }
        catch (OnnxRuntimeException exception)
        {
            session?.Dispose();
            reason = OnnxErrorText.Of(exception);
            return null;
        }
    }

    static InferenceSession? Load(byte[] model, int threads, bool cuda, out string reason)
    {
        reason = "";
        OnnxEnvironment.Start();
        using var sessionOptions = new SessionOptions
        {
            // ALL would wrap the pools in changes of layout and is slower.
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_EXTENDED,
            IntraOpNumThreads = threads,
            InterOpNumThreads = 1,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        };
        // Threads that wait shall sleep: spinning ones take the cores from whoever prepares the next batch. On two busy cores the grid
        // network learned 92-166 images/s with spinning threads and 143-186 with sleeping ones.
        sessionOptions.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        if (cuda)
        {
            if (!CudaProvider.TryAppend(sessionOptions, out reason)) return null;
            // Without this the runtime gives operators to the CPU and says nothing.
            sessionOptions.AddSessionConfigEntry("session.disable_cpu_ep_fallback", "1");
        }
        return new(model, sessionOptions);
    }

    /// <summary>Null, and why, where CUDA cannot be used.</summary>
    static StepSession? Create(
        NetworkDefinition network, StepGraph graph, TrainingOptions options, bool cuda, string note, out string reason)
    {
        InferenceSession? session = null, courier = null;
        var device = cuda ? "CUDA" : "CPU";
        try
        {
            session = Load(graph.Model, options.Threads, cuda, out reason);
            if (session is null) return null;
            courier = Load(StateMemory.CourierModel, 1, cuda, out reason)!;
            return new(network, graph, options, session, courier, device, note);
        }
        catch
        {
            courier?.Dispose();
            session?.Dispose();
            throw;
        }
    }

    TrainingBatch CreateBatch(NetworkDefinition network, int size) =>
        new(network, size) { Masks = [.. _graph.DropoutMasks.Select(mask => new float[mask.Input.Length])] };

    OrtIoBinding Bind(int turn)
    {
        var binding = _session.CreateIoBinding();
        var batch = Batches[turn];
        Give(turn, NetworkDefinition.InputName, batch.Samples);
        Give(turn, StepGraph.Targets, batch.Targets);
        Give(turn, StepGraph.Weights, batch.Weights);
        for (var i = 0; i < batch.Masks.Length; i++) Give(turn, _graph.DropoutMasks[i].Input.Name, batch.Masks[i]);
        for (var i = 0; i < _settings.Length; i++) Give(turn, _graph.Settings[i], _settings[i]);
        for (var i = 0; i < _losses.Length; i++) binding.BindOutput(_graph.LossNames[i], Own(OrtValue.CreateTensorValueFromMemory(_losses[i], [1])));
        foreach (var tensor in _graph.State)
        {
            binding.BindInput(tensor.Name, _state[turn][tensor.Name]);
            if (_graph.Changes(tensor.Name)) binding.BindOutput(StepGraph.Next(tensor.Name), _state[1 - turn][tensor.Name]);
        }
        return binding;
    }

    void Give(int turn, string name, float[] values)
    {
        var shape = _session.InputMetadata[name].Dimensions.Select(axis => (long)axis).ToArray();
        _given[turn].Add((name, Own(OrtValue.CreateTensorValueFromMemory(values, shape))));
    }

    T Own<T>(T value) where T : IDisposable
    {
        _owned.Add(value);
        return value;
    }
}
