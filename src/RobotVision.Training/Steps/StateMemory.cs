using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using RobotVision.Training.Graph;
using RobotVision.Training.Graph.Format;
using Tensor = RobotVision.Training.Graph.Tensor;

namespace RobotVision.Training.Steps;

/// <summary>
/// Memory for the state of a session: main memory, or that of its CUDA device. Tensors in it pass from step to step without being copied; only this
/// class copies values in and out. Owns what it allocates.
/// </summary>
sealed class StateMemory : IDisposable
{
    readonly OrtAllocator _allocator;
    readonly InferenceSession _copier;
    readonly RunOptions _runOptions = new();
    readonly List<OrtValue> _owned = [];

    /// <summary>Uses the memory where the session expects an input.</summary>
    /// <param name="session">The session; it outlives this.</param>
    /// <param name="input">The name of the input.</param>
    /// <param name="copier"><see cref="CopyModel"/>, loaded for the same device; owned from now on.</param>
    public StateMemory(InferenceSession session, string input, InferenceSession copier)
    {
        _copier = copier;
        using var memories = session.GetMemoryInfosForInputs();
        _allocator = new(session, memories[session.InputNames.ToList().IndexOf(input)]);
    }

    /// <summary>
    /// A model that copies its input to its output: bound to a tensor in main memory on one side and one on the device on the other, it copies between
    /// them. The runtime's own function for that cannot copy from CPU to CPU, so it could not be tested without a GPU.
    /// </summary>
    public static byte[] CopyModel { get; } = CreateCopyModel();

    /// <summary>Allocates a tensor, owned by this object.</summary>
    /// <param name="tensor">Its shape.</param>
    /// <param name="values">Its values; the array may be longer.</param>
    public OrtValue Allocate(Tensor tensor, float[] values)
    {
        var value = OrtValue.CreateAllocatedTensorValue(_allocator, TensorElementType.Float, Shape(tensor));
        _owned.Add(value);
        Write(tensor, value, values);
        return value;
    }

    /// <summary>Copies values into this memory.</summary>
    public void Write(Tensor tensor, OrtValue value, float[] values)
    {
        using var host = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, values.AsMemory(0, tensor.Length), Shape(tensor));
        Copy(host, value);
    }

    /// <summary>Copies values out of this memory.</summary>
    public float[] Read(Tensor tensor, OrtValue value)
    {
        var values = new float[tensor.Length];
        using var host = OrtValue.CreateTensorValueFromMemory(values, Shape(tensor));
        Copy(value, host);
        return values;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var value in _owned) value.Dispose();
        _allocator.Dispose();
        _runOptions.Dispose();
        _copier.Dispose();
    }

    void Copy(OrtValue from, OrtValue to)
    {
        using var binding = _copier.CreateIoBinding();
        binding.BindInput("from", from);
        binding.BindOutput("to", to);
        _copier.RunWithBinding(_runOptions, binding);
    }

    static byte[] CreateCopyModel()
    {
        // Without a shape, so that it works for every tensor.
        static ValueInfoProto Describe(string name) =>
            new() { Name = name, Type = new() { TensorType = new() { ElemType = (int)TensorProto.Types.DataType.Float } } };
        var graph = new GraphProto { Name = "courier", Input = { Describe("from") }, Output = { Describe("to") } };
        graph.Node.Add(new NodeProto { Name = "hand_on", OpType = "Identity", Input = { "from" }, Output = { "to" } });
        var operatorSet = new OperatorSetIdProto { Domain = "", Version = GraphBuilder.OperatorSet };
        return new ModelProto { IrVersion = 8, Graph = graph, OpsetImport = { operatorSet } }.ToByteArray();
    }

    static long[] Shape(Tensor tensor) => [.. tensor.Shape.ToArray().Select(axis => (long)axis)];
}
