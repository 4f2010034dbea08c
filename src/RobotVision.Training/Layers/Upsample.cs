using RobotVision.Training.Graph;

namespace RobotVision.Training.Layers;

/// <summary>Repeats every pixel in a square of Factor x Factor ("nearest"): (C, H, W) -> (C, Factor * H, Factor * W).</summary>
/// <param name="Name">The layer's name.</param>
/// <param name="Factor">How many times as many rows and columns, at least 1.</param>
public sealed record Upsample(string Name, int Factor = 2) : Layer(Name)
{
    /// <inheritdoc/>
    public override IReadOnlyList<int> OutputShape(IReadOnlyList<int> input)
    {
        if (Factor < 1) throw new ArgumentException($"Layer '{Name}': expected a factor of at least 1, found {Factor}.");
        var (channels, rows, columns) = Image(input);
        return [channels, rows * Factor, columns * Factor];
    }

    /// <inheritdoc/>
    public override LayerPass Forward(NetworkPass pass, Tensor input)
    {
        var graph = pass.Graph;
        // The gradient of a pixel is the sum of its copies' gradients: their mean times their number.
        return new(graph.Upsample(input, Factor), (gradient, inputWanted) =>
            inputWanted ? graph.Mul(graph.AveragePool(gradient, new(Factor, Factor)), graph.Scalar(Factor * Factor)) : null);
    }
}
