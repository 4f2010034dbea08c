using RobotVision.Data.Randomness;

namespace RobotVision.Data.Datasets;

/// <summary>
/// A random subset of a data set: the first images of a shuffled list, so that a smaller subset is part of a larger one. Of clips it has whole ones, as many
/// of a shuffled list as do not exceed the limit.
/// </summary>
/// <exception cref="InvalidDataException">The data set has fewer images than the limit, or the first clip of the shuffled list has more.</exception>
sealed class LimitedDataset(IDataset dataset, int limit, ulong seed) : SubsetDataset(dataset, Choose(dataset, limit, seed))
{
    static int[] Choose(IDataset dataset, int limit, ulong seed)
    {
        if (limit > dataset.Count)
            throw new InvalidDataException($"Data set '{dataset.Name}': expected at least the {limit} images of 'limit', found {dataset.Count}.");
        if (dataset.Clips is not { } clips) return Shuffle(dataset.Count, limit, seed);
        var chosen = new List<int>();
        foreach (var clip in Shuffle(clips.Count, clips.Count, seed))
        {
            var (start, length) = clips[clip];
            if (chosen.Count + length > limit) break;
            chosen.AddRange(Enumerable.Range(start, length));
        }

        return chosen.Count > 0 || limit == 0 ? [.. chosen] : throw new InvalidDataException(
            $"Data set '{dataset.Name}': expected a 'limit' of as many images as a clip has or more, found {limit}.");
    }

    // The first of a shuffled list.
    static int[] Shuffle(int count, int wanted, ulong seed)
    {
        int[] shuffled = [.. Enumerable.Range(0, count)];
        var random = new RandomSequence(seed, ulong.MaxValue - 1); // used neither by a training step nor by the initial weights
        for (var i = 0; i < wanted; i++)
        {
            var other = i + random.NextInt32(shuffled.Length - i);
            (shuffled[i], shuffled[other]) = (shuffled[other], shuffled[i]);
        }

        return shuffled[..wanted];
    }
}
