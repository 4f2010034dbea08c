using RobotVision.Training.Graph;

namespace RobotVision.Training.Layers;

/// <summary>
/// Normalises every value by the values of <paramref name="Size"/> neighbouring channels at the same pixel:
/// y = x / (Bias + Alpha * sum of x^2)^Beta. (C, H, W) -> (C, H, W).
/// </summary>
/// <param name="Name">The layer's name.</param>
/// <param name="Size">Number of channels, the value's own in the middle; odd.</param>
/// <param name="Alpha">Weight of the sum of squares.</param>
/// <param name="Beta">The power.</param>
/// <param name="Bias">Added to the sum.</param>
/// <remarks>Source: Krizhevsky et al., "ImageNet Classification with Deep Convolutional Neural Networks", 2012, section 3.3, with its constants.</remarks>
public sealed record LocalResponseNormalisation(
    string Name, int Size = 5, float Alpha = 1e-4f, float Beta = 0.75f, float Bias = 2) : Layer(Name)
{
    /// <inheritdoc/>
    public override IReadOnlyList<int> OutputShape(IReadOnlyList<int> input)
    {
        Image(input);
        return Size > 0 && Size % 2 == 1 ? input : throw new ArgumentException($"Layer '{Name}': expected an odd number of channels, found {Size}.");
    }

    /// <inheritdoc/>
    public override LayerPass Forward(NetworkPass pass, Tensor input)
    {
        // ONNX divides alpha by the size; the paper does not.
        var output = pass.Graph.Lrn(input, Size, Alpha * Size, Beta, Bias);
        return new(output, (gradient, inputWanted) => inputWanted ? Gradient(pass.Graph, input, gradient) : null);
    }

    /// <summary>
    /// With d = Bias + Alpha * sum of x^2 over the neighbours: dX = dY * d^-Beta - 2 Alpha Beta x * (sum of dY * x * d^(-Beta - 1) over
    /// the neighbours). The neighbour relation is symmetric, so one band matrix of ones, as a 1x1 convolution, computes both sums.
    /// </summary>
    Tensor Gradient(GraphBuilder graph, Tensor input, Tensor gradient)
    {
        var channels = input.Shape[1];
        var ones = new float[channels * channels];
        for (var i = 0; i < ones.Length; i++)
            if (Math.Abs(i / channels - i % channels) <= Size / 2) ones[i] = 1;
        var neighbours = graph.Constant($"{Name}/neighbours", ones, channels, channels, 1, 1);
        var squares = graph.Conv(graph.Mul(input, input), neighbours, new(1));
        var divisor = graph.Add(graph.Mul(squares, graph.Scalar(Alpha)), graph.Scalar(Bias));
        var direct = graph.Mul(gradient, graph.Pow(divisor, -Beta));
        var shared = graph.Conv(graph.Div(graph.Mul(direct, input), divisor), neighbours, new(1));
        return graph.Sub(direct, graph.Mul(graph.Mul(input, shared), graph.Scalar(2 * Alpha * Beta)));
    }
}
