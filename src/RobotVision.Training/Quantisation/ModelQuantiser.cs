using Microsoft.ML.OnnxRuntime;
using RobotVision.Inference;
using RobotVision.Training.Graph;
using RobotVision.Training.Graph.Format;

namespace RobotVision.Training.Quantisation;

/// <summary>
/// Makes an int8 model from a float32 model: the weights of convolutions and dense layers in int8, one scale per filter, and their inputs and outputs
/// in uint8, with scales chosen on sample data. The last layer, whose output is the result, stays float32, and so does a memory, whose errors would add up
/// from frame to frame. The file uses QuantizeLinear and
/// DequantizeLinear nodes, which ONNX Runtime turns into integer arithmetic; other runtimes compute the same in float32.
/// </summary>
/// <remarks>Source: Jacob et al., "Quantization and Training of Neural Networks", 2018.</remarks>
public static class ModelQuantiser
{
    /// <summary>
    /// Weights use 7 bits: processors without VNNI add pairs of products in 16 bits, where 8-bit weights would overflow and give different results.
    /// </summary>
    /// <remarks>Source: ONNX Runtime, "Quantize ONNX models", section on U8S8 and reduce_range.</remarks>
    public const int LargestWeight = 63;

    /// <summary>The largest quantised bias; the rest of the 32 bits is left for the sum of products.</summary>
    const float LargestBias = 1 << 29;

    /// <summary>Operators that move values without changing them.</summary>
    static readonly HashSet<string> Movers = ["MaxPool", "Reshape", "Flatten"];

    /// <summary>Makes the int8 model.</summary>
    /// <param name="model">A model that the trainer exported, float32.</param>
    /// <param name="samples">Samples of the training data, each as long as the model's input.</param>
    /// <param name="sampleShape">The shape of one sample.</param>
    /// <param name="metadata">Entries to add to the metadata or to replace.</param>
    /// <exception cref="ArgumentException">There are no samples.</exception>
    public static byte[] Quantise(byte[] model, IReadOnlyList<float[]> samples, IReadOnlyList<int> sampleShape, IReadOnlyDictionary<string, string> metadata)
    {
        if (samples.Count == 0)
            throw new ArgumentException("Quantisation: expected samples to measure the range of the activations on, found none.", nameof(samples));
        var graph = new ModelGraph(model);
        NodeProto[] chosen = [.. graph.Nodes.Where(node => HasWeights(graph, node) && !IsOfMemory(node) && !IsLast(graph, node))];
        var positive = chosen.Where(node => ReluAfter(graph, node) is not null).Select(node => node.Output[0]).ToHashSet();
        string[] quantised = [.. chosen.SelectMany(node => new[] { Source(graph, node.Input[0]), node.Output[0] }).Distinct()];
        var ranges = MeasureRanges(graph, model, quantised, samples, sampleShape);
        var quantities = quantised.ToDictionary(tensor => tensor, tensor => ranges[tensor].Best(positive.Contains(tensor)));

        foreach (var node in chosen)
            if (ReluAfter(graph, node) is { } relu)
            {
                graph.Redirect(relu.Output[0], relu.Input[0]); // its input is quantised with 0 as the smallest value
                graph.Nodes.Remove(relu);
            }
        foreach (var tensor in quantised) Write(graph, tensor, quantities[tensor]);
        foreach (var node in chosen) WriteWeights(graph, node, quantities[Source(graph, DataOf(graph, node))]);
        graph.RemoveUnusedConstants();
        return graph.ToModel(metadata);
    }

    static bool HasWeights(ModelGraph graph, NodeProto node) => node.OpType is "Conv" or "Gemm" && graph.Constant(node.Input[1]) is not null;

    static bool IsOfMemory(NodeProto node) => node.Input[1].StartsWith($"{VisionModel.MemoryName}.", StringComparison.Ordinal);

