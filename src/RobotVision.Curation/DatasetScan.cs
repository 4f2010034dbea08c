using RobotVision.Data.Datasets;
using RobotVision.Data.Formats;
using RobotVision.Data.Labels;
using RobotVision.Imaging;

namespace RobotVision.Curation;

/// <summary>One image of a data set without its pixels.</summary>
/// <param name="Path">Its full path.</param>
/// <param name="Width">Its width in pixels.</param>
/// <param name="Height">Its height in pixels.</param>
/// <param name="Thumbnail">Its thumbnail.</param>
/// <param name="Labels">Its labels; null if they could not be read.</param>
public sealed record ScannedImage(string Path, int Width, int Height, Thumbnail Thumbnail, ImageLabels? Labels)
{
    /// <summary>Its perceptual hash, for finding near duplicates.</summary>
    public PerceptualHash Hash { get; } = PerceptualHash.Of(Thumbnail);
}

/// <summary>
/// All images of a data set, read once, with the problems found on the way. Unlike a data set for training it does not stop at the first one.
/// </summary>
public sealed class DatasetScan
{
    readonly Dictionary<string, ScannedImage> _images = [];
    readonly List<string> _problems = [];

    DatasetScan(DataYaml yaml) => Yaml = yaml;

    /// <summary>The data set.</summary>
    public DataYaml Yaml { get; }

    /// <summary>The readable images of each split, in its order.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<ScannedImage>> Splits { get; private set; } = new Dictionary<string, IReadOnlyList<ScannedImage>>();

    /// <summary>Every image once, in the order of the splits.</summary>
    public IEnumerable<ScannedImage> Images => Splits.Values.SelectMany(images => images).DistinctBy(image => image.Path);

    /// <summary>What could not be read, one line each: file, line, expected, found.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>The number of listed images that are left out because they are missing or cannot be read.</summary>
    public int LeftOut { get; private set; }

    /// <summary>The existing images of all lists, including lists that are not scanned; an image of two lists twice.</summary>
    internal string[] Listed { get; private set; } = [];

    /// <summary>The reader of the labels; null if it could not be opened.</summary>
    internal ILabelReader? Labels { get; private set; }

    /// <summary>Reads a data set.</summary>
    /// <param name="yaml">The data set.</param>
    /// <param name="splits">The splits to scan; empty for all.</param>
    /// <param name="threads">The maximum number of threads.</param>
    /// <param name="done">Called after each image, from any thread, with the number of finished and of all images.</param>
    /// <param name="cancellation">Cancels between two images.</param>
    /// <exception cref="InvalidDataException">The data set has no such split.</exception>
    public static DatasetScan Run(DataYaml yaml, IReadOnlyCollection<string> splits, int threads, Action<int, int>? done, CancellationToken cancellation)
    {
        foreach (var split in splits)
            if (!yaml.Splits.ContainsKey(split))
                throw new InvalidDataException($"{yaml.File}: expected one of its splits, {string.Join(", ", yaml.Splits.Keys)}, found '{split}'.");
        var scan = new DatasetScan(yaml);
        var others = new DatasetScan(yaml); // collects the problems of lists that are not scanned, to be dropped
        if (yaml.Splits.Count == 0)
            scan._problems.Add($"{yaml.File}: expected 'train', 'val' or 'test' with images, found none of them; add 'train: LIST_OR_FOLDER'.");
        var lists = yaml.Splits.ToLookup(split => splits.Count == 0 || splits.Contains(split.Key));
        var paths = lists[true].ToDictionary(split => split.Key, split => scan.FindImages(split.Key, split.Value));
        scan.Listed = [.. paths.Values.SelectMany(images => images), .. lists[false].SelectMany(split => others.FindImages(split.Key, split.Value))];
        scan.Read([.. paths.Values.SelectMany(images => images).Distinct()], threads, done, cancellation);
        scan.Splits = paths.ToDictionary(
            split => split.Key, split => (IReadOnlyList<ScannedImage>)[.. split.Value.Where(scan._images.ContainsKey).Select(path => scan._images[path])]);
        return scan;
    }

    // Whether an exception is about a damaged, missing or forbidden file; such exceptions are reported, others end the scan.
    static bool IsFileProblem(Exception exception) => exception is InvalidDataException or IOException or UnauthorizedAccessException;

    string[] FindImages(string split, IReadOnlyList<string> places)
    {
        if (places.Count == 0) _problems.Add($"{Yaml.File}: {split}: expected a list file or a folder, found an empty list; write '{split}: LIST_OR_FOLDER'.");
        return [.. places.SelectMany(place => FindImages(split, place))];
    }

    IReadOnlyList<string> FindImages(string split, string place)
    {
        try
        {
            var before = _problems.Count;
            var images = ImageList.Read(Yaml, split, place, _problems);
            LeftOut += _problems.Count - before;
            if (images.Count == 0 && _problems.Count == before)
                _problems.Add($"{Yaml.File}: {split}: expected images in '{place}', found none; put them there or take it out of '{split}'.");
            return images;
        }
        catch (Exception exception) when (IsFileProblem(exception))
        {
            _problems.Add(exception.Message);
            return [];
        }
    }

    void Read(string[] paths, int threads, Action<int, int>? done, CancellationToken cancellation)
    {
        try
        {
            Labels = ILabelReader.Open(Yaml, paths, _problems);
        }
        catch (Exception exception) when (IsFileProblem(exception))
        {
            _problems.Add(exception.Message); // the images can be scanned without labels
        }

        var read = new (ScannedImage? Image, IReadOnlyList<string> Problems)[paths.Length];
        var count = 0;
        InParallel.For(paths.Length, threads, i =>
        {
            read[i] = Read(paths[i]);
            done?.Invoke(Interlocked.Increment(ref count), paths.Length);
        }, cancellation);
        for (var i = 0; i < paths.Length; i++)
        {
            if (read[i].Image is { } image) _images[paths[i]] = image;
            else LeftOut++;
            _problems.AddRange(read[i].Problems);
        }
    }

    (ScannedImage?, IReadOnlyList<string>) Read(string path)
    {
        BgrImage image;
        var problems = new List<string>();
        try
        {
            image = DatasetImage.Read(path, out var damage);
            if (damage is not null) problems.Add(DatasetImage.Problem(path, damage));
        }
        catch (Exception exception) when (IsFileProblem(exception))
        {
            return (null, [exception.Message]);
        }

        var scanned = new ScannedImage(path, image.Width, image.Height, Thumbnail.Of(image.View), null);
        if (Labels is not { } labels) return (scanned, problems);
        try
        {
            if (labels.IsAnnotated(path))
                scanned = scanned with { Labels = labels.Read(path, image.Width, image.Height, problems) };
            else if (labels is not AnnotationFiles { IsWhole: false })
                problems.Add($"{path}: expected labels in '{labels.Place(path)}', found none; an image without objects needs an annotation too, "
                    + "unless it is only looked at as a frame of a clip ('clip_frames' of a recipe).");
        }
        catch (Exception exception) when (IsFileProblem(exception))
        {
            problems.Add(exception.Message);
        }

        return (scanned, problems);
    }
}
