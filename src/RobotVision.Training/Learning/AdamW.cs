using RobotVision.Training.Graph;
using RobotVision.Training.Network;

namespace RobotVision.Training.Learning;

/// <summary>
/// Adam with decoupled weight decay. The moments are kept scaled, M = m / (1 - b1) and V = v / (1 - b2), so that a step is
/// M' = b1 M + g, V' = b2 V + g^2, w' = decay w - rate M' / (sqrt V' + epsilon), with the corrections for the start folded into the
/// rate and epsilon that every step is given.
/// </summary>
/// <remarks>Source: Kingma and Ba, "Adam", 2015; Loshchilov and Hutter, "Decoupled Weight Decay Regularization", 2019.</remarks>
static class AdamW
{
    const double Beta1 = 0.9;
    const double Beta2 = 0.999;
    const double Epsilon = 1e-8;

    /// <summary>The inputs, of shape (1), that change from step to step.</summary>
    public static IReadOnlyList<string> Settings { get; } = ["adam.rate", "adam.epsilon", "adam.decay"];

    /// <summary>The values of <see cref="Settings"/>.</summary>
    /// <param name="step">The step, counted from 0.</param>
    /// <param name="learningRate">The learning rate of this step.</param>
    /// <param name="weightDecay">The part of a weight that is taken away per unit of learning rate.</param>
    public static float[] SettingsAt(long step, double learningRate, double weightDecay)
    {
        var start1 = (1 - Beta1) / (1 - Math.Pow(Beta1, step + 1));
        var start2 = Math.Sqrt((1 - Beta2) / (1 - Math.Pow(Beta2, step + 1)));
        return [(float)(learningRate * start1 / start2), (float)(Epsilon / start2), (float)(1 - learningRate * weightDecay)];
    }

    /// <summary>Writes one parameter's step.</summary>
    public static (Tensor Value, Tensor Moment1, Tensor Moment2) Write(
        GraphBuilder graph, ParameterKind kind, Tensor value, Tensor moment1, Tensor moment2, Tensor gradient, IReadOnlyList<Tensor> settings)
    {
        Tensor rate = settings[0], epsilon = settings[1], decay = settings[2];
        moment1 = graph.Add(graph.Mul(moment1, graph.Scalar((float)Beta1)), gradient);
        moment2 = graph.Add(graph.Mul(moment2, graph.Scalar((float)Beta2)), graph.Mul(gradient, gradient));
        var change = graph.Mul(graph.Div(moment1, graph.Add(graph.Sqrt(moment2), epsilon)), rate);
        var kept = kind == ParameterKind.Weight ? graph.Mul(value, decay) : value;
        return (graph.Sub(kept, change), moment1, moment2);
    }
}
