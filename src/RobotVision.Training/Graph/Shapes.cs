namespace RobotVision.Training.Graph;

/// <summary>Arithmetic with the shapes of tensors.</summary>
public static class Shapes
{
    /// <summary>
    /// The output length of a window that slides along one axis: (I - F + 2P) / S + 1, where F is the window's reach
    /// (dilation * (kernel - 1) + 1).
    /// </summary>
    /// <param name="layer">The layer's name, for the message.</param>
    /// <param name="input">I, the length of the axis.</param>
    /// <param name="reach">F, the length that the window spans.</param>
    /// <param name="stride">S, the step from one window to the next.</param>
    /// <param name="padding">P, zeros added on each side.</param>
    /// <exception cref="ArgumentException">The division leaves a remainder, or the window is longer than the padded axis.</exception>
    /// <remarks>Source: Karpathy, CS231n, "Convolutional Networks", spatial arrangement.</remarks>
    public static int Slide(string layer, int input, int reach, int stride, int padding)
    {
        if (reach < 1 || stride < 1 || padding < 0)
            throw new ArgumentException($"Layer '{layer}': expected a kernel and a stride of at least 1 and no negative padding, "
                + $"found a reach of {reach}, stride {stride}, padding {padding}.");
        var span = input - reach + 2 * padding;
        if (span < 0 || span % stride != 0)
            throw new ArgumentException(
                $"Layer '{layer}': expected (I - F + 2P)/S + 1 to be a whole positive number, found ({input} - {reach} + 2*{padding})/{stride} + 1 = "
                + FormattableString.Invariant($"{(double)span / stride + 1:0.###}. Change the kernel, the padding or the stride."));
        return span / stride + 1;
    }

    /// <summary>The number of values of a shape.</summary>
    /// <exception cref="InvalidOperationException">The batch size is open.</exception>
    public static int Length(ReadOnlySpan<int> shape)
    {
        var length = 1;
        foreach (var axis in shape)
        {
            if (axis < 0) throw new InvalidOperationException($"Shape {Text(shape)}: the batch size is open, so it has no length.");
            length = checked(length * axis);
        }
        return length;
    }

    /// <summary>The shape of an element-wise operation between two tensors.</summary>
    /// <exception cref="ArgumentException">Two axes differ and neither is 1.</exception>
    /// <remarks>Source: ONNX, "Multidirectional Broadcasting".</remarks>
    public static int[] Broadcast(ReadOnlySpan<int> left, ReadOnlySpan<int> right)
    {
        var shape = new int[Math.Max(left.Length, right.Length)];
        for (var i = 1; i <= shape.Length; i++)
        {
            var a = i <= left.Length ? left[^i] : 1;
            var b = i <= right.Length ? right[^i] : 1;
            if (a != b && a != 1 && b != 1)
                throw new ArgumentException($"Shapes {Text(left)} and {Text(right)} do not go together: axis {i} from the end is {a} and {b}.");
            shape[^i] = a == 1 ? b : a;
        }
        return shape;
    }

    /// <summary>The shape in the form <c>(32, 3, 96, 96)</c>, with N for an open batch.</summary>
    public static string Text(ReadOnlySpan<int> shape)
    {
        var axes = new string[shape.Length];
        for (var i = 0; i < axes.Length; i++)
            axes[i] = shape[i] == Tensor.AnyBatch ? "N" : FormattableString.Invariant($"{shape[i]}");
        return $"({string.Join(", ", axes)})";
    }
}

/// <summary>How a square window moves over the rows and columns of an image.</summary>
/// <param name="Kernel">Taps along each side, at least 1.</param>
/// <param name="Stride">Steps from one window to the next, at least 1.</param>
/// <param name="Padding">Zeros added around the image, on every side.</param>
/// <param name="Dilation">Distance between neighbouring taps; 1 is a window without gaps.</param>
public readonly record struct Window(int Kernel, int Stride = 1, int Padding = 0, int Dilation = 1)
{
    /// <summary>The pixels that the window spans: dilation * (kernel - 1) + 1.</summary>
    public int Reach => Dilation * (Kernel - 1) + 1;

    /// <summary>The length of the output along an axis, by (I - F + 2P)/S + 1.</summary>
    /// <exception cref="ArgumentException">The result is not an integer; the message names the layer.</exception>
    public int Slide(string layer, int length) => Shapes.Slide(layer, length, Reach, Stride, Padding);
}
