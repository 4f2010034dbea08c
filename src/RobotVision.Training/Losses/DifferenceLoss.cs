using RobotVision.Training.Graph;

namespace RobotVision.Training.Losses;

/// <summary>A loss of the difference d = output - target, element by element, times the weight, summed over the sample, mean over the batch.</summary>
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

    /// <summary>Writes the loss of each difference and its derivative.</summary>
    protected abstract (Tensor Loss, Tensor Slope) Write(GraphBuilder graph, Tensor difference);
}

/// <summary>L1 loss, |d|, with derivative 0 at 0.</summary>
public sealed class AbsoluteLoss : DifferenceLoss
{
    /// <inheritdoc/>
    protected override (Tensor Loss, Tensor Slope) Write(GraphBuilder graph, Tensor difference) =>
        (graph.Abs(difference), graph.Sign(difference));
}

/// <summary>d^2 / 2, the loss of the delta rule.</summary>
/// <remarks>Source: Widrow and Hoff, "Adaptive Switching Circuits", 1960.</remarks>
public sealed class SquaredLoss : DifferenceLoss
{
    /// <inheritdoc/>
    protected override (Tensor Loss, Tensor Slope) Write(GraphBuilder graph, Tensor difference) =>
        (graph.Mul(graph.Mul(difference, difference), graph.Scalar(0.5f)), difference);
}

/// <summary>Smooth L1 loss: d^2 / (2 limit) where |d| is below the limit, |d| - limit / 2 beyond.</summary>
/// <param name="limit">End of the quadratic part, above 0.</param>
/// <remarks>Source: Girshick, "Fast R-CNN", 2015, equation 3, where the limit is 1.</remarks>
public sealed class SmoothAbsoluteLoss(float limit = 1) : DifferenceLoss
{
    /// <inheritdoc/>
    protected override (Tensor Loss, Tensor Slope) Write(GraphBuilder graph, Tensor difference)
    {
        // With c = min(|d|, limit) one formula holds on both sides: c (|d| - c/2) / limit.
        var amount = graph.Abs(difference);
        var curved = graph.Mul(graph.Min(amount, graph.Scalar(limit)), graph.Scalar(1 / limit));                   // c / limit
        var loss = graph.Mul(curved, graph.Sub(amount, graph.Mul(curved, graph.Scalar(limit / 2))));
        return (loss, graph.Mul(graph.Sign(difference), curved));
    }
}
