using RobotVision.Training.Graph;
using RobotVision.Training.Layers;

namespace RobotVision.Training.Optimisers;

/// <summary>
/// Stochastic gradient descent with momentum: v' = momentum v + g, w' = w - rate v', or with Nesterov momentum
/// w' = w - rate (g + momentum v'). For weights g includes the L2 penalty decay * w. Without momentum it is the delta rule.
/// </summary>
/// <param name="momentum">Momentum, at least 0 and below 1.</param>
/// <param name="nesterov">Whether to use Nesterov momentum.</param>
/// <remarks>
/// Source: Sutskever et al., "On the importance of initialization and momentum in deep learning", 2013, equations 1 to 4, with the velocity
/// in units of the gradient, so that a change of the rate takes effect at once.
/// </remarks>
sealed class MomentumDescent(double momentum, bool nesterov) : Optimiser
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Settings { get; } = ["descent.rate", "descent.decay"];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Slots { get; } = ["velocity"];

    /// <inheritdoc/>
    public override float[] SettingsAt(long step, double learningRate, double weightDecay) => [(float)learningRate, (float)weightDecay];

    /// <inheritdoc/>
    public override (Tensor Value, Tensor[] Slots) Write(
        GraphBuilder graph, ParameterKind kind, Tensor value, IReadOnlyList<Tensor> slots, Tensor gradient, IReadOnlyList<Tensor> settings)
    {
        gradient = WithPenalty(graph, kind, value, gradient, settings[1]);
        var part = graph.Scalar((float)momentum);
        var velocity = graph.Add(graph.Mul(slots[0], part), gradient);
        var direction = nesterov ? graph.Add(gradient, graph.Mul(velocity, part)) : velocity;
        return (graph.Sub(value, graph.Mul(direction, settings[0])), [velocity]);
    }
}
