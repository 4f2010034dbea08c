using RobotVision.Data.Datasets;
using RobotVision.Data.Formats;
using RobotVision.Data.Labels;
using RobotVision.Detections;
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
/// <param name="NetworkFor">Creates the network of a recipe for so many classes.</param>
/// <param name="CreateLoss">Creates the loss of a recipe.</param>
/// <param name="TargetsFor">Makes what converts labels of so many classes to targets.</param>
public sealed record TrainingTask(
    string Network, ModelOutput Output, Func<TrainingRecipe, int, NetworkDefinition> NetworkFor, Func<TrainingRecipe, Loss> CreateLoss,
    Func<int, TargetWriter> TargetsFor)
{
    /// <summary>The classes that are trained.</summary>
    public ClassNames Classes { get; init; } = ClassNames.BuiltIn;

    /// <summary>All tasks.</summary>
    public static IReadOnlyList<TrainingTask> All { get; } =
    [
        new("grid", ModelOutput.Grid, CreateGrid, recipe => new GridLoss(recipe.Loss), classes =>
            (labels, labelled, targets, weights) => GridTargets.Write(labels, labelled, targets, weights, classes)),
        new("lecture", ModelOutput.Presence, (recipe, _) => LectureNetwork.Create(recipe.Dropout), _ => new BinaryCrossEntropyLoss(), _ =>
            PresenceTargets.Write),
    ];

    /// <summary>Creates the network of a recipe.</summary>
    public NetworkDefinition CreateNetwork(TrainingRecipe recipe) => NetworkFor(recipe, Classes.Count);

    /// <summary>Opens the data set of a source, with the class numbers of the task.</summary>
    /// <inheritdoc cref="DataSource.Open"/>
    public WeightedDataset Open(DataSource source, ulong seed = 0, DatasetNotes? notes = null)
    {
        var set = source.Open(seed, notes);
        return set with { Dataset = RenumberedDataset.Of(set.Dataset, Classes) };
    }

    /// <summary>Creates the source of batches for a recipe.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="data">The data sets.</param>
    /// <param name="warn">Receives a warning when memory is too small for all images; called from any thread.</param>
    /// <param name="teacher">Whose confidences are mixed into the targets; borrowed, null for none.</param>
    public SampleBatchSource ToSource(TrainingRecipe recipe, IReadOnlyList<WeightedDataset> data, Action<string>? warn = null, Teacher? teacher = null)
    {
        var threads = recipe.Training.Threads > 0 ? recipe.Training.Threads : Environment.ProcessorCount;
        var cacheBytes = recipe.CacheMegabytes is { } size ? (long)size << 20 : MemoryNeed.Available() / 2;
        return new SampleBatchSource(
            new(data, recipe.Augmentation, recipe.Training.Seed, cacheBytes, warn), threads, TargetsFor(Classes.Count),
            recipe.Memory is { } memory ? memory.Frames ?? MemoryOptions.DefaultFrames : 1)
        {
            Teacher = teacher,
        };
    }

    /// <summary>The contract of a model of this task.</summary>
    /// <param name="thresholds">One per class; null where none was chosen yet and every class is on.</param>
    /// <param name="origin">Origin of the model, one JSON object.</param>
    /// <param name="rule">How confidences of several views become one; null where there is none.</param>
    public ModelContract Contract(ClassThresholds? thresholds, string origin, LookRule? rule = null)
    {
        thresholds ??= ClassThresholds.Unmeasured(ClassSet.Of([.. Classes.Classes]), null, Classes);
        return new()
        {
            Network = Network,
            Output = Output,
            Classes = Classes,
            Thresholds = thresholds.Values,
            CloseUpThresholds = thresholds.CloseUps,
            LookRule = rule,
            Origin = origin,
        };
    }

    // Width, depth and cells that the recipe leaves out are those of the model it starts from.
    static NetworkDefinition CreateGrid(TrainingRecipe recipe, int classes)
    {
        var memory = recipe.Memory is { } options
            ? new GatedMemory(
                GridNetwork.MemoryName, options.Channels ?? MemoryOptions.DefaultChannels, options.Frames ?? MemoryOptions.DefaultFrames)
            : null;
        return recipe.From is { } model
            ? GridNetwork.CreateLike(ModelWeights.Read(model), recipe.Dropout, recipe.Width, recipe.Cells, classes, memory, recipe.Depth)
            : GridNetwork.Create(recipe.Dropout, recipe.Width ?? 1, recipe.Cells ?? GridNetwork.DefaultCells, classes, memory, recipe.Depth ?? 0);
    }

    /// <summary>The task of a network; null when there is none of that name.</summary>
    public static TrainingTask? Find(string network) => All.FirstOrDefault(task => task.Network == network);
}
