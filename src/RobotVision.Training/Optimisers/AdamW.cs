using RobotVision.Training.Graph;
using RobotVision.Training.Layers;

namespace RobotVision.Training.Optimisers;

/// <summary>
/// AdamW (decoupled weight decay), or Adam with an L2 penalty (coupled). The moments are kept scaled, M = m / (1 - b1) and V = v / (1 - b2), so that a
/// step is M' = b1 M + g, V' = b2 V + g^2, w' = decay w - rate M' / (sqrt V' + epsilon), with the bias correction folded into the rate and epsilon of
/// each step.
/// </summary>
/// <param name="decoupled">Whether weight decay is applied to the weights (AdamW) or added to the gradient (Adam).</param>
/// <remarks>Source: Kingma and Ba, "Adam", 2015; Loshchilov and Hutter, "Decoupled Weight Decay Regularization", 2019, algorithm 2.</remarks>
sealed class AdamW(bool decoupled = true) : Optimiser
{
    const double Beta1 = 0.9;
    const double Beta2 = 0.999;
    const double Epsilon = 1e-8;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Settings { get; } = ["adam.rate", "adam.epsilon", "adam.decay"];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Slots { get; } = ["moment1", "moment2"];

    /// <inheritdoc/>
    public override float[] SettingsAt(long step, double learningRate, double weightDecay)
    {
        var start1 = (1 - Beta1) / (1 - Math.Pow(Beta1, step + 1));
        var start2 = Math.Sqrt((1 - Beta2) / (1 - Math.Pow(Beta2, step + 1)));
        var decay = decoupled ? 1 - learningRate * weightDecay : weightDecay;
        return [(float)(learningRate * start1 / start2), (float)(Epsilon / start2), (float)decay];
    }

    /// <inheritdoc/>
    public override (Tensor Value, Tensor[] Slots) Write(
        GraphBuilder graph, ParameterKind kind, Tensor value, IReadOnlyList<Tensor> slots, Tensor gradient, IReadOnlyList<Tensor> settings)
    {
        Tensor rate = settings[0], epsilon = settings[1], decay = settings[2];
        if (!decoupled) gradient = WithPenalty(graph, kind, value, gradient, decay);
        var moment1 = graph.Add(graph.Mul(slots[0], graph.Scalar((float)Beta1)), gradient);
        var moment2 = graph.Add(graph.Mul(slots[1], graph.Scalar((float)Beta2)), graph.Mul(gradient, gradient));
        var change = graph.Mul(graph.Div(moment1, graph.Add(graph.Sqrt(moment2), epsilon)), rate);
        var kept = decoupled && kind == ParameterKind.Weight ? graph.Mul(value, decay) : value;
        return (graph.Sub(kept, change), [moment1, moment2]);
    }
}
