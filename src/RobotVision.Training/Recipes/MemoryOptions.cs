namespace RobotVision.Training.Recipes;

/// <summary>What a network remembers of earlier frames, see <see cref="Layers.GatedMemory"/>.</summary>
public sealed record MemoryOptions
{
    /// <summary>Frames of a clip in training, 2..32, over which the gradients go; default 4. The batch holds batch_size / frames clips.</summary>
    public int Frames { get; init; } = 4;

    /// <summary>Channels of the memory, 1..256; default 16.</summary>
    public int Channels { get; init; } = 16;

    /// <summary>Lists the values out of range.</summary>
    /// <param name="network">The recipe's network.</param>
    /// <param name="batchSize">Frames of a step.</param>
    internal IEnumerable<string> Problems(string network, int batchSize)
    {
        if (network != "grid") yield return $"memory: only the network 'grid' has one, found '{network}'";
        if (Frames is < 2 or > 32) yield return $"memory.frames: expected 2..32, found {Frames}";
        else if (batchSize % Frames != 0) yield return $"training.batch_size: expected a multiple of the {Frames} memory.frames of a clip, found {batchSize}";
        if (Channels is < 1 or > 256) yield return $"memory.channels: expected 1..256, found {Channels}";
    }
}
