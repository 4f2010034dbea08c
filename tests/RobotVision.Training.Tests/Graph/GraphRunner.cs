using Microsoft.ML.OnnxRuntime;
using RobotVision.Training.Graph;

namespace RobotVision.Training.Tests.Graph;

/// <summary>Runs a graph once, for tests.</summary>
static class GraphRunner
{
    public static Dictionary<string, float[]> Run(GraphBuilder graph, IEnumerable<(Tensor Tensor, double[] Values)> inputs, IEnumerable<string> outputs)
    {
        using var options = new SessionOptions
        {
            IntraOpNumThreads = 1,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_EXTENDED,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        using var session = new InferenceSession(graph.ToModel(), options);
        using var runOptions = new RunOptions();
        var names = outputs.ToArray();
        var given = inputs.ToDictionary(input => input.Tensor.Name, input => OrtValue.CreateTensorValueFromMemory(
            input.Values.Select(value => (float)value).ToArray(), [.. input.Tensor.Shape.ToArray().Select(axis => (long)axis)]));
        try
        {
            using var results = session.Run(runOptions, given, names);
            return names.Zip(results).ToDictionary(pair => pair.First, pair => pair.Second.GetTensorDataAsSpan<float>().ToArray());
        }
        finally
        {
            foreach (var value in given.Values) value.Dispose();
        }
    }
}
