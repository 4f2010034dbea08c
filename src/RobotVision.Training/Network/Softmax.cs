using RobotVision.Training.Graph;

namespace RobotVision.Training.Network;

/// <summary>
/// exp(x) over its sum: probabilities of classes that exclude each other, over the features, or over the channels of each pixel.
/// </summary>
/// <param name="Name">The layer's name.</param>
/// <remarks>Before a softmax cross entropy leave it out: the losses take logits.</remarks>
public sealed record Softmax(string Name) : Layer(Name)
{
    /// <inheritdoc/>
    public override IReadOnlyList<int> OutputShape(IReadOnlyList<int> input) => input;

    /// <inheritdoc/>
    public override LayerPass Forward(NetworkPass pass, Tensor input)
    {
        var graph = pass.Graph;
        var output = graph.Softmax(input);
        return new(output, (gradient, inputWanted) =>
        {
            if (!inputWanted) return null;
            // dX = y * (dY - sum of dY * y): what raises all classes alike raises none.
            var common = graph.ReduceSum(graph.Mul(gradient, output), keepAxes: true, 1);
            return graph.Mul(output, graph.Sub(gradient, common));
        });
    }
}
