using Microsoft.ML.OnnxRuntime;
using RobotVision.Sampling;

namespace RobotVision.Inference;

/// <summary>
/// Runs a model for one pipeline, with the memory for samples and outputs allocated once, so that a run allocates nothing. Runners of one model share
/// its session and may run at the same time, each on one thread at a time.
/// </summary>
public sealed class ModelRunner : IDisposable
{
    readonly RunOptions _runOptions = new();
    readonly float[] _input;
    readonly float[] _output;
    readonly float[] _memory;
    readonly float[] _nextMemory;
    readonly Binding?[] _bindings;
    bool _isDisposed;

    internal ModelRunner(VisionModel model)
    {
        Model = model;
        // Pinned, because the bindings give their addresses to the runtime.
        _input = GC.AllocateArray<float>(model.MaxSamples * SampleFormat.Length, pinned: true);
        _output = GC.AllocateArray<float>(model.MaxSamples * model.OutputLength, pinned: true);
        _memory = GC.AllocateArray<float>(model.MaxSamples * model.MemoryLength, pinned: true);
        _nextMemory = GC.AllocateArray<float>(_memory.Length, pinned: true);
        _bindings = new Binding?[model.MaxSamples + 1];
        try
        {
            // The first run of each batch size takes memory and is slow: done here, so that the first frame is as fast as the next.
            for (var count = 1; count <= model.MaxSamples; count++) Run(_input.ToArray(), count, new float[count * model.OutputLength]);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The model that is run; borrowed.</summary>
    public VisionModel Model { get; }

    /// <summary>Runs the network.</summary>
    /// <param name="samples">count x 27,648 values in the model's <see cref="ModelContract.Input"/> format; borrowed for the call.</param>
    /// <param name="count">How many samples, 1..<see cref="VisionModel.MaxSamples"/>.</param>
    /// <param name="output">Takes count x <see cref="VisionModel.OutputLength"/> values; owned by the caller.</param>
    /// <param name="memory">
    /// What a network with a memory remembers before the first sample; takes what it remembers after it. Before all other samples, and where it is null, it
    /// remembers nothing.
    /// </param>
    /// <exception cref="EnvironmentException">ONNX Runtime failed, for example because the device was lost.</exception>
    public void Run(ReadOnlySpan<float> samples, int count, Span<float> output, FrameMemory? memory = null)
    {
        if (count < 1 || count > Model.MaxSamples) throw new ArgumentOutOfRangeException(nameof(count), count, $"Expected 1..{Model.MaxSamples} samples.");
        samples[..(count * SampleFormat.Length)].CopyTo(_input);
        _memory.AsSpan().Clear();
        memory?.Values.CopyTo(_memory);
        var rows = Model.RowsFor(count);
        try
        {
            var binding = _bindings[rows] ??= Bind(rows);
            // What lies in other memory than the device's is copied when it is bound, not when the network runs.
            if (Model.Provider != ExecutionProvider.Cpu) binding.BindInputs(Model);
            Model.Session.RunWithBinding(_runOptions, binding.IoBinding);
        }
        catch (OnnxRuntimeException exception)
        {
            throw new EnvironmentException(
                $"Model '{Model.Path}': ONNX Runtime failed on {Model.Provider.Name()}: {OnnxErrorText.Of(exception)}. "
                + "'robotvision doctor' examines the installation.", exception);
        }

        _output.AsSpan(0, count * Model.OutputLength).CopyTo(output);
        if (memory is not null) _nextMemory.AsSpan(0, Model.MemoryLength).CopyTo(memory.Values);
    }

    /// <summary>Frees the bindings, and the session where the model was disposed before.</summary>
    public void Dispose()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        foreach (var binding in _bindings) binding?.Dispose();
        _runOptions.Dispose();
        Model.Release();
    }

    Binding Bind(int count)
    {
        var session = Model.Session;
        var binding = new Binding(
            session.CreateIoBinding(),
            Tensor(_input, session.InputMetadata[Model.InputName]), Tensor(_output, session.OutputMetadata[Model.OutputName]),
            Model.MemoryLength == 0 ? null : Tensor(_memory, session.InputMetadata[VisionModel.MemoryName]),
            Model.MemoryLength == 0 ? null : Tensor(_nextMemory, session.OutputMetadata[VisionModel.NextMemoryName]));
        binding.BindInputs(Model);
        binding.IoBinding.BindOutput(Model.OutputName, binding.Output);
        if (binding.NextMemory is { } next) binding.IoBinding.BindOutput(VisionModel.NextMemoryName, next);
        return binding;

        OrtValue Tensor(float[] values, NodeMetadata of)
        {
            long[] shape = [count, .. of.Dimensions.Skip(1).Select(axis => (long)axis)];
            return OrtValue.CreateTensorValueFromMemory(
                OrtMemoryInfo.DefaultInstance, values.AsMemory(0, (int)shape.Aggregate((length, axis) => length * axis)), shape);
        }
    }

    sealed record Binding(OrtIoBinding IoBinding, OrtValue Input, OrtValue Output, OrtValue? Memory, OrtValue? NextMemory) : IDisposable
    {
        public void BindInputs(VisionModel model)
        {
            IoBinding.BindInput(model.InputName, Input);
            if (Memory is not null) IoBinding.BindInput(VisionModel.MemoryName, Memory);
        }

        public void Dispose()
        {
            IoBinding.Dispose();
            Input.Dispose();
            Output.Dispose();
            Memory?.Dispose();
            NextMemory?.Dispose();
        }
    }
}
