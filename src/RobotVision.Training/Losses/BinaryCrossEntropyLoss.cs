using RobotVision.Training.Graph;

namespace RobotVision.Training.Losses;

/// <summary>Binary cross-entropy of independent logits, times the weight, summed over the sample, mean over the batch.</summary>
public sealed class BinaryCrossEntropyLoss : Loss
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Parts { get; } = ["class"];

    /// <inheritdoc/>
    public override LossPass Write(GraphBuilder graph, Tensor output, Tensor target, Tensor weight)
    {
        weight = graph.Mul(weight, graph.Scalar(1f / output.Shape[0]));
        var loss = Total(graph, graph.Mul(CrossEntropy(graph, output, target), weight));
        return new([loss], graph.Mul(graph.Sub(graph.Sigmoid(output), target), weight));
    }
}
