using RobotVision.Training.Graph;

namespace RobotVision.Training.Network;

/// <summary>max(x, 0), value by value. Its slope is 1 where the output is positive and 0 elsewhere, at 0 too.</summary>
/// <param name="Name">The layer's name.</param>
public sealed record Relu(string Name) : Layer(Name)
{
    /// <inheritdoc/>
    public override IReadOnlyList<int> OutputShape(IReadOnlyList<int> input) => input;

    /// <inheritdoc/>
    public override LayerPass Forward(NetworkPass pass, Tensor input)
    {
        var output = pass.Graph.Relu(input);
        // The output is never negative, so its sign is the slope.
        return new(output, (gradient, inputWanted) => inputWanted ? pass.Graph.Mul(gradient, pass.Graph.Sign(output)) : null);
    }
}
