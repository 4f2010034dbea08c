using RobotVision.Training.Graph;

namespace RobotVision.Training.Layers;

/// <summary>
/// Slides <paramref name="Filters"/> windows over the image; each output pixel is the weighted sum of the pixels in the window.
/// (C, H, W) -> (Filters, H', W') with H' = (H - F + 2P)/S + 1, weights (Filters, C / Groups, Kernel, Kernel).
/// </summary>
/// <param name="Name">The layer's name.</param>
/// <param name="Filters">Output channels.</param>
/// <param name="Kernel">Taps along each side.</param>
/// <param name="Stride">Step of the window.</param>
/// <param name="Padding">Zeros around the image.</param>
/// <param name="Dilation">Distance between taps.</param>
/// <param name="Bias">Whether a bias is added; leave it out before a batch normalisation, which has a shift of its own.</param>
public sealed record Convolution(
    string Name, int Filters, int Kernel = 3, int Stride = 1, int Padding = 0, int Dilation = 1, bool Bias = true) : Layer(Name)
{
    /// <summary>Initial bias of each output channel; zeros when null.</summary>
    public Func<int, float>? StartBias { get; init; }

    /// <summary>Whether the weights start at 0 instead of at random; default false.</summary>
    public bool StartsAtZero { get; init; }

    /// <summary>
    /// Groups of channels and filters; each filter sees only the channels of its group. Default 1; as many groups as channels is a depthwise
    /// convolution.
    /// </summary>
    public int Groups { get; init; } = 1;

    /// <summary>Depthwise convolution: one filter per channel, which sees only that channel.</summary>
    /// <inheritdoc cref="Convolution(string, int, int, int, int, int, bool)"/>
    /// <param name="Name">The layer's name.</param>
    /// <param name="Channels">Input and output channels.</param>
    /// <param name="Kernel">Taps along each side.</param>
    /// <param name="Stride">Step of the window.</param>
    /// <param name="Padding">Zeros around the image.</param>
    /// <param name="Dilation">Distance between taps.</param>
    /// <param name="Bias">Whether a bias is added.</param>
    /// <remarks>Source: Howard et al., "MobileNets", 2017, section 3.1.</remarks>
    public static Convolution Depthwise(
        string Name, int Channels, int Kernel = 3, int Stride = 1, int Padding = 0, int Dilation = 1, bool Bias = true) =>
        new(Name, Channels, Kernel, Stride, Padding, Dilation, Bias) { Groups = Channels };

    /// <summary>The name of the weights.</summary>
    public string WeightName => $"{Name}.weight";

    /// <summary>The name of the bias.</summary>
    public string BiasName => $"{Name}.bias";

    Window Window => new(Kernel, Stride, Padding, Dilation);

    /// <inheritdoc/>
    public override IReadOnlyList<int> OutputShape(IReadOnlyList<int> input)
    {
        var (channels, rows, columns) = Image(input);
        if (Groups < 1 || channels % Groups != 0 || Filters % Groups != 0)
            throw new ArgumentException(
                $"Layer '{Name}': expected channels and filters that divide into {Groups} groups, found {channels} channels and {Filters} filters.");
        return [Filters, Window.Slide(Name, rows), Window.Slide(Name, columns)];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters(IReadOnlyList<int> input)
    {
        var (channels, _, _) = Image(input);
        var inputs = channels / Groups * Kernel * Kernel;
        var weight = new Parameter(WeightName, ParameterKind.Weight, [Filters, channels / Groups, Kernel, Kernel], StartsAtZero ? 0 : inputs);
        return Bias ? [weight, new(BiasName, ParameterKind.Offset, [Filters], Start: StartBias)] : [weight];
    }

    /// <inheritdoc/>
    public override long MultiplyAdds(IReadOnlyList<int> input) =>
        OutputShape(input) is [_, var rows, var columns] ? (long)rows * columns * Filters * (input[0] / Groups) * Kernel * Kernel : 0;

    /// <inheritdoc/>
    public override LayerPass Forward(NetworkPass pass, Tensor input) => new(Apply(pass, input), (gradient, inputWanted) =>
    {
        Learn(pass, input, gradient);
        return inputWanted ? Back(pass, gradient) : null;
    });

    /// <summary>Writes the convolution of an input, which may be one of several.</summary>
    internal Tensor Apply(NetworkPass pass, Tensor input) =>
        pass.Graph.Conv(input, pass.Parameter(WeightName), Window, Bias ? pass.Parameter(BiasName) : null, Groups);

    /// <summary>Sets the gradients of the parameters from those of the output; once a pass, with all inputs.</summary>
    internal void Learn(NetworkPass pass, Tensor input, Tensor gradient)
    {
        pass.SetGradient(WeightName, WeightGradient(pass.Graph, input, gradient));
        if (Bias) pass.SetGradient(BiasName, pass.Graph.ReduceSum(gradient, keepAxes: false, 0, 2, 3));
    }

    /// <summary>The gradient of the input from that of the output.</summary>
    internal Tensor Back(NetworkPass pass, Tensor gradient) => InputGradient(pass.Graph, pass.Parameter(WeightName), gradient);

    /// <summary>
    /// dW[f, c, i, j] = sum over samples and output pixels of dY[f, pixel] * X[c, the pixel under tap (i, j)]: a matrix product
    /// of the gradient with the windows laid out as columns.
    /// </summary>
    Tensor WeightGradient(GraphBuilder graph, Tensor input, Tensor gradient)
    {
        int batch = input.Shape[0], channels = input.Shape[1], pixels = gradient.Shape[2] * gradient.Shape[3];
        var taps = channels * Kernel * Kernel;
        var columns = Columns(graph, input);                                                       // (N, taps, H', W')
        if (Groups > 1) return GroupedWeightGradient(graph, columns, gradient);
        columns = graph.Reshape(columns, batch, taps, pixels);                                     // (N, taps, pixels)
        var rows = graph.Transpose(graph.Reshape(gradient, batch, Filters, pixels), 0, 2, 1);      // (N, pixels, F)
        var sum = graph.ReduceSum(graph.MatMul(columns, rows), keepAxes: false, 0);                // (taps, F)
        return graph.Reshape(graph.Transpose(sum, 1, 0), Filters, channels, Kernel, Kernel);
    }

    /// <summary>The same product, group by group.</summary>
    Tensor GroupedWeightGradient(GraphBuilder graph, Tensor columns, Tensor gradient)
    {
        int batch = columns.Shape[0], taps = columns.Shape[1] / Groups, filters = Filters / Groups, pixels = gradient.Shape[2] * gradient.Shape[3];
        columns = graph.Reshape(columns, batch, Groups, taps, pixels);                                          // (N, G, taps, pixels)
        var rows = graph.Transpose(graph.Reshape(gradient, batch, Groups, filters, pixels), 0, 1, 3, 2);        // (N, G, pixels, F/G)
        var sum = graph.ReduceSum(graph.MatMul(columns, rows), keepAxes: false, 0);                             // (G, taps, F/G)
        return graph.Reshape(graph.Transpose(sum, 0, 2, 1), Filters, taps / (Kernel * Kernel), Kernel, Kernel);
    }

    /// <summary>
    /// im2col, written as a convolution with one output channel for every tap of every channel, whose only non-zero weight is a one at that tap. The
    /// fastest of the measured alternatives.
    /// </summary>
    Tensor Columns(GraphBuilder graph, Tensor input)
    {
        if (Kernel == 1 && Stride == 1 && Padding == 0) return input;
        int channels = input.Shape[1], taps = Kernel * Kernel;
        var oneHot = new float[channels * taps * taps];
        for (var row = 0; row < channels * taps; row++) oneHot[row * taps + row % taps] = 1;
        var picker = graph.Constant($"{Name}/columns", oneHot, channels * taps, 1, Kernel, Kernel);
        return graph.Conv(input, picker, Window, groups: channels);
    }

    /// <summary>
    /// dX, the transposed convolution of the gradient. With stride 1 it is a convolution with the kernel flipped and input and output channels swapped.
    /// </summary>
    Tensor InputGradient(GraphBuilder graph, Tensor weights, Tensor gradient)
    {
        var padding = Window.Reach - 1 - Padding;
        if (Stride > 1 || padding < 0) return graph.ConvTranspose(gradient, weights, Window, Groups);
        var flipped = Kernel == 1 ? weights : graph.FlipKernel(weights);
        return graph.Conv(gradient, Swapped(graph, flipped), new(Kernel, 1, padding, Dilation), groups: Groups);
    }

    /// <summary>Input and output channels swapped within each group: (F, C/G, k, k) -> (C, F/G, k, k).</summary>
    Tensor Swapped(GraphBuilder graph, Tensor weights)
    {
        if (Groups == 1) return graph.Transpose(weights, 1, 0, 2, 3);
        int filters = Filters / Groups, channels = weights.Shape[1];
        var apart = graph.Transpose(graph.Reshape(weights, Groups, filters, channels, Kernel, Kernel), 0, 2, 1, 3, 4);
        return graph.Reshape(apart, Groups * channels, filters, Kernel, Kernel);
    }
}
