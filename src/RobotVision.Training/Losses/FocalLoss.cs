using RobotVision.Training.Graph;

namespace RobotVision.Training.Losses;

/// <summary>
/// Binary cross entropy of logits in which what is already right counts little: with p = sigmoid(z) and target t,
/// -alpha t (1 - p)^gamma log p - (1 - alpha)(1 - t) p^gamma log(1 - p), times its weight, summed over the sample, mean over the batch.
/// </summary>
/// <param name="gamma">How little, at least 0; 0 leaves (weighted) cross entropy.</param>
/// <param name="alpha">The weight of yes against no, 0..1.</param>
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
    /// With q = sigmoid(z), the probability of the mistake: q^gamma * softplus(z), and its slope q^gamma * (gamma (1 - q) softplus(z) + q).
    /// </summary>
    (Tensor Loss, Tensor Slope) OneSide(GraphBuilder graph, Tensor logit)
    {
        Tensor mistake = graph.Sigmoid(logit), surprise = graph.Softplus(logit), focus = graph.Pow(mistake, gamma);
        var falling = graph.Mul(graph.Mul(graph.Sigmoid(graph.Neg(logit)), surprise), graph.Scalar(gamma));
        return (graph.Mul(focus, surprise), graph.Mul(focus, graph.Add(falling, mistake)));
    }
}
