using System.Collections.Concurrent;
using RobotVision.Data.Labels;
using RobotVision.Detections;

namespace RobotVision.Data.Datasets;

/// <summary>A data set that keeps its images in memory up to a limit; images beyond it are read or rendered every time.</summary>
/// <param name="dataset">The data set.</param>
public sealed class CachedDataset(IDataset dataset) : IDataset
{
    // About five hundred images of 640 x 480, and at most a quarter of the available memory.
    const long MaximumBytes = 512L << 20, MemoryDivisor = 4;

    readonly ImageCache _cache = new(Math.Min(MaximumBytes, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / MemoryDivisor));

    /// <inheritdoc/>
    public string Name => dataset.Name;

    /// <inheritdoc/>
    public int Count => dataset.Count;

    /// <inheritdoc/>
    public ClipList? Clips => dataset.Clips;

    /// <inheritdoc/>
    public ClassSet Labelled => dataset.Labelled;

    /// <inheritdoc/>
    public ClassNames Classes => dataset.Classes;

    /// <inheritdoc/>
    public LabelledImage Load(int index) => _cache.Load(0, dataset, index);

    /// <inheritdoc/>
    public string Meaning => dataset.Meaning;

    /// <inheritdoc/>
    public (string Image, string Labels)? FilesOf(int index) => dataset.FilesOf(index);

    /// <inheritdoc/>
    public string Fingerprint() => dataset.Fingerprint();
}

/// <summary>
/// Keeps decoded images until it is full; further images are loaded every time. Nothing is evicted: when every image is equally likely
/// to be next, no eviction order has a higher hit rate. Thread-safe.
/// </summary>
/// <param name="maximumBytes">Bytes of pixels to keep.</param>
/// <param name="whenFull">Called once, from any thread, with the number of kept images when the first image does not fit.</param>
sealed class ImageCache(long maximumBytes, Action<int>? whenFull = null)
{
    readonly ConcurrentDictionary<(int Dataset, int Index), LabelledImage> _images = new();
    long _bytes;
    int _wasFull;

    /// <summary>Bytes of the kept pixels.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    public LabelledImage Load(int datasetNumber, IDataset dataset, int index)
    {
        if (_images.TryGetValue((datasetNumber, index), out var kept)) return kept;
        var image = dataset.Load(index);
        var size = image.Image.Pixels.Length + (image.Layers?.Length ?? 0);
        var hasRoom = Interlocked.Add(ref _bytes, size) <= maximumBytes;
        if (!hasRoom || !_images.TryAdd((datasetNumber, index), image)) Interlocked.Add(ref _bytes, -size);
        if (!hasRoom && Interlocked.Exchange(ref _wasFull, 1) == 0) whenFull?.Invoke(_images.Count);
        return image;
    }
}
