using RobotVision.Data.Datasets;
using RobotVision.Data.Labels;
using RobotVision.Inference;
using RobotVision.Training.Layers;
using RobotVision.Training.Losses;
using RobotVision.Training.Network;
using RobotVision.Training.Recipes;
using RobotVision.Training.Steps;
using RobotVision.Training.Targets;

namespace RobotVision.Training.Runs;

/// <summary>What a recipe can train: a network together with what it is to answer.</summary>
/// <param name="Network">The network's name in a recipe.</param>
/// <param name="Output">How its output is decoded, as the model's contract says it.</param>
/// <param name="CreateNetwork">Makes the network that a recipe describes.</param>
/// <param name="CreateLoss">Makes the loss that a recipe describes.</param>
/// <param name="WriteTargets">Makes targets of labels.</param>
public sealed record TrainingTask(
    string Network, string Output, Func<TrainingRecipe, NetworkDefinition> CreateNetwork, Func<TrainingRecipe, Loss> CreateLoss, TargetWriter WriteTargets)
{
    /// <summary>Every task there is.</summary>
    public static IReadOnlyList<TrainingTask> All { get; } =
    [
        new("grid", "grid", CreateGrid, recipe => new GridLoss(recipe.Loss), GridTargets.Write),
        new("lecture", "presence", recipe => LectureNetwork.Create(recipe.Dropout), _ => new BinaryCrossEntropyLoss(), PresenceTargets.Write),
    ];

    /// <summary>Draws batches from data sets as a recipe says.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="data">The data sets.</param>
    /// <param name="warn">Told when memory is too small for all images; from any thread.</param>
    public SampleBatchSource ToSource(TrainingRecipe recipe, IReadOnlyList<WeightedDataset> data, Action<string>? warn = null)
    {
        var threads = recipe.Training.Threads > 0 ? recipe.Training.Threads : Environment.ProcessorCount;
        return new SampleBatchSource(new(data, recipe.Augmentation, recipe.Training.Seed, recipe.CacheMegabytes is { } size ? (long)size << 20 : MemoryNeed.Available() / 2, warn), threads, WriteTargets);
    }

    /// <summary>What a model of this task says of itself.</summary>
    /// <param name="thresholds">One a class; null where none was chosen yet and every class is on.</param>
    /// <param name="origin">Where it comes from, one JSON object.</param>
    public ModelContract Contract(ClassThresholds? thresholds, string origin)
    {
        thresholds ??= ClassThresholds.Unmeasured(ClassSet.All, null);
        return new() { Network = Network, Output = Output, Thresholds = thresholds.Values, CloseUpThresholds = thresholds.CloseUps, Origin = origin };
    }

    // A recipe that says nothing of width or cells means those of the model it starts from.
    static NetworkDefinition CreateGrid(TrainingRecipe recipe) => recipe.From is { } model
        ? GridNetwork.CreateLike(ModelWeights.Read(model), recipe.Dropout, recipe.Width, recipe.Cells)
        : GridNetwork.Create(recipe.Dropout, recipe.Width ?? 1, recipe.Cells ?? GridNetwork.UsualCells);

    /// <summary>The task of a network; null when there is none of that name.</summary>
    public static TrainingTask? Find(string network) => All.FirstOrDefault(task => task.Network == network);
}
