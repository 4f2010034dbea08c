using RobotVision.Training.Network;

namespace RobotVision.Training.Learning;

/// <summary>What a recipe can train: a network together with what it is to answer.</summary>
/// <param name="Network">The network's name in a recipe.</param>
/// <param name="Output">How its output is decoded, as the model's contract says it.</param>
/// <param name="CreateNetwork">Makes the network that a recipe describes.</param>
/// <param name="CreateLoss">Makes the loss.</param>
/// <param name="WriteTargets">Makes targets of labels.</param>
public sealed record TrainingTask(
    string Network, string Output, Func<TrainingRecipe, NetworkDefinition> CreateNetwork, Func<Loss> CreateLoss, TargetWriter WriteTargets)
{
    /// <summary>Every task there is.</summary>
    public static IReadOnlyList<TrainingTask> All { get; } =
    [
        new("grid", "grid", recipe => GridNetwork.Create(recipe.Dropout, recipe.Width ?? 1), () => new GridLoss(), GridTargets.Write),
        new("lecture", "presence", recipe => LectureNetwork.Create(recipe.Dropout), () => new BinaryCrossEntropyLoss(), PresenceTargets.Write),
    ];

    /// <summary>The task of a network; null when there is none of that name.</summary>
    public static TrainingTask? Find(string network) => All.FirstOrDefault(task => task.Network == network);
}
