using RobotVision.Training.Graph;

namespace RobotVision.Training.Losses;

/// <summary>A loss of the difference d = output - target of each value alone, times its weight, summed over the sample, mean over the batch.</summary>
public abstract class DifferenceLoss : Loss
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Parts { get; } = ["value"];

    /// <inheritdoc/>
    public override LossPass Write(GraphBuilder graph, Tensor output, Tensor target, Tensor weight)
    {
        weight = graph.Mul(weight, graph.Scalar(1f / output.Shape[0]));
        var (loss, slope) = Write(graph, graph.Sub(output, target));
        return new([Total(graph, graph.Mul(loss, weight))], graph.Mul(slope, weight));
    }

    /// <summary>Writes the loss of each difference and its slope.</summary>
    protected abstract (Tensor Loss, Tensor Slope) Write(GraphBuilder graph, Tensor difference);
}
