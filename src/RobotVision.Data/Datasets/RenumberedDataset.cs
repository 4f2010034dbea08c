using RobotVision.Data.Labels;
using RobotVision.Detections;

namespace RobotVision.Data.Datasets;

/// <summary>A data set whose extra classes have the numbers of another list of classes; those that only the list has are not labelled in it.</summary>
public sealed class RenumberedDataset : IDataset
{
    readonly IDataset _dataset;
    readonly ClassRenumbering _renumbering;

    RenumberedDataset(IDataset dataset, ClassNames classes) => (_dataset, Classes, _renumbering) = (dataset, classes, new(dataset.Classes, classes));

    /// <summary>The data set with the classes of a list, which has all of its own; itself where the lists are equal.</summary>
    /// <exception cref="ArgumentException">The list lacks one of its classes.</exception>
    public static IDataset Of(IDataset dataset, ClassNames classes) => dataset.Classes.Equals(classes) ? dataset : new RenumberedDataset(dataset, classes);

    /// <inheritdoc/>
    public string Name => _dataset.Name;

    /// <inheritdoc/>
    public int Count => _dataset.Count;

    /// <inheritdoc/>
    public ClipList? Clips => _dataset.Clips;

    /// <inheritdoc/>
    public ClassNames Classes { get; }

    /// <inheritdoc/>
    public ClassSet Labelled => _renumbering.Of(_dataset.Labelled);

    /// <inheritdoc/>
    public LabelledImage Load(int index)
    {
        var image = _dataset.Load(index);
        return _renumbering.ChangesNothing ? image : image with
        {
            Labels = _renumbering.Of(image.Labels),
            Labelled = _renumbering.Of(image.Labelled),
            Feet = _renumbering.Of(image.Feet),
        };
    }

    /// <inheritdoc/>
    public string Meaning => _dataset.Meaning;

    /// <inheritdoc/>
    public (string Image, string Labels)? FilesOf(int index) => _dataset.FilesOf(index);

    /// <inheritdoc/>
    public string Fingerprint() => _dataset.Fingerprint();
}
