using System.Text.Json.Serialization;
using RobotVision.Detections;
using RobotVision.Training.Graph;
using RobotVision.Training.Targets;

namespace RobotVision.Training.Losses;

/// <summary>
/// The loss of a <see cref="GridLayout"/>: binary cross-entropy or quality focal loss for the confidences, L1 for offsets and sizes; each value times
/// its weight, summed over the sample, mean over the batch. <see cref="GridTargets"/> makes targets and weights.
/// </summary>
/// <param name="kind">The loss of the confidences.</param>
/// <remarks>Source: Zhou et al., "Objects as Points", 2019, for Gaussian targets and L1.</remarks>
public sealed class GridLoss(ConfidenceLossKind kind = ConfidenceLossKind.CrossEntropy) : Loss
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Parts { get; } = ["class", "box"];

    /// <inheritdoc/>
    public override LossPass Write(GraphBuilder graph, Tensor output, Tensor target, Tensor weight)
    {
        int batch = output.Shape[0], values = GridLayout.ValuesPerClass, cells = output.Shape[2] * output.Shape[3];
        int[] shape = [.. output.Shape];
        Tensor ByClass(Tensor tensor) => graph.Reshape(tensor, batch, output.Shape[1] / values, values, cells);
        (output, target, weight) = (ByClass(output), ByClass(target), graph.Mul(ByClass(weight), graph.Scalar(1f / batch)));

        // Both formulas run over all values and a constant mask selects: the output is small, and the graph stays short.
        var isLogit = graph.Constant("grid/is_logit", [1, 0, 0, 0, 0], values, 1);
        var isBox = graph.Constant("grid/is_box", [0, 1, 1, 1, 1], values, 1);
        var difference = graph.Sub(output, target);
        var classes = Total(graph, graph.Mul(graph.Mul(ConfidenceLoss(graph, output, target), weight), isLogit));
        var boxes = Total(graph, graph.Mul(graph.Mul(graph.Abs(difference), weight), isBox));

        var slope = graph.Add(
            graph.Mul(ConfidenceSlope(graph, output, target), isLogit),
            graph.Mul(graph.Sign(difference), isBox));
        var gradient = graph.Reshape(graph.Mul(slope, weight), shape);
        return new([classes, boxes], gradient);
    }

    /// <summary>The cross-entropy H of p = sigmoid(z) and t; or (p - t)^2 H.</summary>
    Tensor ConfidenceLoss(GraphBuilder graph, Tensor logit, Tensor target)
    {
        var entropy = CrossEntropy(graph, logit, target);
        if (kind == ConfidenceLossKind.CrossEntropy) return entropy;
        var error = graph.Sub(graph.Sigmoid(logit), target);
        return graph.Mul(graph.Mul(error, error), entropy);
    }

    /// <summary>The derivative of <see cref="ConfidenceLoss"/> by the logit: d = p - t; or d (2 p (1 - p) H + d^2).</summary>
    Tensor ConfidenceSlope(GraphBuilder graph, Tensor logit, Tensor target)
    {
        var confidence = graph.Sigmoid(logit);
        var error = graph.Sub(confidence, target);
        if (kind == ConfidenceLossKind.CrossEntropy) return error;
        var spread = graph.Mul(graph.Mul(confidence, graph.Sigmoid(graph.Neg(logit))), graph.Scalar(2));
        return graph.Mul(error, graph.Add(graph.Mul(spread, CrossEntropy(graph, logit, target)), graph.Mul(error, error)));
    }
}

/// <summary>The loss of the confidences.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ConfidenceLossKind>))]
public enum ConfidenceLossKind
{
    /// <summary>Binary cross-entropy.</summary>
    CrossEntropy,

    /// <summary>Quality focal loss: cross-entropy times the squared difference of confidence and target; nearly correct values count little.</summary>
    /// <remarks>Source: Li et al., "Generalized Focal Loss", 2020, equation 2, with its exponent of 2.</remarks>
    QualityFocal,
}
