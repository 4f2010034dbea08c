using RobotVision.Training.Graph;

namespace RobotVision.Training.Losses;

/// <summary>
/// Focal loss: binary cross-entropy of logits in which correct values count little. With p = sigmoid(z) and target t,
/// -alpha t (1 - p)^gamma log p - (1 - alpha)(1 - t) p^gamma log(1 - p), times the weight, summed over the sample, mean over the batch.
/// </summary>
/// <param name="gamma">The focusing exponent, at least 0; 0 is (weighted) cross-entropy.</param>
/// <param name="alpha">Weight of positives, 0..1; negatives have 1 - alpha.</param>
/// <remarks>Source: Lin et al., "Focal Loss for Dense Object Detection", 2017, equation 5, with its constants.</remarks>
public sealed class FocalLoss(float gamma = 2, float alpha = 0.25f) : Loss
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Parts { get; } = ["class"];

    /// <inheritdoc/>
    public override LossPass Write(GraphBuilder graph, Tensor output, Tensor target, Tensor weight)
    {
        weight = graph.Mul(weight, graph.Scalar(1f / output.Shape[0]));
        var yes = graph.Mul(graph.Mul(target, weight), graph.Scalar(alpha));
        var no = graph.Mul(graph.Mul(graph.Sub(graph.Scalar(1), target), weight), graph.Scalar(1 - alpha));
        var opposite = graph.Neg(output);
        var (lossOfYes, slopeOfYes) = OneSide(graph, opposite);
        var (lossOfNo, slopeOfNo) = OneSide(graph, output);
        var loss = Total(graph, graph.Add(graph.Mul(yes, lossOfYes), graph.Mul(no, lossOfNo)));
        return new([loss], graph.Sub(graph.Mul(no, slopeOfNo), graph.Mul(yes, slopeOfYes)));
    }

    /// <summary>
    /// With q = sigmoid(z), the probability of the error: q^gamma * softplus(z), and its derivative q^gamma * (gamma (1 - q) softplus(z) + q).
    /// </summary>
    (Tensor Loss, Tensor Slope) OneSide(GraphBuilder graph, Tensor logit)
    {
        Tensor error = graph.Sigmoid(logit), entropy = graph.Softplus(logit), focus = graph.Pow(error, gamma);
        var falling = graph.Mul(graph.Mul(graph.Sigmoid(graph.Neg(logit)), entropy), graph.Scalar(gamma));
        return (graph.Mul(focus, entropy), graph.Mul(focus, graph.Add(falling, error)));
    }
}
