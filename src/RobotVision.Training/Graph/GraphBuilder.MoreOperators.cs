namespace RobotVision.Training.Graph;

// Activations, operators for overlapping windows and branches, and the pieces of the losses and optimisers.
public sealed partial class GraphBuilder
{
    /// <summary>The mean of every channel: (N, C, H, W) to (N, C, 1, 1).</summary>
    public Tensor GlobalAveragePool(Tensor input) => Node("GlobalAveragePool", [input.Shape[0], input.Shape[1], 1, 1], [input]);

    /// <summary>x / (bias + alpha / size * sum of x^2 over size neighbouring channels)^beta.</summary>
    public Tensor Lrn(Tensor input, int size, float alpha, float beta, float bias) => Node("LRN", input.Shape, [input],
        Attribute("size", size), Attribute("alpha", alpha), Attribute("beta", beta), Attribute("bias", bias));

    /// <summary>Adds a border of one value around rows and columns.</summary>
    public Tensor Pad(Tensor input, int padding, float value) => Node(
        "Pad", [input.Shape[0], input.Shape[1], input.Shape[2] + 2 * padding, input.Shape[3] + 2 * padding],
        [input, Integers(0, 0, padding, padding, 0, 0, padding, padding), Scalar(value)], Attribute("mode", "constant"));

    /// <summary>
    /// <paramref name="rows"/> times <paramref name="columns"/> pixels of (N, C, H, W), every <paramref name="step"/>-th from a first one.
    /// </summary>
    public Tensor SlicePixels(Tensor input, int firstRow, int firstColumn, int rows, int columns, int step = 1) => Node(
        "Slice", [input.Shape[0], input.Shape[1], rows, columns],
        [
            input, Integers(firstRow, firstColumn), Integers(firstRow + (rows - 1) * step + 1, firstColumn + (columns - 1) * step + 1),
            Integers(2, 3), Integers(step, step),
        ]);

    /// <summary>Some of the values along the axis 1: channels or features.</summary>
    public Tensor SliceChannels(Tensor input, int first, int count) => Node(
        "Slice", [input.Shape[0], count, .. input.Shape[2..]], [input, Integers(first), Integers(first + count), Integers(1)]);

    /// <summary>Some of the rows along the axis 0: samples of a batch.</summary>
    public Tensor SliceBatch(Tensor input, int first, int count) => Node(
        "Slice", [count, .. input.Shape[1..]], [input, Integers(first), Integers(first + count), Integers(0)]);

    /// <summary>Tensors one behind the other along an axis; the other axes agree.</summary>
    public Tensor Concat(int axis, params ReadOnlySpan<Tensor> inputs)
    {
        var shape = inputs[0].Shape.ToArray();
        for (var i = 1; i < inputs.Length; i++) shape[axis] += inputs[i].Shape[axis];
        return Node("Concat", shape, inputs, Attribute("axis", axis));
    }

    /// <summary>x where it is positive, slope * x elsewhere.</summary>
    public Tensor LeakyRelu(Tensor input, float slope) => Node("LeakyRelu", input.Shape, [input], Attribute("alpha", slope));

    /// <summary>The hyperbolic tangent.</summary>
    public Tensor Tanh(Tensor input) => Node("Tanh", input.Shape, [input]);

    /// <summary>exp(x) over the sum of exp(x) along the axis 1.</summary>
    public Tensor Softmax(Tensor input) => Node("Softmax", input.Shape, [input], Attribute("axis", 1));

    /// <summary>The logarithm of <see cref="Softmax"/>, without loss of digits.</summary>
    public Tensor LogSoftmax(Tensor input) => Node("LogSoftmax", input.Shape, [input], Attribute("axis", 1));

    /// <summary>e to the power of x.</summary>
    public Tensor Exp(Tensor input) => Node("Exp", input.Shape, [input]);

    /// <summary>x to a constant power; x may not be negative.</summary>
    public Tensor Pow(Tensor input, float exponent) => Node("Pow", input.Shape, [input, Scalar(exponent)]);

    /// <summary>-x.</summary>
    public Tensor Neg(Tensor input) => Node("Neg", input.Shape, [input]);

    /// <summary>The smaller of a and b.</summary>
    public Tensor Min(Tensor a, Tensor b) => Node("Min", Shapes.Broadcast(a.Shape, b.Shape), [a, b]);

    /// <summary>The larger of a and b.</summary>
    public Tensor Max(Tensor a, Tensor b) => Node("Max", Shapes.Broadcast(a.Shape, b.Shape), [a, b]);
}
