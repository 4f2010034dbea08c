using RobotVision.Training.Layers;
using RobotVision.Training.Network;

namespace RobotVision.Training.Recipes;

/// <summary>What a network remembers of earlier frames, see <see cref="GatedMemory"/>.</summary>
public sealed record MemoryOptions
{
    /// <summary>Default of <see cref="Frames"/> and of <see cref="Channels"/>.</summary>
    internal const int DefaultFrames = 4, DefaultChannels = 16;

    /// <summary>
    /// Frames of a clip in training, 2..32, over which the gradients go; default those that the model in <see cref="TrainingRecipe.From"/> was trained with,
    /// else 4. The batch holds batch_size / frames clips.
    /// </summary>
    public int? Frames { get; init; }

    /// <summary>Channels of the memory, 1..256; default those of the model in <see cref="TrainingRecipe.From"/> if it has a memory, else 16.</summary>
    public int? Channels { get; init; }

    /// <summary>
    /// The recipe with all values of its memory: those that it leaves out are those of the model that it starts from, and a model that has a memory keeps
    /// it where the recipe says nothing of one.
    /// </summary>
    /// <exception cref="FileNotFoundException">The model is not there.</exception>
    /// <exception cref="InvalidDataException">The model's memory has other channels than the recipe's, or the batch does not hold whole clips.</exception>
    internal static TrainingRecipe AddTo(TrainingRecipe recipe)
    {
        var start = recipe.From is { } path ? ModelWeights.Read(path) : null;
        var output = start?.Network == recipe.Network ? start.Tensors.GetValueOrDefault($"{GridNetwork.MemoryName}.output.weight") : null;
        if (recipe.Memory is null && output is null) return recipe;
        var known = output?.Shape[1];
        var memory = new MemoryOptions
        {
            Frames = recipe.Memory?.Frames ?? (output is null ? null : RememberedData.RecipeOf(start!, recipe.From!)?.Memory?.Frames) ?? DefaultFrames,
            Channels = recipe.Memory?.Channels ?? known ?? DefaultChannels,
        };
        if (known is not null && memory.Channels != known)
            throw new InvalidDataException($"memory.channels: expected {known}, as the memory of the model '{recipe.From}' has, found {memory.Channels}. "
                + "Leave it out to go on with that memory, or start from a model without one.");
        if (recipe.Training.BatchSize % memory.Frames != 0)
            throw new InvalidDataException($"training.batch_size: expected a multiple of {memory.Frames}, the frames of a clip by which the memory of the "
                + $"model '{recipe.From}' is trained, found {recipe.Training.BatchSize}. Change it, or write 'memory: {{ frames: N }}'.");
        return recipe with { Memory = memory };
    }

    /// <summary>Lists the values out of range.</summary>
    /// <param name="recipe">The recipe.</param>
    internal IEnumerable<string> Problems(TrainingRecipe recipe)
    {
        if (recipe.Network != "grid") yield return $"memory: only the network 'grid' has one, found '{recipe.Network}'";
        if (Frames is < 2 or > 32) yield return $"memory.frames: expected 2..32, found {Frames}";
        else if ((Frames ?? (recipe.From is null ? DefaultFrames : null)) is { } frames && recipe.Training.BatchSize % frames != 0)
            yield return $"training.batch_size: expected a multiple of the {frames} memory.frames of a clip, found {recipe.Training.BatchSize}";
        if (Channels is < 1 or > 256) yield return $"memory.channels: expected 1..256, found {Channels}";
    }
}
