using RobotVision.Detection;
using RobotVision.Training.Graph;

namespace RobotVision.Training.Learning;

/// <summary>
/// The loss of a <see cref="GridLayout"/>: binary cross entropy for the confidences, or what else is chosen, the absolute difference for offsets
/// and sizes; each value times its weight, summed over the sample, mean over the batch. <see cref="GridTargets"/> makes targets and weights.
/// </summary>
/// <param name="confidence">What a wrong confidence costs.</param>
/// <remarks>Source: Zhou et al., "Objects as Points", 2019, for Gaussian targets and L1.</remarks>
public sealed class GridLoss(ConfidenceLoss confidence = ConfidenceLoss.CrossEntropy) : Loss
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Parts { get; } = ["class", "box"];

    /// <inheritdoc/>
    public override LossPass Write(GraphBuilder graph, Tensor output, Tensor target, Tensor weight)
    {
        int batch = output.Shape[0], values = GridLayout.ValuesPerClass, cells = output.Shape[2] * output.Shape[3];
        int[] shape = [.. output.Shape];
        Tensor ByClass(Tensor tensor) => graph.Reshape(tensor, batch, ObjectClasses.Count, values, cells);
        (output, target, weight) = (ByClass(output), ByClass(target), graph.Mul(ByClass(weight), graph.Scalar(1f / batch)));

        // Both formulas run over all values and a constant chooses: the output is small, and the graph stays short.
        var isLogit = graph.Constant("grid/is_logit", [1, 0, 0, 0, 0], values, 1);
        var isBox = graph.Constant("grid/is_box", [0, 1, 1, 1, 1], values, 1);
        var difference = graph.Sub(output, target);
        var classes = Total(graph, graph.Mul(graph.Mul(Price(graph, output, target), weight), isLogit));
        var boxes = Total(graph, graph.Mul(graph.Mul(graph.Abs(difference), weight), isBox));

        var slope = graph.Add(
            graph.Mul(SlopeOfPrice(graph, output, target), isLogit),
            graph.Mul(graph.Sign(difference), isBox));
        var gradient = graph.Reshape(graph.Mul(slope, weight), shape);
        return new([classes, boxes], gradient);
    }

    /// <summary>The cross entropy H of p = sigmoid(z) and t; or (p - t)^2 H.</summary>
    Tensor Price(GraphBuilder graph, Tensor logit, Tensor target)
    {
        var entropy = CrossEntropy(graph, logit, target);
        if (confidence == ConfidenceLoss.CrossEntropy) return entropy;
        var wrong = graph.Sub(graph.Sigmoid(logit), target);
        return graph.Mul(graph.Mul(wrong, wrong), entropy);
    }

    /// <summary>The slope of <see cref="Price"/>: p - t; or with d = p - t, d (2 p (1 - p) H + d^2).</summary>
    Tensor SlopeOfPrice(GraphBuilder graph, Tensor logit, Tensor target)
    {
        var sure = graph.Sigmoid(logit);
        var wrong = graph.Sub(sure, target);
        if (confidence == ConfidenceLoss.CrossEntropy) return wrong;
        var rise = graph.Mul(graph.Mul(graph.Mul(sure, graph.Sigmoid(graph.Neg(logit))), graph.Scalar(2)), CrossEntropy(graph, logit, target));
        return graph.Mul(wrong, graph.Add(rise, graph.Mul(wrong, wrong)));
    }
}
