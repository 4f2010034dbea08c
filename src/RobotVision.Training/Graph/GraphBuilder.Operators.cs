namespace RobotVision.Training.Graph;

// One method per ONNX operator that is used, with the shape of its output. The names are ONNX's; https://onnx.ai/onnx/operators/ defines them.
public sealed partial class GraphBuilder
{
    /// <summary>Convolution of (N, C, H, W) with weights (F, C / groups, k, k), and a bias (F) when there is one.</summary>
    public Tensor Conv(Tensor input, Tensor weights, Window window, Tensor? bias = null, int groups = 1)
    {
        var height = window.Slide(Scope, input.Shape[2]);
        var width = window.Slide(Scope, input.Shape[3]);
        Tensor[] inputs = bias is null ? [input, weights] : [input, weights, bias];
        return Node("Conv", [input.Shape[0], weights.Shape[0], height, width], inputs, WindowAttributes(window, groups));
    }

    /// <summary>Transposed convolution: (N, F, h, w) with weights (F, C / groups, k, k) back to (N, C, H, W).</summary>
    public Tensor ConvTranspose(Tensor input, Tensor weights, Window window, int groups = 1)
    {
        int Unslide(int length) => (length - 1) * window.Stride - 2 * window.Padding + window.Reach;
        return Node("ConvTranspose", [input.Shape[0], weights.Shape[1] * groups, Unslide(input.Shape[2]), Unslide(input.Shape[3])],
            [input, weights], WindowAttributes(window, groups));
    }

    /// <summary>The largest value in each window.</summary>
    public Tensor MaxPool(Tensor input, Window window) => Pool("MaxPool", input, window);

    /// <summary>The mean of the values in each window.</summary>
    public Tensor AveragePool(Tensor input, Window window) => Pool("AveragePool", input, window);

    /// <summary>Repeats every pixel of (N, C, H, W) so that rows and columns become <paramref name="factor"/> times as many.</summary>
    public Tensor Upsample(Tensor input, int factor)
    {
        var scales = Constant($"{Scope}/scales_{NodeCount}", [1, 1, factor, factor], 4);
        var regionOfInterest = new Tensor("", []); // left out
        return Node("Resize", [input.Shape[0], input.Shape[1], input.Shape[2] * factor, input.Shape[3] * factor], [input, regionOfInterest, scales],
            Attribute("mode", "nearest"), Attribute("coordinate_transformation_mode", "asymmetric"), Attribute("nearest_mode", "floor"));
    }

    /// <summary>(x - mean) / sqrt(variance + epsilon) * scale + shift per channel, with the given statistics.</summary>
    public Tensor BatchNormalization(Tensor input, Tensor scale, Tensor shift, Tensor mean, Tensor variance, float epsilon) =>
        Node("BatchNormalization", input.Shape, [input, scale, shift, mean, variance], Attribute("epsilon", epsilon));

    /// <summary>a * b + c for matrices, with a or b transposed when asked.</summary>
    public Tensor Gemm(Tensor a, Tensor b, Tensor? c = null, bool transposeA = false, bool transposeB = false)
    {
        var rows = a.Shape[transposeA ? 1 : 0];
        var columns = b.Shape[transposeB ? 0 : 1];
        Tensor[] inputs = c is null ? [a, b] : [a, b, c];
        return Node("Gemm", [rows, columns], inputs, Attribute("transA", transposeA ? 1 : 0), Attribute("transB", transposeB ? 1 : 0));
    }

    /// <summary>Product of the last two axes, sample by sample.</summary>
    public Tensor MatMul(Tensor a, Tensor b)
    {
        if (a.Shape[^1] != b.Shape[^2]) throw new ArgumentException($"MatMul in '{Scope}': the inner axes of {a} and {b} differ.");
        return Node("MatMul", [.. a.Shape[..^1], b.Shape[^1]], [a, b]);
    }

    /// <summary>The axes in another order.</summary>
    public Tensor Transpose(Tensor input, params ReadOnlySpan<int> order)
    {
        var shape = new int[order.Length];
        for (var i = 0; i < shape.Length; i++) shape[i] = input.Shape[order[i]];
        return Node("Transpose", shape, [input], Attribute("perm", order));
    }

    /// <summary>The same values in the same order with another shape; does not copy.</summary>
    public Tensor Reshape(Tensor input, params ReadOnlySpan<int> shape) => Node("Reshape", shape, [input, Integers(shape)]);

    /// <summary>(N, ...) as (N, everything else).</summary>
    public Tensor Flatten(Tensor input) =>
        Node("Flatten", [input.Shape[0], Shapes.Length(input.Shape[1..])], [input], Attribute("axis", 1));

