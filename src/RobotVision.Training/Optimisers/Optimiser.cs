using RobotVision.Training.Graph;
using RobotVision.Training.Layers;

namespace RobotVision.Training.Optimisers;

/// <summary>How a parameter follows its gradient: what it remembers, what it is told at each step, and the step itself.</summary>
abstract class Optimiser
{
    /// <summary>The momentum that is used where none is given.</summary>
    internal const double UsualMomentum = 0.9;

    /// <summary>Creates an optimiser.</summary>
    /// <param name="kind">Which one.</param>
    /// <param name="momentum">Of gradient descent, 0 to below 1; null for the usual one. Adam has none.</param>
    public static Optimiser Of(OptimiserKind kind, double? momentum) => kind switch
    {
        OptimiserKind.AdamW => new AdamW(),
        OptimiserKind.Adam => new AdamW(decoupled: false),
        OptimiserKind.Sgd => new MomentumDescent(momentum ?? UsualMomentum, nesterov: false),
        OptimiserKind.Nesterov => new MomentumDescent(momentum ?? UsualMomentum, nesterov: true),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such optimiser."),
    };

    /// <summary>The inputs, of shape (1), that change from step to step.</summary>
    public abstract IReadOnlyList<string> Settings { get; }

    /// <summary>What is kept for every parameter, in its shape, zero at first.</summary>
    public abstract IReadOnlyList<string> Memories { get; }

    /// <summary>The values of <see cref="Settings"/>.</summary>
    /// <param name="step">The step, counted from 0.</param>
    /// <param name="learningRate">The learning rate of this step.</param>
    /// <param name="weightDecay">The part of a weight that is taken away per unit of learning rate.</param>
    public abstract float[] SettingsAt(long step, double learningRate, double weightDecay);

    /// <summary>Writes one parameter's step and gives its next value and memories.</summary>
    public abstract (Tensor Value, Tensor[] Memories) Write(
        GraphBuilder graph, ParameterKind kind, Tensor value, IReadOnlyList<Tensor> memories, Tensor gradient, IReadOnlyList<Tensor> settings);

    /// <summary>gradient + decay * value for weights: weight decay as the slope of a penalty, decay / 2 * value^2.</summary>
    protected static Tensor WithPenalty(GraphBuilder graph, ParameterKind kind, Tensor value, Tensor gradient, Tensor decay) =>
        kind == ParameterKind.Weight ? graph.Add(gradient, graph.Mul(value, decay)) : gradient;
}
