using RobotVision.Training.Graph;

namespace RobotVision.Training.Losses;

/// <summary>d^2 / 2: what the delta rule goes down.</summary>
/// <remarks>Source: Widrow and Hoff, "Adaptive Switching Circuits", 1960.</remarks>
public sealed class SquaredLoss : DifferenceLoss
{
    /// <inheritdoc/>
    protected override (Tensor Loss, Tensor Slope) Write(GraphBuilder graph, Tensor difference) =>
        (graph.Mul(graph.Mul(difference, difference), graph.Scalar(0.5f)), difference);
}
