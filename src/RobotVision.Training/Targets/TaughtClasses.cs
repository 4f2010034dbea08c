using RobotVision.Data.Datasets;
using RobotVision.Data.Labels;

namespace RobotVision.Training.Targets;

/// <summary>Finds the classes with objects in the training data.</summary>
static class TaughtClasses
{
    /// <summary>Loads images until every labelled class was found; all images for a class that is in none.</summary>
    /// <param name="data">The training data.</param>
    /// <param name="seen">The classes that are already known to have objects.</param>
    /// <param name="progress">Receives the number of images done, from any thread.</param>
    /// <param name="cancellation">Stops between two images.</param>
    public static ClassSet Find(IReadOnlyList<WeightedDataset> data, ClassSet seen, Action<int>? progress, CancellationToken cancellation)
    {
        var (bits, done) = (seen.Bits, 0);
        foreach (var (dataset, _) in data)
            InParallel.For(dataset.Count, Environment.ProcessorCount, i =>
            {
                Interlocked.Increment(ref done);
                if ((dataset.Labelled.Bits & ~Volatile.Read(ref bits)) == 0) return;
                Interlocked.Or(ref bits, In(dataset, i));
                progress?.Invoke(done);
            }, cancellation);
        return new(bits);
    }

    /// <summary>The classes of the labels, except those to ignore.</summary>
    public static ClassSet Of(IEnumerable<Label> labels) => ClassSet.Of([.. labels.Where(label => !label.Ignore).Select(label => label.Class)]);

    static uint In(IDataset dataset, int index)
    {
        try
        {
            return Of(dataset.Load(index).Labels).Bits;
        }
        catch (InvalidDataException)
        {
            return 0; // no step used this image, so its error must not end a finished training
        }
    }
}
