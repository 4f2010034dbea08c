using RobotVision.Data.Datasets;
using RobotVision.Training.Recipes;

namespace RobotVision.Training.Checkpoints;

/// <summary>What a run learns from and how its samples are made: all that a run that goes on must have in common with the one before, besides <see cref="TrainingOptions"/>.</summary>
/// <param name="Options">The recipe's options by their dotted names, without those that are compared by themselves or change nothing of what is learned.</param>
/// <param name="Data">The fingerprints of the training data, in the recipe's order.</param>
public sealed record RunInputs(IReadOnlyDictionary<string, string> Options, IReadOnlyList<DataFingerprint> Data)
{
    /// <summary>Compared by itself, known by the weights' shapes, or without influence on the weights.</summary>
    static readonly string[] Others = ["training", "from", "freeze", "width", "cells", "validation", "validate_every", "cache_megabytes"];

    /// <summary>Takes them from a recipe and its data.</summary>
    public static RunInputs Of(TrainingRecipe recipe, IReadOnlyList<DataFingerprint> data) =>
        new(RecipeOption.Values(recipe.ToOrigin()).Where(option => !Others.Contains(option.Key.Split('.')[0])).ToDictionary(), data);

    /// <summary>What is another one than before, each in words that say what it was and is; empty when nothing is.</summary>
    /// <param name="before">Those of the run before.</param>
    /// <param name="sets">The data sets as they are now.</param>
    public IReadOnlyList<string> ChangesSince(RunInputs before, IReadOnlyList<WeightedDataset> sets)
    {
        var options = RecipeOption.Differences(before.Options, Options);
        return options.Count > 0 || before.Data.Count != Data.Count ? options
            : [.. Data.Select((data, i) => data.ChangeSince(before.Data[i], sets[i].Dataset) is { } change ? $"data.{i}, {data.Name}: {change}" : null).OfType<string>()];
    }
}
