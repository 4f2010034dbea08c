using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using RobotVision.Training.Network;

namespace RobotVision.Training.Learning;

/// <summary>
/// A training step in ONNX Runtime. The state lives in two sets of tensors that the steps read and write in turn, bound once, so
/// that no parameter is ever copied; the batches take turns with them.
/// </summary>
sealed class StepSession : IDisposable
{
    readonly StepGraph _graph;
    readonly InferenceSession _session;
    readonly RunOptions _runOptions = new();
    readonly List<IDisposable> _owned = [];
    readonly Dictionary<string, OrtValue>[] _state = [[], []];
    readonly OrtIoBinding[] _bindings = new OrtIoBinding[2];
    readonly float[][] _settings;
    readonly float[][] _losses;

    /// <summary>Loads the graph; all state is zero.</summary>
    /// <param name="network">The network, for the sizes of the batches.</param>
    /// <param name="graph">The step.</param>
    /// <param name="options">Batch size and threads.</param>
    public StepSession(NetworkDefinition network, StepGraph graph, TrainingOptions options)
    {
        _graph = graph;
        using var sessionOptions = new SessionOptions
        {
            // ALL would wrap the pools in changes of layout and is slower.
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_EXTENDED,
            IntraOpNumThreads = options.Threads,
            InterOpNumThreads = 1,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        // Threads that wait shall sleep: spinning ones take the cores from whoever prepares the next batch. On two busy cores the grid
        // network learned 92-166 images/s with spinning threads and 143-186 with sleeping ones.
        sessionOptions.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        _session = new(graph.Model, sessionOptions);
        _settings = [.. graph.Settings.Select(_ => new float[1])];
        _losses = [.. graph.LossNames.Select(_ => new float[1])];
        Batches = [CreateBatch(network, options.BatchSize), CreateBatch(network, options.BatchSize)];
        foreach (var tensor in graph.State)
        {
            _state[0][tensor.Name] = Own(Allocate(tensor));
            _state[1][tensor.Name] = graph.Changes(tensor.Name) ? Own(Allocate(tensor)) : _state[0][tensor.Name]; // both turns read what is frozen
        }
        for (var turn = 0; turn < 2; turn++) _bindings[turn] = Own(Bind(turn));
    }

    /// <summary>The batch of even steps and that of odd ones.</summary>
    public TrainingBatch[] Batches { get; }

    /// <summary>The values of a state as the next step will read them; valid until that step.</summary>
    public Span<float> State(string name, long nextStep) => _state[nextStep & 1][name].GetTensorMutableDataAsSpan<float>();

    /// <summary>Runs a step on its batch and returns the parts of the loss, which are valid until the next step.</summary>
    public IReadOnlyList<float[]> Run(long step, ReadOnlySpan<float> settings)
    {
        for (var i = 0; i < settings.Length; i++) _settings[i][0] = settings[i];
        _session.RunWithBinding(_runOptions, _bindings[step & 1]);
        return _losses;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        for (var i = _owned.Count - 1; i >= 0; i--) _owned[i].Dispose();
        _runOptions.Dispose();
        _session.Dispose();
    }

    TrainingBatch CreateBatch(NetworkDefinition network, int size) =>
        new(network, size) { Masks = [.. _graph.DropoutMasks.Select(mask => new float[mask.Input.Length])] };

    OrtIoBinding Bind(int turn)
    {
        var binding = _session.CreateIoBinding();
        var batch = Batches[turn];
        BindInput(binding, NetworkDefinition.InputName, batch.Samples);
        BindInput(binding, StepGraph.Targets, batch.Targets);
        BindInput(binding, StepGraph.Weights, batch.Weights);
        for (var i = 0; i < batch.Masks.Length; i++) BindInput(binding, _graph.DropoutMasks[i].Input.Name, batch.Masks[i]);
        for (var i = 0; i < _settings.Length; i++) BindInput(binding, _graph.Settings[i], _settings[i]);
        for (var i = 0; i < _losses.Length; i++) binding.BindOutput(_graph.LossNames[i], Own(OrtValue.CreateTensorValueFromMemory(_losses[i], [1])));
        foreach (var tensor in _graph.State)
        {
            binding.BindInput(tensor.Name, _state[turn][tensor.Name]);
            if (_graph.Changes(tensor.Name)) binding.BindOutput(StepGraph.Next(tensor.Name), _state[1 - turn][tensor.Name]);
        }
        return binding;
    }

    void BindInput(OrtIoBinding binding, string name, float[] values)
    {
        var shape = _session.InputMetadata[name].Dimensions.Select(axis => (long)axis).ToArray();
        binding.BindInput(name, Own(OrtValue.CreateTensorValueFromMemory(values, shape)));
    }

    static OrtValue Allocate(Graph.Tensor tensor)
    {
        var shape = tensor.Shape.ToArray().Select(axis => (long)axis).ToArray();
        var value = OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, TensorElementType.Float, shape);
        value.GetTensorMutableDataAsSpan<float>().Clear();
        return value;
    }

    T Own<T>(T value) where T : IDisposable
    {
        _owned.Add(value);
        return value;
    }
}
