using System.Text.Json.Serialization;
using RobotVision.Training.Graph;
using RobotVision.Training.Layers;

namespace RobotVision.Training.Optimisers;

/// <summary>An optimiser: its settings per step, its state per parameter (slots), and the update itself.</summary>
abstract class Optimiser
{
    /// <summary>Default momentum.</summary>
    internal const double DefaultMomentum = 0.9;

    /// <summary>Creates an optimiser.</summary>
    /// <param name="kind">Which one.</param>
    /// <param name="momentum">Momentum of gradient descent, at least 0 and below 1; null for the default. Not used by Adam and AdamW.</param>
    public static Optimiser Of(OptimiserKind kind, double? momentum) => kind switch
    {
        OptimiserKind.AdamW => new AdamW(),
        OptimiserKind.Adam => new AdamW(decoupled: false),
        OptimiserKind.Sgd => new MomentumDescent(momentum ?? DefaultMomentum, nesterov: false),
        OptimiserKind.Nesterov => new MomentumDescent(momentum ?? DefaultMomentum, nesterov: true),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such optimiser."),
    };

    /// <summary>Names of the graph inputs, of shape (1), that change from step to step.</summary>
    public abstract IReadOnlyList<string> Settings { get; }

    /// <summary>Names of the tensors that are kept for every parameter, in its shape, initially zero.</summary>
    public abstract IReadOnlyList<string> Slots { get; }

    /// <summary>The values of <see cref="Settings"/>.</summary>
    /// <param name="step">The step, counted from 0.</param>
    /// <param name="learningRate">The learning rate of this step.</param>
    /// <param name="weightDecay">Weight decay per unit of learning rate.</param>
    public abstract float[] SettingsAt(long step, double learningRate, double weightDecay);

    /// <summary>Adds the update of one parameter to the graph and returns its next value and slots.</summary>
    public abstract (Tensor Value, Tensor[] Slots) Write(
        GraphBuilder graph, ParameterKind kind, Tensor value, IReadOnlyList<Tensor> slots, Tensor gradient, IReadOnlyList<Tensor> settings);

    /// <summary>gradient + decay * value for weights: the gradient of an L2 penalty, decay / 2 * value^2.</summary>
    protected static Tensor WithPenalty(GraphBuilder graph, ParameterKind kind, Tensor value, Tensor gradient, Tensor decay) =>
        kind == ParameterKind.Weight ? graph.Add(gradient, graph.Mul(value, decay)) : gradient;
}

/// <summary>The optimiser of a recipe.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OptimiserKind>))]
public enum OptimiserKind
{
    /// <summary>Adam with decoupled weight decay.</summary>
    AdamW,

    /// <summary>Adam with an L2 penalty (coupled weight decay).</summary>
    Adam,

    /// <summary>Stochastic gradient descent with momentum.</summary>
    Sgd,

    /// <summary>Stochastic gradient descent with Nesterov momentum.</summary>
    Nesterov,
}
