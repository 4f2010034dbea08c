using System.Runtime.InteropServices;
using Google.Protobuf;
using RobotVision.Inference;
using RobotVision.Training.Graph.Format;

namespace RobotVision.Training.Quantisation;

/// <summary>The graph of an ONNX model, for queries and changes.</summary>
sealed class ModelGraph
{
    readonly ModelProto _model;

    /// <summary>Reads a model.</summary>
    public ModelGraph(byte[] model) => _model = ModelProto.Parser.ParseFrom(model);

    /// <summary>The nodes in topological order.</summary>
    public IList<NodeProto> Nodes => _model.Graph.Node;

    /// <summary>The name of the input of samples, the first one.</summary>
    public string Input => _model.Graph.Input[0].Name;

    /// <summary>The name of the result, the first output.</summary>
    public string Output => _model.Graph.Output[0].Name;

    /// <summary>The shape of the memory of one sample, (1, ...); null in a network without one.</summary>
    public long[]? MemoryShape => _model.Graph.Input.FirstOrDefault(input => input.Name == VisionModel.MemoryName) is { } memory
        ? [1, .. memory.Type.TensorType.Shape.Dim.Skip(1).Select(axis => axis.DimValue)]
        : null;

    /// <summary>A constant of the file; null when there is none of that name.</summary>
    public TensorProto? Constant(string name) => _model.Graph.Initializer.FirstOrDefault(tensor => tensor.Name == name);

    /// <summary>The nodes that read a tensor.</summary>
    public IReadOnlyList<NodeProto> Readers(string tensor) => [.. Nodes.Where(node => node.Input.Contains(tensor))];

    /// <summary>The node that writes a tensor; null for inputs and constants.</summary>
    public NodeProto? Writer(string tensor) => Nodes.FirstOrDefault(node => node.Output.Contains(tensor));

    /// <summary>The float values of a constant.</summary>
    public static float[] Floats(TensorProto tensor) => MemoryMarshal.Cast<byte, float>(tensor.RawData.Span).ToArray();

    /// <summary>Adds a constant and returns its name.</summary>
    public string Add<T>(string name, TensorProto.Types.DataType type, IEnumerable<long> shape, ReadOnlySpan<T> values) where T : unmanaged
    {
        var tensor = new TensorProto { Name = name, DataType = (int)type, RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(values)) };
        tensor.Dims.Add(shape);
        _model.Graph.Initializer.Add(tensor);
        return name;
    }

    /// <summary>Inserts a node with one output and returns the output's name.</summary>
    public string Insert(int index, string operation, string output, string[] inputs, int? axis = null)
    {
        var node = new NodeProto { Name = output, OpType = operation };
        node.Input.Add(inputs);
        node.Output.Add(output);
        if (axis is { } value) node.Attribute.Add(new AttributeProto { Name = "axis", Type = AttributeProto.Types.AttributeType.Int, I = value });
        Nodes.Insert(index, node);
        return output;
    }

    /// <summary>Makes every reader of a tensor, with exceptions, read another one.</summary>
    public void Redirect(string from, string to, params NodeProto[] except)
    {
        foreach (var node in Nodes)
        {
            if (except.Contains(node)) continue;
            for (var i = 0; i < node.Input.Count; i++)
                if (node.Input[i] == from) node.Input[i] = to;
        }
    }

    /// <summary>Removes unused constants.</summary>
    public void RemoveUnusedConstants()
    {
        var read = Nodes.SelectMany(node => node.Input).ToHashSet();
        foreach (var tensor in _model.Graph.Initializer.Where(tensor => !read.Contains(tensor.Name)).ToArray()) _model.Graph.Initializer.Remove(tensor);
    }

    /// <summary>The model's bytes, with more of its tensors as outputs.</summary>
    public byte[] WithOutputs(IEnumerable<string> tensors)
    {
        var copy = _model.Clone();
        foreach (var tensor in tensors)
            copy.Graph.Output.Add(new ValueInfoProto
            {
                Name = tensor,
                Type = new() { TensorType = new() { ElemType = (int)TensorProto.Types.DataType.Float } },
            });
        return copy.ToByteArray();
    }

    /// <summary>The model's bytes.</summary>
    /// <param name="metadata">Entries to add to the metadata or to replace.</param>
    public byte[] ToModel(IReadOnlyDictionary<string, string> metadata)
    {
        foreach (var (key, value) in metadata)
        {
            var entry = _model.MetadataProps.FirstOrDefault(entry => entry.Key == key);
            if (entry is null) _model.MetadataProps.Add(entry = new StringStringEntryProto { Key = key });
            entry.Value = value;
        }
        return ModelChecksum.Seal(_model.ToByteArray());
    }
}
