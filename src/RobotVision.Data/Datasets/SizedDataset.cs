using RobotVision.Data.Labels;
using RobotVision.Detections;

namespace RobotVision.Data.Datasets;

/// <summary>A data set whose small objects are ignored. Points have no size and are kept.</summary>
/// <param name="dataset">The data set.</param>
/// <param name="smallest">Objects narrower than this, in pixels of the image, are ignored.</param>
public sealed class SizedDataset(IDataset dataset, float smallest) : IDataset
{
    /// <inheritdoc/>
    public string Name => FormattableString.Invariant($"{dataset.Name}, objects from {smallest} px on");

    /// <inheritdoc/>
    public int Count => dataset.Count;

    /// <inheritdoc/>
    public ClipList? Clips => dataset.Clips;

    /// <inheritdoc/>
    public ClassSet Labelled => dataset.Labelled;

    /// <inheritdoc/>
    public ClassNames Classes => dataset.Classes;

    /// <inheritdoc/>
    public LabelledImage Load(int index)
    {
        var image = dataset.Load(index);
        return image with { Labels = [.. image.Labels.Select(label => label with { Ignore = label.Ignore || IsSmall(label) })] };
    }

    /// <inheritdoc/>
    public string Meaning => FormattableString.Invariant($"{dataset.Meaning} from {smallest}");

    /// <inheritdoc/>
    public (string Image, string Labels)? FilesOf(int index) => dataset.FilesOf(index);

    bool IsSmall(Label label) => !label.Class.IsPoint() && label.Box.Width < smallest;
}
