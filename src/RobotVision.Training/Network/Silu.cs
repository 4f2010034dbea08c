using RobotVision.Training.Graph;

namespace RobotVision.Training.Network;

/// <summary>x * sigmoid(x), a smooth relative of ReLU.</summary>
/// <param name="Name">The layer's name.</param>
/// <remarks>Source: Elfwing et al., "Sigmoid-Weighted Linear Units", 2018, equations 9 and 10.</remarks>
public sealed record Silu(string Name) : Layer(Name)
{
    /// <inheritdoc/>
    public override IReadOnlyList<int> OutputShape(IReadOnlyList<int> input) => input;

    /// <inheritdoc/>
    public override LayerPass Forward(NetworkPass pass, Tensor input)
    {
        var graph = pass.Graph;
        var gate = graph.Sigmoid(input);
        return new(graph.Mul(input, gate), (gradient, inputWanted) =>
        {
            if (!inputWanted) return null;
            // With s = sigmoid(x): s * (1 + x * (1 - s)).
            var one = graph.Scalar(1);
            var slope = graph.Mul(gate, graph.Add(graph.Mul(input, graph.Sub(one, gate)), one));
            return graph.Mul(gradient, slope);
        });
    }
}
