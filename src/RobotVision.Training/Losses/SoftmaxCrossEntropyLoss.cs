using RobotVision.Training.Graph;

namespace RobotVision.Training.Losses;

/// <summary>
/// Cross-entropy of mutually exclusive classes, given as logits along the features, or along the channels of each pixel: the sum of
/// -weight * target * log softmax(output), mean over the batch.
/// </summary>
/// <remarks>Targets are probabilities, mostly one-hot; weights of 0 for all classes exclude a sample or a pixel.</remarks>
public sealed class SoftmaxCrossEntropyLoss : Loss
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Parts { get; } = ["class"];

    /// <inheritdoc/>
    public override LossPass Write(GraphBuilder graph, Tensor output, Tensor target, Tensor weight)
    {
        var wanted = graph.Mul(graph.Mul(target, weight), graph.Scalar(1f / output.Shape[0]));
        var loss = graph.Neg(Total(graph, graph.Mul(wanted, graph.LogSoftmax(output))));
        // The derivative of -sum(a log softmax) is softmax * sum(a) - a.
        var sum = graph.ReduceSum(wanted, keepAxes: true, 1);
        return new([loss], graph.Sub(graph.Mul(graph.Softmax(output), sum), wanted));
    }
}
