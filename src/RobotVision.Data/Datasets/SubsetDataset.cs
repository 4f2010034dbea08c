using RobotVision.Data.Labels;
using RobotVision.Detections;

namespace RobotVision.Data.Datasets;

/// <summary>Some images of a data set; of clips those frames still follow each other that did so without a gap.</summary>
/// <param name="dataset">The data set.</param>
/// <param name="chosen">The indices of the images, in the order of the subset.</param>
class SubsetDataset(IDataset dataset, IReadOnlyList<int> chosen) : IDataset
{
    /// <inheritdoc/>
    public string Name => $"{chosen.Count} of {dataset.Name}";

    /// <inheritdoc/>
    public int Count => chosen.Count;

    /// <inheritdoc/>
    public ClipList? Clips { get; } = dataset.Clips?.Only(chosen);

    /// <inheritdoc/>
    public ClassSet Labelled => dataset.Labelled;

    /// <inheritdoc/>
    public ClassNames Classes => dataset.Classes;

    /// <inheritdoc/>
    public LabelledImage Load(int index) => dataset.Load(chosen[index]);

    /// <inheritdoc/>
    public string Meaning => dataset.Meaning;

    /// <inheritdoc/>
    public (string Image, string Labels)? FilesOf(int index) => dataset.FilesOf(chosen[index]);

    /// <inheritdoc/>
    public string Fingerprint() => Datasets.Fingerprint.Of($"{dataset.Fingerprint()} {string.Join(' ', chosen)}", []);
}
