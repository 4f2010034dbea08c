using RobotVision.Training.Graph;

namespace RobotVision.Training.Network;

/// <summary>x where x is positive and <paramref name="Slope"/> * x elsewhere, so that no unit ever stops learning. At 0 the slope is the small one.</summary>
/// <param name="Name">The layer's name.</param>
/// <param name="Slope">What is left of a negative value.</param>
/// <remarks>Source: Maas et al., "Rectifier Nonlinearities Improve Neural Network Acoustic Models", 2013, equation 2.</remarks>
public sealed record LeakyRelu(string Name, float Slope = 0.01f) : Layer(Name)
{
    /// <inheritdoc/>
    public override IReadOnlyList<int> OutputShape(IReadOnlyList<int> input) => input;

    /// <inheritdoc/>
    public override LayerPass Forward(NetworkPass pass, Tensor input)
    {
        var graph = pass.Graph;
        return new(graph.LeakyRelu(input, Slope), (gradient, inputWanted) =>
        {
            if (!inputWanted) return null;
            var positive = graph.Greater(input, graph.Scalar(0));
            return graph.Mul(gradient, graph.Add(graph.Mul(positive, graph.Scalar(1 - Slope)), graph.Scalar(Slope)));
        });
    }
}