    /// <summary>Whether no other layer with weights comes after this one.</summary>
    static bool IsLast(ModelGraph graph, NodeProto node) =>
        graph.Readers(node.Output[0]).All(reader => !HasWeights(graph, reader) && IsLast(graph, reader));

    /// <summary>The tensor that these values come from, before operators that only move them.</summary>
    static string Source(ModelGraph graph, string tensor) => graph.Writer(tensor) switch
    {
        { } writer when Movers.Contains(writer.OpType) => Source(graph, writer.Input[0]),
        { OpType: "Relu" } relu when FusedSource(graph, relu.Input[0]) is { } source => source,
        { OpType: "DequantizeLinear" } reading => Source(graph, graph.Writer(reading.Input[0])!.Input[0]),
        _ => tensor,
    };

    /// <summary>The output of a layer with weights whose ReLU is part of its quantisation; null for other tensors.</summary>
    static string? FusedSource(ModelGraph graph, string tensor)
    {
        var source = Source(graph, tensor);
        return graph.Writer(source) is { } node && HasWeights(graph, node) && ReluAfter(graph, node) is not null ? source : null;
    }

    /// <summary>
    /// The ReLU that is the only reader of a layer's output, possibly after a max pool (the order of both does not matter); null when there is none.
    /// </summary>
    static NodeProto? ReluAfter(ModelGraph graph, NodeProto node)
    {
        while (true)
        {
            if (graph.Readers(node.Output[0]) is not [var reader] || reader.Output[0] == graph.Output) return null;
            if (reader.OpType == "Relu") return reader;
            if (reader.OpType != "MaxPool") return null;
            node = reader;
        }
    }

    /// <summary>Runs the float32 model on the samples and collects histograms of the tensors.</summary>
    static Dictionary<string, ActivationRange> MeasureRanges(
        ModelGraph graph, byte[] model, string[] tensors, IReadOnlyList<float[]> samples, IReadOnlyList<int> sampleShape)
    {
        string[] inner = [.. tensors.Where(tensor => tensor != graph.Input)];
        using var session = new GraphSession(graph.WithOutputs(inner.Where(tensor => tensor != graph.Output)), "Measuring ranges for int8");
        long[] shape = [1, .. sampleShape.Select(axis => (long)axis)];

        var bounds = tensors.ToDictionary(tensor => tensor, _ => (Low: 0f, High: 0f));
        ForEach((tensor, values) =>
        {
            var (low, high) = bounds[tensor];
            foreach (var value in values) (low, high) = (Math.Min(low, value), Math.Max(high, value));
            bounds[tensor] = (low, high);
        });
        var ranges = tensors.ToDictionary(tensor => tensor, tensor => new ActivationRange(bounds[tensor].Low, bounds[tensor].High));
        ForEach((tensor, values) => ranges[tensor].Add(values));
        return ranges;

        void ForEach(TensorValues take)
        {
            using var memory = graph.MemoryShape is { } of
                ? OrtValue.CreateTensorValueFromMemory(new float[of.Aggregate((length, axis) => length * axis)], of)
                : null;
            foreach (var sample in samples)
            {
                if (tensors.Contains(graph.Input)) take(graph.Input, sample);
                using var input = OrtValue.CreateTensorValueFromMemory(sample, shape);
                using var outputs = memory is null
                    ? session.Run([graph.Input], [input], inner)
                    : session.Run([graph.Input, VisionModel.MemoryName], [input, memory], inner);
                for (var i = 0; i < inner.Length; i++) take(inner[i], outputs[i].GetTensorDataAsSpan<float>());
            }
        }
    }

