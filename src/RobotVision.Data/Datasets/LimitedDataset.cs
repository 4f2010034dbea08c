using RobotVision.Data.Labels;
using RobotVision.Data.Randomness;

namespace RobotVision.Data.Datasets;

/// <summary>A few images of a data set, chosen at random: the first of a shuffled deck, so that fewer are always among more.</summary>
sealed class LimitedDataset : IDataset
{
    readonly IDataset _dataset;
    readonly int[] _chosen;

    /// <summary>Chooses.</summary>
    /// <exception cref="InvalidDataException">There are not so many.</exception>
    public LimitedDataset(IDataset dataset, int limit, ulong seed)
    {
        if (limit > dataset.Count)
            throw new InvalidDataException($"Data set '{dataset.Name}': expected at least the {limit} images of 'limit', found {dataset.Count}.");
        _dataset = dataset;
        int[] deck = [.. Enumerable.Range(0, dataset.Count)];
        var random = new RandomSequence(seed, ulong.MaxValue - 1); // neither a step's number nor that of the first weights
        for (var i = 0; i < limit; i++)
        {
            var other = i + random.NextInt32(deck.Length - i);
            (deck[i], deck[other]) = (deck[other], deck[i]);
        }
        _chosen = deck[..limit];
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
