using Microsoft.ML.OnnxRuntime;
using RobotVision.Inference;
using RobotVision.Training.Layers;
using RobotVision.Training.Recipes;

namespace RobotVision.Training.Steps;

/// <summary>
/// A training step in ONNX Runtime, on the CPU or a CUDA device. The state is kept in two sets of tensors in the device's memory; even steps read the
/// first and write the second, odd steps the reverse. They are bound once, so that no parameter is copied. The two batches alternate in the same way.
/// Only a batch goes in at every step, and the parts of the loss come out.
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
    readonly List<(string Name, OrtValue Value)>[] _inputs = [[], []];
    readonly float[][] _settings;
    readonly float[][] _losses;

    StepSession(
        NetworkDefinition network, StepGraph graph, TrainingOptions options, InferenceSession session, InferenceSession copier,
        ExecutionProvider device, string note)
    {
        (_graph, _session, Device, DeviceNote) = (graph, session, device, note);
        _settings = [.. graph.Settings.Select(_ => new float[1])];
        _losses = [.. graph.LossNames.Select(_ => new float[1])];
        Batches = [CreateBatch(network, options.BatchSize), CreateBatch(network, options.BatchSize)];
        _tensors = graph.State.ToDictionary(tensor => tensor.Name);
        _memory = Own(new StateMemory(session, graph.State.First().Name, copier));
        var zeros = new float[graph.State.Max(tensor => tensor.Length)];
        foreach (var tensor in graph.State)
        {
            _state[0][tensor.Name] = _memory.Allocate(tensor, zeros);
            _state[1][tensor.Name] = graph.Changes(tensor.Name) ? _memory.Allocate(tensor, zeros) : _state[0][tensor.Name]; // both sets share frozen tensors
        }
        for (var turn = 0; turn < 2; turn++) _bindings[turn] = Own(Bind(turn));
    }

    /// <summary>Loads the graph; all state is zero.</summary>
    /// <param name="network">The network, for the sizes of the batches.</param>
    /// <param name="graph">The step.</param>
    /// <param name="options">Batch size and threads.</param>
    /// <param name="device">The device.</param>
    /// <param name="checkMemory">Called before main memory is allocated; not called for a CUDA device.</param>
    /// <exception cref="EnvironmentException">CUDA is required and cannot be used; the message says why.</exception>
    public static StepSession Open(NetworkDefinition network, StepGraph graph, TrainingOptions options, Accelerator device, Action checkMemory)
    {
        var note = "";
        if (device != Accelerator.Cpu)
        {
            if (TryOpenOnCuda(network, graph, options, out note) is { } onCuda) return onCuda;
            if (device == Accelerator.Cuda)
                throw new EnvironmentException($"Training on CUDA was required and cannot be done: {note}. Or train with --device cpu.");
            note = $"no CUDA: {note}";
        }
        checkMemory();
        try
        {
            return Create(network, graph, options, cuda: false, note, out _)!;
        }
        catch (OnnxRuntimeException exception)
        {
            throw Failed(ExecutionProvider.Cpu, exception);
        }
    }

    /// <summary>What runs the steps.</summary>
    public ExecutionProvider Device { get; }

    /// <summary>Why no faster device is used; empty when there is no reason to report.</summary>
    public string DeviceNote { get; }

    /// <summary>The batch of even steps and the batch of odd steps.</summary>
    public TrainingBatch[] Batches { get; }

    /// <summary>A copy of the values of a state as the next step will read them.</summary>
    /// <exception cref="EnvironmentException">ONNX Runtime failed, for example because the device was lost.</exception>
    public float[] Read(string name, long nextStep) => Translate(() => _memory.Read(_tensors[name], _state[nextStep & 1][name]));

    /// <summary>Sets the values of a state for the next step.</summary>
    /// <exception cref="EnvironmentException">ONNX Runtime failed, for example because the device was lost.</exception>
    public void Write(string name, long nextStep, float[] values) => Translate(() =>
    {
        _memory.Write(_tensors[name], _state[nextStep & 1][name], values);
        return true;
    });

    /// <summary>Runs a step on its batch and returns the parts of the loss, which are valid until the next step.</summary>
    /// <exception cref="EnvironmentException">ONNX Runtime failed, for example because the device was lost or memory ran out.</exception>
    public IReadOnlyList<float[]> Run(long step, ReadOnlySpan<float> settings)
    {
        try
        {
            return RunOnDevice(step, settings);
        }
        catch (OnnxRuntimeException exception)
        {
            throw Failed(Device, exception);
        }
    }

    T Translate<T>(Func<T> access)
    {
        try
        {
            return access();
        }
        catch (OnnxRuntimeException exception)
        {
            throw Failed(Device, exception);
        }
    }

    static EnvironmentException Failed(ExecutionProvider device, OnnxRuntimeException exception) => new(
        $"Training step: ONNX Runtime failed on {device.Name()}: {OnnxErrorText.Of(exception)}. "
        + "The last checkpoint is kept: go on with --resume; 'robotvision doctor' examines the installation.",
        exception);

    float[][] RunOnDevice(long step, ReadOnlySpan<float> settings)
    {
        var turn = step & 1;
        for (var i = 0; i < settings.Length; i++) _settings[i][0] = settings[i];
        // Values in main memory are copied to the device when they are bound, not when the step runs; on the CPU binding costs nothing.
        foreach (var (name, value) in _inputs[turn]) _bindings[turn].BindInput(name, value);
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
            session?.RunOnDevice(0, new float[graph.Settings.Count]); // step 0 will overwrite the results
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
            // ORT_ENABLE_ALL would add layout changes around the pools and is slower.
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_EXTENDED,
            IntraOpNumThreads = threads,
            InterOpNumThreads = 1,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        };
        // Waiting threads sleep: spinning ones take the cores from the preparation of the next batch. Measured on two busy cores with the grid network:
        // 92-166 images/s with spinning threads, 143-186 with sleeping ones.
        sessionOptions.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        if (cuda)
        {
            if (!CudaProvider.TryAppend(sessionOptions, out reason)) return null;
            // Without this the runtime silently runs some operators on the CPU.
            sessionOptions.AddSessionConfigEntry("session.disable_cpu_ep_fallback", "1");
        }
        return new(model, sessionOptions);
    }

    /// <summary>Null, and why, where CUDA cannot be used.</summary>
    static StepSession? Create(
        NetworkDefinition network, StepGraph graph, TrainingOptions options, bool cuda, string note, out string reason)
    {
        InferenceSession? session = null, copier = null;
        var device = cuda ? ExecutionProvider.Cuda : ExecutionProvider.Cpu;
        try
        {
            session = Load(graph.Model, options.Threads, cuda, out reason);
            if (session is null) return null;
            copier = Load(StateMemory.CopyModel, 1, cuda, out reason)!;
            return new(network, graph, options, session, copier, device, note);
        }
        catch
        {
            copier?.Dispose();
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
        AddInput(turn, NetworkDefinition.InputName, batch.Samples);
        AddInput(turn, StepGraph.Targets, batch.Targets);
        AddInput(turn, StepGraph.Weights, batch.Weights);
        for (var i = 0; i < batch.Masks.Length; i++) AddInput(turn, _graph.DropoutMasks[i].Input.Name, batch.Masks[i]);
        for (var i = 0; i < _settings.Length; i++) AddInput(turn, _graph.Settings[i], _settings[i]);
        for (var i = 0; i < _losses.Length; i++) binding.BindOutput(_graph.LossNames[i], Own(OrtValue.CreateTensorValueFromMemory(_losses[i], [1])));
        foreach (var tensor in _graph.State)
        {
            binding.BindInput(tensor.Name, _state[turn][tensor.Name]);
            if (_graph.Changes(tensor.Name)) binding.BindOutput(StepGraph.Next(tensor.Name), _state[1 - turn][tensor.Name]);
        }
        return binding;
    }

    void AddInput(int turn, string name, float[] values)
    {
        var shape = _session.InputMetadata[name].Dimensions.Select(axis => (long)axis).ToArray();
        _inputs[turn].Add((name, Own(OrtValue.CreateTensorValueFromMemory(values, shape))));
    }

    T Own<T>(T value) where T : IDisposable
    {
        _owned.Add(value);
        return value;
    }
}
