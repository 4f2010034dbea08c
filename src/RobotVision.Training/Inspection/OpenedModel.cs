using System.Runtime.InteropServices;
using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using RobotVision.Inference;
using RobotVision.Sampling;
using RobotVision.Training.Graph.Format;
using RobotVision.Training.Graph;

namespace RobotVision.Training.Inspection;

/// <summary>
/// A model file opened for inspection: the output of every layer that changes values becomes an output of the session. Needs only the file. One
/// thread at a time.
/// </summary>
public sealed class OpenedModel : IDisposable
{
    /// <summary>Operators that are layers; the others reshape or quantise values.</summary>
    static readonly HashSet<string> LayerOperators =
    [
        "Conv", "Gemm", "MatMul", "MaxPool", "AveragePool", "GlobalAveragePool", "BatchNormalization", "LRN", "Relu", "LeakyRelu", "Clip", "Sigmoid",
        "Tanh", "Softmax", "Add", "Mul", "Concat", "Resize",
    ];

    readonly GraphSession _session;
    readonly (string Tensor, string Name, string Kind)[] _layers;

    /// <summary>Opens a model.</summary>
    /// <param name="path">The ONNX file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is not an ONNX file of our contract.</exception>
    public OpenedModel(string path)
    {
        if (!File.Exists(path)) throw new FileNotFoundException($"Model '{path}': there is no such file.", path);
        var bytes = File.ReadAllBytes(path);
        ModelChecksum.Check(path, bytes);
        ModelProto model;
        try
        {
            model = ModelProto.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException exception)
        {
            throw new InvalidDataException($"Model '{path}': expected an ONNX file: {exception.Message}", exception);
        }

        Contract = ModelContract.Parse(model.MetadataProps.ToDictionary(entry => entry.Key, entry => entry.Value), path);
        ForgetAll(model.Graph);
        Filters = [.. ReadFilters(model.Graph)];
        _layers = [.. FindLayers(model.Graph)];
        foreach (var (tensor, _, _) in _layers)
        {
            // Without a shape: the runtime infers it, for any batch size.
            if (model.Graph.Output.All(output => output.Name != tensor))
                model.Graph.Output.Add(new ValueInfoProto
                {
                    Name = tensor,
                    Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)TensorProto.Types.DataType.Float } },
                });
        }

        try
        {
            _session = new(model.ToByteArray(), "Inspection");
        }
        catch (EnvironmentException exception)
        {
            throw new InvalidDataException($"Model '{path}': {exception.Message}", exception);
        }
    }

    /// <summary>The model's contract.</summary>
    public ModelContract Contract { get; }

    /// <summary>The weights of every convolution, in the order of the file.</summary>
    public IReadOnlyList<LayerFilters> Filters { get; }

    /// <summary>Runs one sample and returns the output of every layer, in the order of the file.</summary>
    /// <param name="sample">27,648 values in the model's <see cref="ModelContract.Input"/> format.</param>
    /// <returns>In an int8 model the values that the next layer reads, after a ReLU that is part of the quantisation.</returns>
    public IReadOnlyList<LayerActivation> Run(float[] sample)
    {
        if (sample.Length != SampleFormat.Length)
            throw new ArgumentException($"Sample: expected {SampleFormat.Length} values, found {sample.Length}.", nameof(sample));
        var (name, axes) = _session.Input;
        long[] shape = [1, .. axes.Skip(1).Select(axis => (long)axis)];
        using var value = OrtValue.CreateTensorValueFromMemory(sample, shape);
        using var outputs = _session.Run([name], [value], [.. _layers.Select(layer => layer.Tensor)]);
        return [.. outputs.Select((output, i) =>
        {
            var size = output.GetTensorTypeAndShape().Shape;
            return new LayerActivation(_layers[i].Name, _layers[i].Kind, [.. size.Skip(1).Select(axis => (int)axis)],
                output.GetTensorDataAsSpan<float>().ToArray());
        })];
    }

    /// <summary>Frees the session.</summary>
    public void Dispose() => _session.Dispose();

    /// <summary>What a network with a memory shows is that of a frame that it sees first.</summary>
    static void ForgetAll(GraphProto graph)
    {
        if (graph.Input.FirstOrDefault(input => input.Name == VisionModel.MemoryName) is not { } memory) return;
        long[] shape = [1, .. memory.Type.TensorType.Shape.Dim.Skip(1).Select(axis => axis.DimValue)];
        graph.Input.Remove(memory);
        graph.Initializer.Add(new TensorProto
        {
            Name = memory.Name,
            DataType = (int)TensorProto.Types.DataType.Float,
            Dims = { shape },
            RawData = ByteString.CopyFrom(new byte[shape.Aggregate(1L, (product, axis) => product * axis) * sizeof(float)]),
        });
    }

    static IEnumerable<(string Tensor, string Name, string Kind)> FindLayers(GraphProto graph)
    {
        var readers = graph.Node.SelectMany(node => node.Input.Select(input => (Input: input, Node: node))).ToLookup(pair => pair.Input, pair => pair.Node);
        // Nodes computed from constants or shapes alone are not layers.
        var fromSample = graph.Input.Select(input => input.Name).ToHashSet();
        foreach (var node in graph.Node)
        {
            if (node.OpType == "Shape" || !node.Input.Any(fromSample.Contains)) continue;
            fromSample.UnionWith(node.Output);
            if (LayerOperators.Contains(node.OpType) && !IsStep(node)) yield return (LayerOutput(node.Output[0]), LayerOf(node.Output[0]), node.OpType);
        }

        // SiLU, and the scale and shift of a folded batch normalisation, are two operators: the last one's output is the layer's.
        bool IsStep(NodeProto node) =>
            readers[node.Output[0]].Any(reader => reader.OpType is "Mul" or "Add" && LayerOf(reader.Output[0]) == LayerOf(node.Output[0]));

        string LayerOutput(string tensor)
        {
            var written = readers[tensor].FirstOrDefault(reader => reader.OpType == "QuantizeLinear")?.Output[0];
            var read = written is null ? null : readers[written].FirstOrDefault(reader => reader.OpType == "DequantizeLinear")?.Output[0];
            return read ?? tensor;
        }
    }

    /// <summary>The layer of a tensor: the trainer names tensors <c>layer/Operator_number</c>.</summary>
    static string LayerOf(string tensor) => tensor.LastIndexOf('/') is > 0 and var end ? tensor[..end] : tensor;

    static IEnumerable<LayerFilters> ReadFilters(GraphProto graph)
    {
        var constants = graph.Initializer.ToDictionary(tensor => tensor.Name);
        var dequantised = graph.Node.Where(node => node.OpType == "DequantizeLinear").ToDictionary(node => node.Output[0]);
        foreach (var node in graph.Node.Where(node => node.OpType == "Conv"))
        {
            var (name, scales) = dequantised.TryGetValue(node.Input[1], out var step)
                ? (step.Input[0], Floats(constants.GetValueOrDefault(step.Input[1]))) : (node.Input[1], []);
            if (!constants.TryGetValue(name, out var tensor) || tensor.Dims.Count != 4 || tensor.RawData.IsEmpty) continue;
            var values = scales.Length == 0 ? Floats(tensor) : Dequantise(tensor, scales);
            yield return new(LayerOf(node.Output[0]), [.. tensor.Dims.Select(axis => (int)axis)], values);
        }
    }

    static float[] Floats(TensorProto? tensor) => tensor is null ? [] : MemoryMarshal.Cast<byte, float>(tensor.RawData.Span).ToArray();

    // One scale per filter, or one for all; int8 weights have the zero point 0.
    static float[] Dequantise(TensorProto tensor, float[] scales)
    {
        var integers = MemoryMarshal.Cast<byte, sbyte>(tensor.RawData.Span);
        var values = new float[integers.Length];
        for (var i = 0; i < values.Length; i++) values[i] = integers[i] * scales[(int)((long)i * scales.Length / values.Length)];
        return values;
    }
}

/// <summary>The weights of a convolution.</summary>
/// <param name="Name">The layer's name in the network.</param>
/// <param name="Shape">Filters, channels, rows, columns.</param>
/// <param name="Values">As many values, in that order.</param>
public sealed record LayerFilters(string Name, IReadOnlyList<int> Shape, float[] Values);

/// <summary>The output of a layer for one sample.</summary>
/// <param name="Name">Its name in the network.</param>
/// <param name="Kind">The operator, the last one where the layer has several: <c>Conv</c>, <c>Relu</c>, <c>Add</c>, ...</param>
/// <param name="Shape">Channels, rows, columns; for a dense layer the values alone.</param>
/// <param name="Values">As many values, in that order.</param>
public sealed record LayerActivation(string Name, string Kind, IReadOnlyList<int> Shape, float[] Values);
