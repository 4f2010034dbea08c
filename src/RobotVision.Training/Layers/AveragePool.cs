using RobotVision.Training.Graph;

namespace RobotVision.Training.Layers;

/// <summary>
/// The mean of each square of Size x Size pixels: (C, H, W) -> (C, H', W') with H' = (H - Size)/S + 1.
/// </summary>
/// <param name="Name">The layer's name.</param>
/// <param name="Size">Side of the square.</param>
/// <param name="Stride">Step to the next one; the side of the square when left out.</param>
public sealed record AveragePool(string Name, int Size = 2, int? Stride = null) : Layer(Name)
{
    Window Window => new(Size, Stride ?? Size);

    /// <inheritdoc/>
    public override IReadOnlyList<int> OutputShape(IReadOnlyList<int> input)
    {
        var (channels, rows, columns) = Image(input);
        return [channels, Window.Slide(Name, rows), Window.Slide(Name, columns)];
    }

    /// <inheritdoc/>
    public override LayerPass Forward(NetworkPass pass, Tensor input)
    {
        var graph = pass.Graph;
        return new(graph.AveragePool(input, Window), (gradient, inputWanted) =>
        {
            if (!inputWanted) return null;
            // Every pixel of a square gets the same share.
            var share = 1f / (Size * Size);
            if (Window.Stride == Size) return graph.Upsample(graph.Mul(gradient, graph.Scalar(share)), Size);
            var channels = input.Shape[1];
            var shares = new float[channels * Size * Size];
            Array.Fill(shares, share);
            return graph.ConvTranspose(gradient, graph.Constant($"{Name}/shares", shares, channels, 1, Size, Size), Window, channels);
        });
    }
}
