using RobotVision.Data.Labels;
using RobotVision.Data.Randomness;

namespace RobotVision.Data.Datasets;

/// <summary>A random subset of a data set: the first images of a shuffled list, so that a smaller subset is part of a larger one.</summary>
sealed class LimitedDataset : IDataset
{
    readonly IDataset _dataset;
    readonly int[] _chosen;

    /// <summary>Chooses the images.</summary>
    /// <exception cref="InvalidDataException">The data set has fewer images than the limit.</exception>
    public LimitedDataset(IDataset dataset, int limit, ulong seed)
    {
        if (limit > dataset.Count)
            throw new InvalidDataException($"Data set '{dataset.Name}': expected at least the {limit} images of 'limit', found {dataset.Count}.");
        _dataset = dataset;
        int[] shuffled = [.. Enumerable.Range(0, dataset.Count)];
        var random = new RandomSequence(seed, ulong.MaxValue - 1); // used neither by a training step nor by the initial weights
        for (var i = 0; i < limit; i++)
        {
            var other = i + random.NextInt32(shuffled.Length - i);
            (shuffled[i], shuffled[other]) = (shuffled[other], shuffled[i]);
        }
        _chosen = shuffled[..limit];
    }

    /// <inheritdoc/>
    public string Name => $"{_chosen.Length} of {_dataset.Name}";

    /// <inheritdoc/>
    public int Count => _chosen.Length;

    /// <inheritdoc/>
    public ClassSet Labelled => _dataset.Labelled;

    /// <inheritdoc/>
    public LabelledImage Load(int index) => _dataset.Load(_chosen[index]);

    /// <inheritdoc/>
    public string Meaning => _dataset.Meaning;

    /// <inheritdoc/>
    public (string Image, string Labels)? FilesOf(int index) => _dataset.FilesOf(_chosen[index]);

    /// <inheritdoc/>
    public string Fingerprint() => Datasets.Fingerprint.Of($"{_dataset.Fingerprint()} {string.Join(' ', _chosen)}", []);
}