    /// <summary>Reverses rows and columns (axes 2 and 3).</summary>
    public Tensor FlipKernel(Tensor input) =>
        Node("Slice", input.Shape, [input, Integers(-1, -1), Integers(int.MinValue, int.MinValue), Integers(2, 3), Integers(-1, -1)]);

    /// <summary>The sum over some axes, which are removed or kept with length 1.</summary>
    public Tensor ReduceSum(Tensor input, bool keepAxes, params ReadOnlySpan<int> axes) =>
        Node("ReduceSum", Reduced(input, keepAxes, axes), [input, Integers(axes)], Attribute("keepdims", keepAxes ? 1 : 0));

    /// <summary>The mean over some axes, which are removed or kept with length 1.</summary>
    public Tensor ReduceMean(Tensor input, bool keepAxes, params ReadOnlySpan<int> axes) =>
        Node("ReduceMean", Reduced(input, keepAxes, axes), [input], Attribute("axes", axes), Attribute("keepdims", keepAxes ? 1 : 0));

    /// <summary>a + b.</summary>
    public Tensor Add(Tensor a, Tensor b) => Node("Add", Shapes.Broadcast(a.Shape, b.Shape), [a, b]);

    /// <summary>a - b.</summary>
    public Tensor Sub(Tensor a, Tensor b) => Node("Sub", Shapes.Broadcast(a.Shape, b.Shape), [a, b]);

    /// <summary>a * b.</summary>
    public Tensor Mul(Tensor a, Tensor b) => Node("Mul", Shapes.Broadcast(a.Shape, b.Shape), [a, b]);

    /// <summary>a / b.</summary>
    public Tensor Div(Tensor a, Tensor b) => Node("Div", Shapes.Broadcast(a.Shape, b.Shape), [a, b]);

    /// <summary>1 where a equals b, 0 elsewhere.</summary>
    public Tensor Equal(Tensor a, Tensor b) => ToFloat(Node("Equal", Shapes.Broadcast(a.Shape, b.Shape), [a, b]));

    /// <summary>1 where a is greater than b, 0 elsewhere.</summary>
    public Tensor Greater(Tensor a, Tensor b) => ToFloat(Node("Greater", Shapes.Broadcast(a.Shape, b.Shape), [a, b]));

    /// <summary>max(x, 0).</summary>
    public Tensor Relu(Tensor input) => Node("Relu", input.Shape, [input]);

    /// <summary>1 / (1 + exp(-x)).</summary>
    public Tensor Sigmoid(Tensor input) => Node("Sigmoid", input.Shape, [input]);

    /// <summary>log(1 + exp(x)), without overflow.</summary>
    public Tensor Softplus(Tensor input) => Node("Softplus", input.Shape, [input]);

    /// <summary>-1, 0 or 1.</summary>
    public Tensor Sign(Tensor input) => Node("Sign", input.Shape, [input]);

    /// <summary>The absolute value.</summary>
    public Tensor Abs(Tensor input) => Node("Abs", input.Shape, [input]);

    /// <summary>The square root.</summary>
    public Tensor Sqrt(Tensor input) => Node("Sqrt", input.Shape, [input]);

    Tensor ToFloat(Tensor condition) =>
        Node("Cast", condition.Shape, [condition], Attribute("to", (int)Format.TensorProto.Types.DataType.Float));

    Tensor Pool(string operation, Tensor input, Window window)
    {
        var height = window.Slide(Scope, input.Shape[2]);
        var width = window.Slide(Scope, input.Shape[3]);
        return Node(operation, [input.Shape[0], input.Shape[1], height, width], [input],
            Attribute("kernel_shape", window.Kernel, window.Kernel), Attribute("strides", window.Stride, window.Stride),
            Attribute("pads", window.Padding, window.Padding, window.Padding, window.Padding));
    }

    static Format.AttributeProto[] WindowAttributes(Window window, int groups) =>
    [
        Attribute("kernel_shape", window.Kernel, window.Kernel), Attribute("strides", window.Stride, window.Stride),
        Attribute("dilations", window.Dilation, window.Dilation), Attribute("group", groups),
        Attribute("pads", window.Padding, window.Padding, window.Padding, window.Padding),
    ];

    static int[] Reduced(Tensor input, bool keepAxes, ReadOnlySpan<int> axes)
    {
        var shape = new List<int>();
        for (var i = 0; i < input.Rank; i++)
        {
            if (!axes.Contains(i)) shape.Add(input.Shape[i]);
            else if (keepAxes) shape.Add(1);
        }
        return [.. shape];
    }
}
