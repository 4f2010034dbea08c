using RobotVision.Data.Datasets;
using RobotVision.Data.Formats;
using RobotVision.Imaging;

namespace RobotVision.Curation;

/// <summary>All images of a data set, read once, and what could not be read. Unlike a data set for training it does not stop at the first problem.</summary>
public sealed class DatasetScan
{
    readonly Dictionary<string, ScannedImage> _images = [];
    readonly List<string> _problems = [];

    DatasetScan(DataYaml yaml) => Yaml = yaml;

    /// <summary>The data set.</summary>
    public DataYaml Yaml { get; }

    /// <summary>The images of each split, in its order, without those that could not be read.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<ScannedImage>> Splits { get; private set; } = new Dictionary<string, IReadOnlyList<ScannedImage>>();

    /// <summary>Every image once, in the order of the splits.</summary>
    public IEnumerable<ScannedImage> Images => Splits.Values.SelectMany(images => images).DistinctBy(image => image.Path);

    /// <summary>What could not be read, one line each: file, line, expected, found.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>How many images that are listed, or lie in a folder that is, are in no split because they are missing or cannot be read.</summary>
    public int LeftOut { get; private set; }

    /// <summary>The images that are there of every list, of those too that are not read; an image of two lists twice.</summary>
    internal string[] Listed { get; private set; } = [];

    /// <summary>Where the labels are found; null where nobody could look for them.</summary>
    internal ILabelReader? Labels { get; private set; }

    /// <summary>Reads a data set.</summary>
    /// <param name="yaml">The data set.</param>
    /// <param name="splits">Which of its splits; all when empty.</param>
    /// <param name="threads">Images at the same time.</param>
    /// <param name="done">Told how many images are done, of how many; from any thread.</param>
    /// <param name="cancellation">Stops between two images.</param>
    /// <exception cref="InvalidDataException">There is no such split.</exception>
    public static DatasetScan Run(DataYaml yaml, IReadOnlyCollection<string> splits, int threads, Action<int, int>? done, CancellationToken cancellation)
    {
        foreach (var split in splits)
            if (!yaml.Splits.ContainsKey(split))
                throw new InvalidDataException($"{yaml.File}: expected one of its splits, {string.Join(", ", yaml.Splits.Keys)}, found '{split}'.");
        var scan = new DatasetScan(yaml);
        var others = new DatasetScan(yaml); // takes what is wrong with lists that nobody asked for
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

    /// <summary>Whether a file is damaged, missing or forbidden, which is told; anything else ends the reading.</summary>
    static bool IsOfFile(Exception exception) => exception is InvalidDataException or IOException or UnauthorizedAccessException;

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
        catch (Exception exception) when (IsOfFile(exception))
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
        catch (Exception exception) when (IsOfFile(exception))
        {
            _problems.Add(exception.Message); // the images can be looked at all the same
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
        catch (Exception exception) when (IsOfFile(exception))
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
                problems.Add($"{path}: expected labels in '{labels.Place(path)}', found none; an image without objects has to say so.");
        }
        catch (Exception exception) when (IsOfFile(exception))
        {
            problems.Add(exception.Message);
        }

        return (scanned, problems);
    }
}
