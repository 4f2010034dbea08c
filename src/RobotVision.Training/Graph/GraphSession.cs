using Microsoft.ML.OnnxRuntime;
using RobotVision.Inference;

namespace RobotVision.Training.Graph;

/// <summary>
/// Runs a graph that is in memory on the processor: for checks, measures and inspection beside the training steps. One thread at a time.
/// </summary>
sealed class GraphSession : IDisposable
{
    readonly InferenceSession _session;
    readonly RunOptions _runOptions = new();
    readonly string _purpose;

    /// <summary>Loads a model.</summary>
    /// <param name="model">The bytes of an ONNX file.</param>
    /// <param name="purpose">What it is for, the first words of an error message.</param>
    /// <param name="threads">Threads of one run; 0 for one a core.</param>
    /// <param name="level">How far the runtime may change the graph.</param>
    /// <exception cref="EnvironmentException">ONNX Runtime cannot load it.</exception>
    public GraphSession(
        byte[] model, string purpose, int threads = 1, GraphOptimizationLevel level = GraphOptimizationLevel.ORT_ENABLE_ALL)
    {
        _purpose = purpose;
        OnnxEnvironment.Start();
        using var options = new SessionOptions
        {
            IntraOpNumThreads = threads,
            GraphOptimizationLevel = level,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        };
        try
        {
            _session = new(model, options);
        }
        catch (OnnxRuntimeException exception)
        {
            throw Failed(exception);
        }
    }

    /// <summary>The name and shape of the model's only input; axes of any size are -1.</summary>
    public (string Name, int[] Shape) Input => (_session.InputNames.Single(), _session.InputMetadata.Values.Single().Dimensions);

    /// <summary>Runs the graph; the outputs are owned by the caller.</summary>
    /// <exception cref="EnvironmentException">ONNX Runtime failed.</exception>
    public IDisposableReadOnlyCollection<OrtValue> Run(
        IReadOnlyCollection<string> names, IReadOnlyCollection<OrtValue> inputs, IReadOnlyCollection<string> outputs)
    {
        try
        {
            return _session.Run(_runOptions, names, inputs, outputs);
        }
        catch (OnnxRuntimeException exception)
        {
            throw Failed(exception);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _runOptions.Dispose();
        _session.Dispose();
    }

    EnvironmentException Failed(OnnxRuntimeException exception) =>
        new($"{_purpose}: ONNX Runtime failed: {OnnxErrorText.Of(exception)}. 'robotvision doctor' examines the installation.", exception);
}
