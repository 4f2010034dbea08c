using RobotVision.Detection;
using RobotVision.Training.Graph;

namespace RobotVision.Training.Learning;

/// <summary>
/// The loss of a <see cref="GridLayout"/>: binary cross entropy for the confidences, the absolute difference for offsets and
/// sizes; each value times its weight, summed over the sample, mean over the batch. <see cref="GridTargets"/> makes targets and weights.
/// </summary>
/// <remarks>Source: Zhou et al., "Objects as Points", 2019, for Gaussian targets and L1; cross entropy instead of focal was as good in our prototype.</remarks>
public sealed class GridLoss : Loss
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Parts { get; } = ["class", "box"];

    /// <inheritdoc/>
    public override LossPass Write(GraphBuilder graph, Tensor output, Tensor target, Tensor weight)
    {
        int batch = output.Shape[0], values = GridLayout.ValuesPerClass, cells = GridLayout.Cells * GridLayout.Cells;
        Tensor ByClass(Tensor tensor) => graph.Reshape(tensor, batch, ObjectClasses.Count, values, cells);
        (output, target, weight) = (ByClass(output), ByClass(target), graph.Mul(ByClass(weight), graph.Scalar(1f / batch)));

        // Both formulas run over all values and a constant chooses: the output is small, and the graph stays short.
        var isLogit = graph.Constant("grid/is_logit", [1, 0, 0, 0, 0], values, 1);
        var isBox = graph.Constant("grid/is_box", [0, 1, 1, 1, 1], values, 1);
        var difference = graph.Sub(output, target);
        var classes = Total(graph, graph.Mul(graph.Mul(CrossEntropy(graph, output, target), weight), isLogit));
        var boxes = Total(graph, graph.Mul(graph.Mul(graph.Abs(difference), weight), isBox));

        var slope = graph.Add(
            graph.Mul(graph.Sub(graph.Sigmoid(output), target), isLogit),
            graph.Mul(graph.Sign(difference), isBox));
        var gradient = graph.Reshape(graph.Mul(slope, weight), batch, GridLayout.Channels, GridLayout.Cells, GridLayout.Cells);
        return new([classes, boxes], gradient);
    }
}
