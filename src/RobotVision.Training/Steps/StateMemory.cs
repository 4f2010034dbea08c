using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using RobotVision.Training.Graph;
using RobotVision.Training.Graph.Format;
using Tensor = RobotVision.Training.Graph.Tensor;

namespace RobotVision.Training.Steps;

/// <summary>
/// The memory that a session wants its inputs in: that of the machine, or of its CUDA device. Tensors of this memory go from step to step
/// without being copied; values come in and out of it here and nowhere else. Owns what it allocates.
/// </summary>
sealed class StateMemory : IDisposable
{
    readonly OrtAllocator _allocator;
    readonly InferenceSession _courier;
    readonly RunOptions _runOptions = new();
    readonly List<OrtValue> _owned = [];

    /// <summary>Asks the session where it wants an input.</summary>
    /// <param name="session">The session; it outlives this.</param>
    /// <param name="input">The name of the input.</param>
    /// <param name="courier"><see cref="CourierModel"/>, loaded for the same device; owned from now on.</param>
    public StateMemory(InferenceSession session, string input, InferenceSession courier)
    {
        _courier = courier;
        using var places = session.GetMemoryInfosForInputs();
        _allocator = new(session, places[session.InputNames.ToList().IndexOf(input)]);
    }

    /// <summary>
    /// A model that hands its input on: bound to a tensor of the machine on one side and one of the device on the other, it carries values
    /// across. The runtime has a function for that, but none that copies from the CPU to the CPU, which would leave it untested there.
    /// </summary>
    public static byte[] CourierModel { get; } = MakeCourierModel();

    /// <summary>A tensor; it belongs to this memory.</summary>
    /// <param name="tensor">Its shape.</param>
    /// <param name="values">Its values, and whatever follows them.</param>
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
        Carry(host, value);
    }

    /// <summary>Copies values out of this memory.</summary>
    public float[] Read(Tensor tensor, OrtValue value)
    {
        var values = new float[tensor.Length];
        using var host = OrtValue.CreateTensorValueFromMemory(values, Shape(tensor));
        Carry(value, host);
        return values;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var value in _owned) value.Dispose();
        _allocator.Dispose();
        _runOptions.Dispose();
        _courier.Dispose();
    }

    void Carry(OrtValue from, OrtValue to)
    {
        using var binding = _courier.CreateIoBinding();
        binding.BindInput("from", from);
        binding.BindOutput("to", to);
        _courier.RunWithBinding(_runOptions, binding);
    }

    static byte[] MakeCourierModel()
    {
        // Without a shape, since every tensor has its own.
        static ValueInfoProto Describe(string name) =>
            new() { Name = name, Type = new() { TensorType = new() { ElemType = (int)TensorProto.Types.DataType.Float } } };
        var graph = new GraphProto { Name = "courier", Input = { Describe("from") }, Output = { Describe("to") } };
        graph.Node.Add(new NodeProto { Name = "hand_on", OpType = "Identity", Input = { "from" }, Output = { "to" } });
        return new ModelProto { IrVersion = 8, Graph = graph, OpsetImport = { new OperatorSetIdProto { Domain = "", Version = GraphBuilder.OperatorSet } } }.ToByteArray();
    }

    static long[] Shape(Tensor tensor) => [.. tensor.Shape.ToArray().Select(axis => (long)axis)];
}
