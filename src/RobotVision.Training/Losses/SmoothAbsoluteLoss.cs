using RobotVision.Training.Graph;

namespace RobotVision.Training.Losses;

/// <summary>d^2 / (2 limit) where |d| is below the limit, |d| - limit / 2 beyond: absolute without the kink.</summary>
/// <param name="limit">Where the parabola ends, above 0.</param>
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
