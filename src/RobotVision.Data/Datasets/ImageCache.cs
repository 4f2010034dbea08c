using System.Collections.Concurrent;
using RobotVision.Data.Labels;

namespace RobotVision.Data.Datasets;

/// <summary>
/// Keeps decoded images as long as there is room; what no longer fits is read again each time. Nothing is ever thrown out:
/// when every image is equally likely to be next, no order of throwing out does better. Serves several threads.
/// </summary>
/// <param name="maximumBytes">Bytes of pixels to keep.</param>
/// <param name="whenFull">Told once, when the first image finds no room, how many are kept; from any of the threads.</param>
sealed class ImageCache(long maximumBytes, Action<int>? whenFull = null)
{
    readonly ConcurrentDictionary<(int Dataset, int Index), LabelledImage> _images = new();
    long _bytes;
    int _wasFull;

    /// <summary>Bytes of pixels that are kept.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    public LabelledImage Load(int datasetNumber, IDataset dataset, int index)
    {
        if (_images.TryGetValue((datasetNumber, index), out var kept)) return kept;
        var image = dataset.Load(index);
        var size = image.Image.Pixels.Length + (image.Background?.Length ?? 0);
        var hasRoom = Interlocked.Add(ref _bytes, size) <= maximumBytes;
        if (!hasRoom || !_images.TryAdd((datasetNumber, index), image)) Interlocked.Add(ref _bytes, -size);
        if (!hasRoom && Interlocked.Exchange(ref _wasFull, 1) == 0) whenFull?.Invoke(_images.Count);
        return image;
    }
}
