using RobotVision.Training.Graph;

namespace RobotVision.Training.Losses;

/// <summary>|d|, with no slope at 0.</summary>
public sealed class AbsoluteLoss : DifferenceLoss
{
    /// <inheritdoc/>
    protected override (Tensor Loss, Tensor Slope) Write(GraphBuilder graph, Tensor difference) =>
        (graph.Abs(difference), graph.Sign(difference));
}