    /// <summary>Inserts quantisation and dequantisation after a tensor, and after every operator that only moves its values.</summary>
    static void Write(ModelGraph graph, string tensor, Quantity quantity)
    {
        var scale = graph.Add<float>($"{tensor}/scale", TensorProto.Types.DataType.Float, [], [quantity.Scale]);
        var zero = graph.Add<byte>($"{tensor}/zero", TensorProto.Types.DataType.Uint8, [], [quantity.Zero]);
        Wrap(tensor);

        void Wrap(string name)
        {
            NodeProto[] movers = [.. graph.Readers(name).Where(reader => Movers.Contains(reader.OpType) && reader.Input[0] == name)];
            var index = graph.Writer(name) is { } writer ? graph.Nodes.IndexOf(writer) + 1 : 0;
            var integers = $"{name}/quantised";
            graph.Redirect(name, $"{name}/again");
            graph.Insert(index, "QuantizeLinear", integers, [name, scale, zero]);
            graph.Insert(index + 1, "DequantizeLinear", $"{name}/again", [integers, scale, zero]);
            foreach (var mover in movers) Wrap(mover.Output[0]);
        }
    }

    /// <summary>The tensor that a layer reads, before quantisation and dequantisation.</summary>
    static string DataOf(ModelGraph graph, NodeProto node) => graph.Writer(graph.Writer(node.Input[0])!.Input[0])!.Input[0];

    /// <summary>Writes a layer's weights as int8 with one scale per filter, and its bias as int32 with the scale of the products.</summary>
    static void WriteWeights(ModelGraph graph, NodeProto node, Quantity input)
    {
        var tensor = graph.Constant(node.Input[1])!;
        var weights = ModelGraph.Floats(tensor);
        var biasTensor = node.Input.Count < 3 ? null : graph.Constant(node.Input[2]);
        var bias = biasTensor is null ? null : ModelGraph.Floats(biasTensor);
        var filters = (int)tensor.Dims[0]; // Gemm's weights are transposed: one row per filter, as in Conv
        var taps = weights.Length / filters;
        var (scales, integers) = (new float[filters], new sbyte[weights.Length]);
        for (var filter = 0; filter < filters; filter++)
        {
            var row = weights.AsSpan(filter * taps, taps);
            var largest = 0f;
            foreach (var weight in row) largest = Math.Max(largest, Math.Abs(weight));
            // For a filter of nearly zero weights the scale must keep the bias within 32 bits.
            scales[filter] = Math.Max(largest / LargestWeight, Math.Abs(bias?[filter] ?? 0) / (input.Scale * LargestBias));
            if (scales[filter] == 0) scales[filter] = 1;
            for (var i = 0; i < taps; i++) integers[filter * taps + i] = (sbyte)MathF.Round(row[i] / scales[filter]);
        }
        var name = tensor.Name;
        var index = graph.Nodes.IndexOf(node);
        node.Input[1] = graph.Insert(index++, "DequantizeLinear", $"{name}/again",
        [
            graph.Add<sbyte>($"{name}/quantised", TensorProto.Types.DataType.Int8, tensor.Dims, integers),
            graph.Add<float>($"{name}/scale", TensorProto.Types.DataType.Float, [filters], scales),
            graph.Add<sbyte>($"{name}/zero", TensorProto.Types.DataType.Int8, [filters], new sbyte[filters]),
        ], axis: 0);

        if (biasTensor is null || bias is null) return;
        float[] biasScales = [.. scales.Select(scale => scale * input.Scale)];
        int[] integerBias = [.. bias.Select((value, i) => (int)Math.Round((double)value / biasScales[i]))];
        node.Input[2] = graph.Insert(index, "DequantizeLinear", $"{biasTensor.Name}/again",
        [
            graph.Add<int>($"{biasTensor.Name}/quantised", TensorProto.Types.DataType.Int32, [filters], integerBias),
            graph.Add<float>($"{biasTensor.Name}/scale", TensorProto.Types.DataType.Float, [filters], biasScales),
            graph.Add<int>($"{biasTensor.Name}/zero", TensorProto.Types.DataType.Int32, [filters], new int[filters]),
        ], axis: 0);
    }

    delegate void TensorValues(string tensor, ReadOnlySpan<float> values);
}
