using RobotVision.Curation;
using RobotVision.Data.Datasets;

namespace RobotVision.Training.Runs;

/// <summary>Validation images that are nearly the same picture as a training image: neighbours in a video, copies saved anew.</summary>
static class SharedFrames
{
    /// <summary>Images up to which all of them are looked at, which takes some ten seconds; more would delay every start of a long run.</summary>
    const int MaximumImages = 2000;

    /// <summary>Counts them; null where there are too many images to look at all.</summary>
    /// <param name="data">The training data.</param>
    /// <param name="validation">The validation data.</param>
    /// <param name="done">Called after each image, from any thread, with the number of finished images of a data set.</param>
    /// <param name="cancellation">Stops between two images.</param>
    /// <exception cref="InvalidDataException">An image or its labels cannot be used.</exception>
    public static int? Count(WeightedDataset[] data, WeightedDataset[] validation, Action<int>? done, CancellationToken cancellation)
    {
        var (training, judged) = (WithFiles(data), WithFiles(validation));
        if (training.Concat(judged).Sum(set => set.Count) > MaximumImages) return null;
        if (training.Length == 0 || judged.Length == 0) return 0;
        return NearDuplicates.Between(Scan(judged), Scan(training)).Count();

        IReadOnlyList<ScannedImage> Scan(IDataset[] sets) => [.. sets.SelectMany(set => FrameFolds.Scan(set, done, cancellation))];
    }

    static IDataset[] WithFiles(WeightedDataset[] sets) =>
        [.. sets.Select(set => set.Dataset).Where(dataset => dataset.Count > 0 && dataset.FilesOf(0) is not null)];
}
