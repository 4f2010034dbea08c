using RobotVision.Training.Graph;

namespace RobotVision.Training.Layers;

/// <summary>The mean of every channel over all pixels: (C, H, W) -> (C).</summary>
/// <param name="Name">The layer's name.</param>
/// <remarks>Source: Lin et al., "Network In Network", 2014, section 3.2.</remarks>
public sealed record GlobalAveragePool(string Name) : Layer(Name)
{
    /// <inheritdoc/>
    public override IReadOnlyList<int> OutputShape(IReadOnlyList<int> input) => [Image(input).Channels];

    /// <inheritdoc/>
    public override LayerPass Forward(NetworkPass pass, Tensor input)
    {
        var graph = pass.Graph;
        return new(graph.Flatten(graph.GlobalAveragePool(input)), (gradient, inputWanted) =>
        {
            if (!inputWanted) return null;
            int rows = input.Shape[2], columns = input.Shape[3];
            var shares = new float[rows * columns];
            Array.Fill(shares, 1f / shares.Length);
            return graph.Mul(graph.Reshape(gradient, input.Shape[0], input.Shape[1], 1, 1), graph.Constant($"{Name}/shares", shares, 1, 1, rows, columns));
        });
    }
}
