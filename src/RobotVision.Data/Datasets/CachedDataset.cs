using RobotVision.Data.Labels;

namespace RobotVision.Data.Datasets;

/// <summary>A data set whose images are read or rendered once, as far as there is room to keep them.</summary>
/// <param name="dataset">The data set.</param>
public sealed class CachedDataset(IDataset dataset) : IDataset
{
    /// <summary>The most that is kept, and the part of the memory at hand that it may be; chosen by us: some five hundred images of 640 x 480.</summary>
    const long MostBytes = 512L << 20, PartOfMemory = 4;

    readonly ImageCache _cache = new(Math.Min(MostBytes, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / PartOfMemory));

    /// <inheritdoc/>
    public string Name => dataset.Name;

    /// <inheritdoc/>
    public int Count => dataset.Count;

    /// <inheritdoc/>
    public LabelledImage Load(int index) => _cache.Load(0, dataset, index);
}
