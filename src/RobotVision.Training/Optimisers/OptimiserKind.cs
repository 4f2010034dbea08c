using System.Text.Json.Serialization;

namespace RobotVision.Training.Optimisers;

/// <summary>How weights follow their gradients.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OptimiserKind>))]
public enum OptimiserKind
{
    /// <summary>Adam with decoupled weight decay.</summary>
    AdamW,

    /// <summary>Adam with weight decay in the gradient.</summary>
    Adam,

    /// <summary>Stochastic gradient descent with momentum.</summary>
    Sgd,

    /// <summary>Stochastic gradient descent with Nesterov's momentum.</summary>
    Nesterov,
}
