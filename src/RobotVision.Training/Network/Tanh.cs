using RobotVision.Training.Graph;

namespace RobotVision.Training.Network;

/// <summary>y = tanh(x), value by value, with the slope 1 - y^2.</summary>
/// <param name="Name">The layer's name.</param>
public sealed record Tanh(string Name) : Layer(Name)
{
    /// <inheritdoc/>
    public override IReadOnlyList<int> OutputShape(IReadOnlyList<int> input) => input;

    /// <inheritdoc/>
    public override LayerPass Forward(NetworkPass pass, Tensor input)
    {
        var graph = pass.Graph;
        var output = graph.Tanh(input);
        return new(output, (gradient, inputWanted) =>
            inputWanted ? graph.Mul(gradient, graph.Sub(graph.Scalar(1), graph.Mul(output, output))) : null);
    }
}
