using System.Security.Cryptography;
using RobotVision.Data.Datasets;
using RobotVision.Training.Recipes;

namespace RobotVision.Training.Checkpoints;

/// <summary>
/// The data of a run and the options of its samples: what a resumed run must have in common with the run before, besides <see cref="TrainingOptions"/>.
/// </summary>
/// <param name="Options">
/// The recipe's options by dotted name, without those that are compared separately or have no effect on the trained weights.
/// </param>
/// <param name="Data">The fingerprints of the training data, in the recipe's order.</param>
public sealed record RunInputs(IReadOnlyDictionary<string, string> Options, IReadOnlyList<DataFingerprint> Data)
{
    /// <summary>Options that are compared separately, visible in the weights' shapes, or without effect on the weights.</summary>
    static readonly string[] Excluded = ["training", "from", "freeze", "width", "depth", "cells", "validation", "validate_every", "cache_megabytes"];

    /// <summary>The inputs of a recipe with the fingerprints of its data.</summary>
    public static RunInputs Of(TrainingRecipe recipe, IReadOnlyList<DataFingerprint> data)
    {
        var options = RecipeOption.Values(recipe.ToOrigin()).Where(option => !Excluded.Contains(option.Key.Split('.')[0])).ToDictionary();
        if (recipe.Teacher is { } teacher && File.Exists(teacher))
            options["teacher"] += $" with SHA-256 {Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(teacher)))}";
        return new(options, data);
    }

    /// <summary>Describes every difference, old and new value; empty when there is none.</summary>
    /// <param name="before">The inputs of the run before.</param>
    /// <param name="sets">The data sets as they are now.</param>
    public IReadOnlyList<string> ChangesSince(RunInputs before, IReadOnlyList<WeightedDataset> sets)
    {
        var options = RecipeOption.Differences(before.Options, Options);
        return options.Count > 0 || before.Data.Count != Data.Count ? options
            : [.. Data.Select((data, i) => data.ChangeSince(before.Data[i], sets[i].Dataset) is { } change ? $"data.{i}, {data.Name}: {change}" : null)
                .OfType<string>()];
    }
}
