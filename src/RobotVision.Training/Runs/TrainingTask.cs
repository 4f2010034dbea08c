using RobotVision.Data.Datasets;
using RobotVision.Data.Labels;
using RobotVision.Inference;
using RobotVision.Training.Confidences;
using RobotVision.Training.Layers;
using RobotVision.Training.Losses;
using RobotVision.Training.Network;
using RobotVision.Training.Recipes;
using RobotVision.Training.Steps;
using RobotVision.Training.Targets;

namespace RobotVision.Training.Runs;

/// <summary>What a recipe can train: a network with its output, loss and targets.</summary>
/// <param name="Network">The network's name in a recipe.</param>
/// <param name="Output">How the output is decoded.</param>
/// <param name="CreateNetwork">Creates the network of a recipe.</param>
/// <param name="CreateLoss">Creates the loss of a recipe.</param>
/// <param name="WriteTargets">Converts labels to targets.</param>
public sealed record TrainingTask(
    string Network, ModelOutput Output, Func<TrainingRecipe, NetworkDefinition> CreateNetwork, Func<TrainingRecipe, Loss> CreateLoss, TargetWriter WriteTargets)
{
    /// <summary>All tasks.</summary>
    public static IReadOnlyList<TrainingTask> All { get; } =
    [
        new("grid", ModelOutput.Grid, CreateGrid, recipe => new GridLoss(recipe.Loss), GridTargets.Write),
        new("lecture", ModelOutput.Presence, recipe => LectureNetwork.Create(recipe.Dropout), _ => new BinaryCrossEntropyLoss(), PresenceTargets.Write),
    ];

    /// <summary>Creates the source of batches for a recipe.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="data">The data sets.</param>
    /// <param name="warn">Receives a warning when memory is too small for all images; called from any thread.</param>
    public SampleBatchSource ToSource(TrainingRecipe recipe, IReadOnlyList<WeightedDataset> data, Action<string>? warn = null)
    {
        var threads = recipe.Training.Threads > 0 ? recipe.Training.Threads : Environment.ProcessorCount;
        var cacheBytes = recipe.CacheMegabytes is { } size ? (long)size << 20 : MemoryNeed.Available() / 2;
        return new SampleBatchSource(new(data, recipe.Augmentation, recipe.Training.Seed, cacheBytes, warn), threads, WriteTargets);
    }

    /// <summary>The contract of a model of this task.</summary>
    /// <param name="thresholds">One per class; null where none was chosen yet and every class is on.</param>
    /// <param name="origin">Origin of the model, one JSON object.</param>
    public ModelContract Contract(ClassThresholds? thresholds, string origin)
    {
        thresholds ??= ClassThresholds.Unmeasured(ClassSet.All, null);
        return new() { Network = Network, Output = Output, Thresholds = thresholds.Values, CloseUpThresholds = thresholds.CloseUps, Origin = origin };
    }

    // Width and cells that the recipe leaves out are those of the model it starts from.
    static NetworkDefinition CreateGrid(TrainingRecipe recipe) => recipe.From is { } model
        ? GridNetwork.CreateLike(ModelWeights.Read(model), recipe.Dropout, recipe.Width, recipe.Cells)
        : GridNetwork.Create(recipe.Dropout, recipe.Width ?? 1, recipe.Cells ?? GridNetwork.DefaultCells);

    /// <summary>The task of a network; null when there is none of that name.</summary>
    public static TrainingTask? Find(string network) => All.FirstOrDefault(task => task.Network == network);
}
