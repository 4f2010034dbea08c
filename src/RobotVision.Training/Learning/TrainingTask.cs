using RobotVision.Training.Network;

namespace RobotVision.Training.Learning;

/// <summary>What a recipe can train: a network together with what it is to answer.</summary>
/// <param name="Network">The network's name in a recipe.</param>
/// <param name="Output">How its output is decoded, as the model's contract says it.</param>
/// <param name="CreateNetwork">Makes the network with a part of its features left out while training, 0..1.</param>
/// <param name="CreateLoss">Makes the loss.</param>
/// <param name="WriteTargets">Makes targets of labels.</param>
public sealed record TrainingTask(
    string Network, string Output, Func<float, NetworkDefinition> CreateNetwork, Func<Loss> CreateLoss, TargetWriter WriteTargets)
{
    /// <summary>Every task there is.</summary>
    public static IReadOnlyList<TrainingTask> All { get; } =
    [
        new("grid", "grid", dropout => GridNetwork.Create(dropout), () => new GridLoss(), GridTargets.Write),
        new("lecture", "presence", LectureNetwork.Create, () => new BinaryCrossEntropyLoss(), PresenceTargets.Write),
    ];

    /// <summary>The task of a network; null when there is none of that name.</summary>
    public static TrainingTask? Find(string network) => All.FirstOrDefault(task => task.Network == network);
}
