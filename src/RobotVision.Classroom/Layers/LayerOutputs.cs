using Microsoft.ML.OnnxRuntime;
using RobotVision.Training.Graph;
using RobotVision.Training.Layers;

namespace RobotVision.Classroom.Layers;

/// <summary>A network with given weights that gives the output of every layer. One thread at a time.</summary>
sealed class LayerOutputs : IDisposable
{
    readonly GraphSession _session;
    readonly NetworkDefinition _network;
    readonly IReadOnlyList<int>[] _shapes;

    /// <summary>Loads the network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="values">The values of every parameter by name.</param>
    public LayerOutputs(NetworkDefinition network, IReadOnlyDictionary<string, float[]> values)
    {
        _network = network;
        var graph = new GraphBuilder(network.Name);
        var output = graph.Input(NetworkDefinition.InputName, [Tensor.AnyBatch, .. network.InputShape]);
        var parameters = network.ParameterList.ToDictionary(
            parameter => parameter.Name, parameter => graph.Constant(parameter.Name, values[parameter.Name], [.. parameter.Shape]));
        var pass = new NetworkPass(graph, training: false, parameters);
        _shapes = new IReadOnlyList<int>[network.Layers.Count];
        IReadOnlyList<int> shape = network.InputShape;
        for (var i = 0; i < _shapes.Length; i++)
        {
            _shapes[i] = shape = network.Layers[i].OutputShape(shape);
            output = pass.Forward([network.Layers[i]], output).Output;
            graph.Output(OutputName(i), output);
        }

        _session = new(graph.ToModel(), "Classroom");
    }

    /// <summary>The outputs of every layer for one sample, in their order.</summary>
    /// <param name="sample">The values of the input.</param>
    public IReadOnlyList<LayerValues> Run(float[] sample)
    {
        using var outputs = Run(sample, 1, [.. Enumerable.Range(0, _shapes.Length).Select(OutputName)]);
        return [.. outputs.Select((output, i) => new LayerValues(
            _network.Layers[i].Name, _network.Layers[i].GetType().Name, _shapes[i], output.GetTensorDataAsSpan<float>().ToArray()))];
    }

    /// <summary>The outputs of the last layer for samples that stand one after the other.</summary>
    public float[] RunLast(float[] samples, int count)
    {
        using var outputs = Run(samples, count, [OutputName(_shapes.Length - 1)]);
        return outputs[0].GetTensorDataAsSpan<float>().ToArray();
    }

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();

    IDisposableReadOnlyCollection<OrtValue> Run(float[] samples, int count, string[] outputs)
    {
        using var input = OrtValue.CreateTensorValueFromMemory(samples, [count, .. _network.InputShape.Select(axis => (long)axis)]);
        return _session.Run([NetworkDefinition.InputName], [input], outputs);
    }

    static string OutputName(int layer) => FormattableString.Invariant($"layer{layer}");
}

/// <summary>The output of a layer for one sample.</summary>
/// <param name="Name">The layer's name, for example <c>conv1</c>.</param>
/// <param name="Kind">Its type, for example <c>Convolution</c>.</param>
/// <param name="Shape">Channels, rows, columns; or features.</param>
/// <param name="Values">As many values, in that order.</param>
public sealed record LayerValues(string Name, string Kind, IReadOnlyList<int> Shape, float[] Values);
