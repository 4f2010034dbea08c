using System.Globalization;
using System.Runtime.InteropServices;
using Google.Protobuf;
using RobotVision.Inference;
using RobotVision.Training.Graph.Format;

namespace RobotVision.Training.Graph;

/// <summary>
/// Builds an ONNX graph, operator by operator: every method of <c>GraphBuilder.Operators.cs</c> adds one node and returns its output with its shape.
/// Not thread-safe.
/// </summary>
/// <remarks>Source: ONNX operator set 17, IR version 8.</remarks>
public sealed partial class GraphBuilder
{
    /// <summary>The ONNX operator set the graphs are written in; the newest that OpenCV 4.6 and ONNX Runtime 1.29 both read well.</summary>
    public const int OperatorSet = 17;

    const int IntermediateVersion = 8;

    readonly GraphProto _graph;
    readonly Dictionary<float, Tensor> _scalars = [];
    readonly HashSet<string> _names = [];
    readonly List<int[]> _shapes = [];

    /// <summary>Starts an empty graph.</summary>
    public GraphBuilder(string name) => _graph = new() { Name = name };

    /// <summary>Prefix of the names of the next nodes: the layer that is being written.</summary>
    public string Scope { get; set; } = "graph";

    /// <summary>The number of nodes so far.</summary>
    public int NodeCount => _graph.Node.Count;

    /// <summary>Adds a float32 input.</summary>
    public Tensor Input(string name, params ReadOnlySpan<int> shape)
    {
        Claim(name);
        var tensor = new Tensor(name, shape);
        _graph.Input.Add(Describe(name, shape));
        return tensor;
    }

    /// <summary>Adds a constant, float32.</summary>
    public Tensor Constant(string name, ReadOnlySpan<float> values, params ReadOnlySpan<int> shape)
    {
        if (values.Length != Shapes.Length(shape))
            throw new ArgumentException($"Constant '{name}': expected {Shapes.Length(shape)} values for {Shapes.Text(shape)}, found {values.Length}.");
        Claim(name);
        AddInitializer(name, TensorProto.Types.DataType.Float, shape, MemoryMarshal.AsBytes(values));
        return new(name, shape);
    }

    /// <summary>A constant of one value; the same value twice is the same tensor.</summary>
    public Tensor Scalar(float value)
    {
        if (!_scalars.TryGetValue(value, out var tensor))
            _scalars[value] = tensor = Constant(string.Create(CultureInfo.InvariantCulture, $"scalar/{value:R}"), [value]);
        return tensor;
    }

    /// <summary>Makes a tensor an output of the graph under the given name.</summary>
    public Tensor Output(string name, Tensor tensor)
    {
        Claim(name);
        _graph.Output.Add(Describe(name, tensor.Shape));
        var node = new NodeProto { Name = name, OpType = "Identity" };
        node.Input.Add(tensor.Name);
        node.Output.Add(name);
        _graph.Node.Add(node);
        _shapes.Add([.. tensor.Shape]);
        return new(name, tensor.Shape);
    }

