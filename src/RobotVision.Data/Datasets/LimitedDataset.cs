using RobotVision.Data.Randomness;

namespace RobotVision.Data.Datasets;

/// <summary>A random subset of a data set: the first images of a shuffled list, so that a smaller subset is part of a larger one.</summary>
/// <exception cref="InvalidDataException">The data set has fewer images than the limit.</exception>
sealed class LimitedDataset(IDataset dataset, int limit, ulong seed) : SubsetDataset(dataset, Choose(dataset, limit, seed))
{
    static int[] Choose(IDataset dataset, int limit, ulong seed)
    {
        if (limit > dataset.Count)
            throw new InvalidDataException($"Data set '{dataset.Name}': expected at least the {limit} images of 'limit', found {dataset.Count}.");
        int[] shuffled = [.. Enumerable.Range(0, dataset.Count)];
        var random = new RandomSequence(seed, ulong.MaxValue - 1); // used neither by a training step nor by the initial weights
        for (var i = 0; i < limit; i++)
        {
            var other = i + random.NextInt32(shuffled.Length - i);
            (shuffled[i], shuffled[other]) = (shuffled[other], shuffled[i]);
        }

        return shuffled[..limit];
    }
}
