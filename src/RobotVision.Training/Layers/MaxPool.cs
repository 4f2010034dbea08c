using RobotVision.Training.Graph;

namespace RobotVision.Training.Layers;

/// <summary>
/// The largest value of each square of Size x Size pixels: (C, H, W) -> (C, H', W') with H' = (H - Size + 2P)/S + 1, which is H / Size by default.
/// </summary>
/// <param name="Name">The layer's name.</param>
/// <param name="Size">Side of the square.</param>
public sealed record MaxPool(string Name, int Size = 2) : Layer(Name)
{
    /// <summary>Step from one square to the next; default the side of the square. A smaller step makes them overlap.</summary>
    public int? Stride { get; init; }

    /// <summary>Rows and columns of minus infinity around the image, fewer than <see cref="Size"/>; default 0.</summary>
    public int Padding { get; init; }

    Window Window => new(Size, Stride ?? Size, Padding);

    /// <inheritdoc/>
    public override IReadOnlyList<int> OutputShape(IReadOnlyList<int> input)
    {
        if (Padding >= Size) throw new ArgumentException($"Layer '{Name}': expected a padding below the size {Size}, found {Padding}.");
        var (channels, rows, columns) = Image(input);
        return [channels, Window.Slide(Name, rows), Window.Slide(Name, columns)];
    }

    /// <inheritdoc/>
    public override LayerPass Forward(NetworkPass pass, Tensor input)
    {
        var graph = pass.Graph;
        var output = graph.MaxPool(input, Window);
        return new(output, (gradient, inputWanted) =>
        {
            if (!inputWanted) return null;
            if (Window.Stride != Size || Padding > 0) return OverlappingGradient(graph, input, output, gradient);
            // The gradient goes to the pixel that was the largest. Where several were (in every flat part of an image) each gets
            // an equal share: without that division a flat image multiplies the gradient by four at each pool.
            var isLargest = graph.Equal(input, graph.Upsample(output, Size));
            var ties = graph.Mul(graph.AveragePool(isLargest, Window), graph.Scalar(Size * Size));
            return graph.Mul(isLargest, graph.Upsample(graph.Div(gradient, ties), Size));
        });
    }

    /// <summary>
    /// The gradient where squares overlap, and a pixel may be the largest in several: every tap of the square becomes a separate image that is compared
    /// with the output, and the shares are added at the pixels of the taps.
    /// </summary>
    Tensor OverlappingGradient(GraphBuilder graph, Tensor input, Tensor output, Tensor gradient)
    {
        int batch = input.Shape[0], channels = input.Shape[1], rows = output.Shape[2], columns = output.Shape[3], taps = Size * Size;
        var padded = Padding == 0 ? input : graph.Pad(input, Padding, float.NegativeInfinity);
        var images = new Tensor[taps];
        for (var i = 0; i < taps; i++)
        {
            // Slices instead of a one-hot convolution: they copy values exactly on every device.
            var image = graph.SlicePixels(padded, i / Size, i % Size, rows, columns, Window.Stride);
            images[i] = graph.Reshape(image, batch, channels, 1, rows * columns);
        }
        Tensor Single(Tensor tensor) => graph.Reshape(tensor, batch, channels, 1, rows * columns);
        var isLargest = graph.Equal(graph.Concat(2, images), Single(output));                              // (N, C, taps, pixels)
        var share = graph.Div(Single(gradient), graph.ReduceSum(isLargest, keepAxes: true, 2));            // (N, C, 1, pixels)
        var shares = graph.Reshape(graph.Mul(isLargest, share), batch, channels * taps, rows, columns);

        var oneHot = new float[channels * taps * taps];
        for (var row = 0; row < channels * taps; row++) oneHot[row * taps + row % taps] = 1;
        return graph.ConvTranspose(shares, graph.Constant($"{Name}/taps", oneHot, channels * taps, 1, Size, Size), Window, channels);
    }
}
