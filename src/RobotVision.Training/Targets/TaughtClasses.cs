using RobotVision.Data.Datasets;
using RobotVision.Data.Labels;

namespace RobotVision.Training.Targets;

/// <summary>Which classes the training data have objects of.</summary>
static class TaughtClasses
{
    /// <summary>Finds out. Images are looked at until every class that is labelled was seen; a class that is in no image takes a look at all of them.</summary>
    /// <param name="data">The training data.</param>
    /// <param name="seen">The classes of which an object is known to be there.</param>
    /// <param name="told">Told after each image that was looked at how many are done, from any thread.</param>
    /// <param name="cancellation">Stops between two images.</param>
    public static ClassSet Find(IReadOnlyList<WeightedDataset> data, ClassSet seen, Action<int>? told, CancellationToken cancellation)
    {
        int bits = seen.Bits, done = 0;
        foreach (var (dataset, _) in data)
            InParallel.For(dataset.Count, Environment.ProcessorCount, i =>
            {
                Interlocked.Increment(ref done);
                if ((dataset.Labelled.Bits & ~Volatile.Read(ref bits)) == 0) return;
                Interlocked.Or(ref bits, In(dataset, i));
                told?.Invoke(done);
            }, cancellation);
        return new((byte)bits);
    }

    /// <summary>The classes of the objects that are there; those to ignore teach nothing.</summary>
    public static ClassSet Of(IEnumerable<Label> labels) => ClassSet.Of([.. labels.Where(label => !label.Ignore).Select(label => label.Class)]);

    static int In(IDataset dataset, int index)
    {
        try
        {
            return Of(dataset.Load(index).Labels).Bits;
        }
        catch (InvalidDataException)
        {
            return 0; // no step ever drew it: nothing was learned from it, and nothing is to be lost because of it
        }
    }
}
