using RobotVision.Training.Graph;

namespace RobotVision.Training.Layers;

/// <summary>(C, H, W) as one row of C * H * W features, channel by channel.</summary>
/// <param name="Name">The layer's name.</param>
public sealed record Flatten(string Name) : Layer(Name)
{
    /// <inheritdoc/>
    public override IReadOnlyList<int> OutputShape(IReadOnlyList<int> input) => [Shapes.Length([.. input])];

    /// <inheritdoc/>
    public override LayerPass Forward(NetworkPass pass, Tensor input) =>
        new(pass.Graph.Flatten(input), (gradient, inputWanted) => inputWanted ? pass.Graph.Reshape(gradient, input.Shape) : null);
}
