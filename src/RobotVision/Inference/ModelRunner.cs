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
    readonly Binding?[] _bindings;
    bool _isDisposed;

    internal ModelRunner(VisionModel model)
    {
        Model = model;
        // Pinned, because the bindings give their addresses to the runtime.
        _input = GC.AllocateArray<float>(model.MaxSamples * SampleFormat.Length, pinned: true);
        _output = GC.AllocateArray<float>(model.MaxSamples * model.OutputLength, pinned: true);
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
    /// <exception cref="EnvironmentException">ONNX Runtime failed, for example because the device was lost.</exception>
    public void Run(ReadOnlySpan<float> samples, int count, Span<float> output)
    {
        if (count < 1 || count > Model.MaxSamples) throw new ArgumentOutOfRangeException(nameof(count), count, $"Expected 1..{Model.MaxSamples} samples.");
        samples[..(count * SampleFormat.Length)].CopyTo(_input);
        var rows = Model.RowsFor(count);
        try
        {
            var binding = _bindings[rows] ??= Bind(rows);
            // What lies in other memory than the device's is copied when it is bound, not when the network runs.
            if (Model.Provider != ExecutionProvider.Cpu) binding.IoBinding.BindInput(Model.InputName, binding.Input);
            Model.Session.RunWithBinding(_runOptions, binding.IoBinding);
        }
        catch (OnnxRuntimeException exception)
        {
            throw new EnvironmentException(
                $"Model '{Model.Path}': ONNX Runtime failed on {Model.Provider.Name()}: {OnnxErrorText.Of(exception)}. "
                + "'robotvision doctor' examines the installation.", exception);
        }

        _output.AsSpan(0, count * Model.OutputLength).CopyTo(output);
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
        var inputShape = session.InputMetadata[Model.InputName].Dimensions.Select(d => (long)d).ToArray();
        var outputShape = session.OutputMetadata[Model.OutputName].Dimensions.Select(d => (long)d).ToArray();
        (inputShape[0], outputShape[0]) = (count, count);
        var binding = new Binding(
            session.CreateIoBinding(),
            OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, _input.AsMemory(0, count * SampleFormat.Length), inputShape),
            OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, _output.AsMemory(0, count * Model.OutputLength), outputShape));
        binding.IoBinding.BindInput(Model.InputName, binding.Input);
        binding.IoBinding.BindOutput(Model.OutputName, binding.Output);
        return binding;
    }

    sealed record Binding(OrtIoBinding IoBinding, OrtValue Input, OrtValue Output) : IDisposable
    {
        public void Dispose()
        {
            IoBinding.Dispose();
            Input.Dispose();
            Output.Dispose();
        }
    }
}
