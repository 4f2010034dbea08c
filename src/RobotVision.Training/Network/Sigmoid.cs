using RobotVision.Training.Graph;

namespace RobotVision.Training.Network;

/// <summary>y = 1 / (1 + exp(-x)), value by value, with the slope y * (1 - y).</summary>
/// <param name="Name">The layer's name.</param>
/// <remarks>Before a cross entropy leave it out: the losses take logits.</remarks>
public sealed record Sigmoid(string Name) : Layer(Name)
{
    /// <inheritdoc/>
    public override IReadOnlyList<int> OutputShape(IReadOnlyList<int> input) => input;

    /// <inheritdoc/>
    public override LayerPass Forward(NetworkPass pass, Tensor input)
    {
        var graph = pass.Graph;
        var output = graph.Sigmoid(input);
        return new(output, (gradient, inputWanted) =>
            inputWanted ? graph.Mul(gradient, graph.Mul(output, graph.Sub(graph.Scalar(1), output))) : null);
    }
}
