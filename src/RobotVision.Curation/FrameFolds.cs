using RobotVision.Data.Datasets;
using RobotVision.Data.Labels;
using RobotVision.Files;

namespace RobotVision.Curation;

/// <summary>
/// Divides frames into folds, so that each can be held out from a training: by recording, and never near duplicates into two folds. Where
/// recordings are too few or too unequal for that, they are cut into stretches of consecutive frames.
/// </summary>
public static class FrameFolds
{
    /// <summary>Stretches a fold, where recordings are cut; more would put neighbouring frames into two folds, fewer would leave folds unequal.</summary>
    const int StretchesPerFold = 3;

    /// <summary>A hash distance at which no two images are near duplicates.</summary>
    const int NoDuplicates = -1;

    /// <summary>Divides frames.</summary>
    /// <param name="frames">The frames, see <see cref="Scan"/>.</param>
    /// <param name="folds">The number of folds, at most the number of frames.</param>
    /// <param name="seed">Seed of the order of equally large recordings.</param>
    /// <returns>The fold of each frame, from 0.</returns>
    public static IReadOnlyList<int> Divide(IReadOnlyList<ScannedImage> frames, int folds, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(folds);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(folds, frames.Count);
        ScannedImage[] images = [.. frames.DistinctBy(frame => frame.Path)]; // a frame may be in two lists
        var names = RecordingNames.By("prefix");
        string[] recordings = [.. images.Select(image => names.Of(image.Path))];
        var lists = Divide(recordings, NearDuplicates.DefaultDistance);
        if (AreUnequal())
        {
            recordings = Cut(images, recordings, folds * StretchesPerFold);
            lists = Divide(recordings, NearDuplicates.DefaultDistance);
            if (AreUnequal()) lists = Divide(recordings, NoDuplicates); // so much is alike that nothing could be divided
        }

        var foldOf = lists.SelectMany((list, fold) => list.Select(image => (image.Path, fold))).ToDictionary(pair => pair.Path, pair => pair.fold);
        return [.. frames.Select(frame => foldOf[frame.Path])];

        bool AreUnequal() => lists.Min(list => list.Count) * folds * 2 < images.Length;

        IReadOnlyList<ScannedImage>[] Divide(string[] named, int distance) =>
        [
            .. RecordingSplit.Divide(images, RecordingGroup.Join(images, named, distance), [.. Enumerable.Repeat(1.0, folds)], seed)
                .Select(list => list.Images),
        ];
    }

    /// <summary>Loads every frame of a data set once, for its labels and its thumbnail.</summary>
    /// <param name="dataset">A data set with files.</param>
    /// <param name="done">Called after each image, from any thread, with the number of finished images.</param>
    /// <param name="cancellation">Stops between two images.</param>
    /// <exception cref="InvalidDataException">An image or its labels cannot be used.</exception>
    public static IReadOnlyList<ScannedImage> Scan(IDataset dataset, Action<int>? done, CancellationToken cancellation)
    {
        var frames = new ScannedImage[dataset.Count];
        var count = 0;
        InParallel.For(frames.Length, Environment.ProcessorCount, i =>
        {
            var image = dataset.Load(i);
            var labels = new ImageLabels(image.Labels, image.Labelled);
            frames[i] = new(dataset.FilesOf(i)?.Image ?? image.Name, image.Image.Width, image.Image.Height, Thumbnail.Of(image.Image.View), labels);
            done?.Invoke(Interlocked.Increment(ref count));
        }, cancellation);
        return frames;
    }

    /// <summary>The stretch of each frame: its recording, cut into about as many pieces as its share of all frames.</summary>
    static string[] Cut(ScannedImage[] frames, string[] recordings, int stretches)
    {
        var cut = new string[frames.Length];
        foreach (var recording in Enumerable.Range(0, frames.Length).GroupBy(i => recordings[i]))
        {
            var ordered = recording.OrderBy(i => frames[i].Path, Comparer<string>.Create(NumberedNames.Compare)).ToArray();
            var pieces = Math.Clamp((int)Math.Round((double)stretches * ordered.Length / frames.Length), 1, ordered.Length);
            for (var place = 0; place < ordered.Length; place++)
                cut[ordered[place]] = $"{recording.Key} {place * pieces / ordered.Length}";
        }

        return cut;
    }
}