    /// <summary>The whole model as the bytes of an ONNX file.</summary>
    /// <param name="metadata">Key and value pairs that travel in the file; none when left out.</param>
    public byte[] ToModel(IReadOnlyDictionary<string, string>? metadata = null)
    {
        var model = new ModelProto { IrVersion = IntermediateVersion, ProducerName = "RobotVision", Graph = _graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = OperatorSet });
        foreach (var (key, value) in metadata ?? new Dictionary<string, string>())
            model.MetadataProps.Add(new StringStringEntryProto { Key = key, Value = value });
        return ModelChecksum.Seal(model.ToByteArray());
    }

    /// <summary>
    /// Peak memory of the results of nodes in bytes, when the nodes run in order and each result is freed after the last node that reads it. Inputs,
    /// constants and the operators' own buffers are not counted.
    /// </summary>
    /// <exception cref="InvalidOperationException">The batch size is open.</exception>
    internal long PeakBytes()
    {
        // A reshaped tensor shares the memory of its source and counts under the source's name.
        var owner = new Dictionary<string, string>();
        var lastUse = new Dictionary<string, int>();
        string Owner(string name) => owner.GetValueOrDefault(name, name);
        for (var i = 0; i < _graph.Node.Count; i++)
        {
            var node = _graph.Node[i];
            foreach (var input in node.Input) lastUse[Owner(input)] = i;
            if (node.OpType is "Reshape" or "Identity") owner[node.Output[0]] = Owner(node.Input[0]);
        }

        long now = 0, peak = 0;
        var alive = new Dictionary<string, long>();
        for (var i = 0; i < _graph.Node.Count; i++)
        {
            var node = _graph.Node[i];
            if (!owner.ContainsKey(node.Output[0]))
            {
                if (Array.Exists(_shapes[i], axis => axis < 0)) throw new InvalidOperationException("The batch size is open.");
                var bytes = sizeof(float) * _shapes[i].Aggregate(1L, (length, axis) => length * axis);
                alive[node.Output[0]] = bytes;
                now += bytes;
            }
            peak = Math.Max(peak, now);
            foreach (var input in node.Input)
                if (lastUse[Owner(input)] == i && alive.Remove(Owner(input), out var freed)) now -= freed;
        }
        return peak;
    }

    Tensor Node(string operation, ReadOnlySpan<int> shape, ReadOnlySpan<Tensor> inputs, params ReadOnlySpan<AttributeProto> attributes)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{Scope}/{operation}_{_graph.Node.Count}");
        Claim(name);
        var node = new NodeProto { Name = name, OpType = operation };
        foreach (var input in inputs) node.Input.Add(input.Name);
        node.Output.Add(name);
        foreach (var attribute in attributes) node.Attribute.Add(attribute);
        _graph.Node.Add(node);
        _shapes.Add([.. shape]);
        return new(name, shape);
    }

    /// <summary>A constant list of integers, as ONNX needs it for shapes and axes.</summary>
    Tensor Integers(params ReadOnlySpan<int> values)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"integers/{string.Join('_', values.ToArray())}");
        if (_names.Add(name))
        {
            var wide = new long[values.Length];
            for (var i = 0; i < wide.Length; i++) wide[i] = values[i];
            AddInitializer(name, TensorProto.Types.DataType.Int64, [values.Length], MemoryMarshal.AsBytes<long>(wide));
        }
        return new(name, [values.Length]);
    }

    void AddInitializer(string name, TensorProto.Types.DataType type, ReadOnlySpan<int> shape, ReadOnlySpan<byte> bytes)
    {
        var initializer = new TensorProto { Name = name, DataType = (int)type, RawData = ByteString.CopyFrom(bytes) };
        foreach (var axis in shape) initializer.Dims.Add(axis);
        _graph.Initializer.Add(initializer);
    }

    static ValueInfoProto Describe(string name, ReadOnlySpan<int> shape)
    {
        var dimensions = new TensorShapeProto();
        foreach (var axis in shape)
            dimensions.Dim.Add(axis == Tensor.AnyBatch
                ? new TensorShapeProto.Types.Dimension { DimParam = "N" }
                : new TensorShapeProto.Types.Dimension { DimValue = axis });
        var type = new TypeProto.Types.Tensor { ElemType = (int)TensorProto.Types.DataType.Float, Shape = dimensions };
        return new() { Name = name, Type = new() { TensorType = type } };
    }

    void Claim(string name)
    {
        if (!_names.Add(name)) throw new ArgumentException($"Graph '{_graph.Name}': the name '{name}' is taken. Give every layer a name of its own.");
    }

    static AttributeProto Attribute(string name, int value) =>
        new() { Name = name, Type = AttributeProto.Types.AttributeType.Int, I = value };

    static AttributeProto Attribute(string name, float value) =>
        new() { Name = name, Type = AttributeProto.Types.AttributeType.Float, F = value };

    static AttributeProto Attribute(string name, string value) =>
        new() { Name = name, Type = AttributeProto.Types.AttributeType.String, S = ByteString.CopyFromUtf8(value) };

    static AttributeProto Attribute(string name, params ReadOnlySpan<int> values)
    {
        var attribute = new AttributeProto { Name = name, Type = AttributeProto.Types.AttributeType.Ints };
        foreach (var value in values) attribute.Ints.Add(value);
        return attribute;
    }
}
