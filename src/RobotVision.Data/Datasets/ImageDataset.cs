using RobotVision.Data.Formats;
using RobotVision.Data.Labels;
using RobotVision.Data.Text;
using RobotVision.Imaging;

namespace RobotVision.Data.Datasets;

/// <summary>
/// A data set of images in lists or folders that are annotated in one of the forms of <see cref="DatasetFormat"/>, as a
/// <c>data.yaml</c> describes it. Each image has to be annotated, be it as one without objects.
/// </summary>
public sealed class ImageDataset : IDataset
{
    readonly DataYaml _yaml;
    readonly IReadOnlyList<string> _images;
    readonly ILabelReader _labels;
    readonly bool[] _isWhole; // found to be so, and not asked again: that takes longer than decoding

    /// <summary>Opens one split of a data set; no image is decoded yet.</summary>
    /// <param name="yaml">The data set.</param>
    /// <param name="split"><c>train</c>, <c>val</c> or <c>test</c>.</param>
    /// <exception cref="InvalidDataException">The split is not there, an image is missing or not annotated, or a file with many annotations is damaged.</exception>
    public ImageDataset(DataYaml yaml, string split)
    {
        _yaml = yaml;
        _images = yaml.Images(split);
        _isWhole = new bool[_images.Count];
        _labels = ILabelReader.Open(yaml, _images);
        Name = $"{yaml.File} ({split})";
        var missing = _images.Where(image => !_labels.IsAnnotated(image)).ToArray();
        if (missing.Length > 0)
            throw DamagedFile.At(yaml.File, $"split '{split}'",
                $"expected labels of each image, found none of {missing.Length} of {_images.Count}, the first '{missing[0]}', expected in '{_labels.Place(missing[0])}'. "
                + "Take it out of the split or annotate it; one that shows no object has to say so (YOLO: an empty file).");
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public int Count => _images.Count;

    /// <summary>The classes of ours that are labelled in this set; an image may have fewer.</summary>
    public ClassSet Labelled => _yaml.Labelled;

    /// <summary>The full paths of the images, in order.</summary>
    public IReadOnlyList<string> Images => _images;

    /// <summary>What becomes of each class number, and which classes are labelled.</summary>
    string ClassNumbers =>
        string.Join(' ', _yaml.Targets.OrderBy(target => target.Key).Select(target => $"{target.Key}:{target.Value.Classes.Bits}:{target.Value.Ignore}").Append($"{_yaml.Labelled.Bits}"));

    /// <inheritdoc/>
    public LabelledImage Load(int index)
    {
        var path = _images[index];
        var image = Read(index);
        var labels = _labels.Read(path, image.Width, image.Height);
        return new(path, image, labels.Labels, labels.Labelled);
    }

    /// <inheritdoc/>
    public string Meaning => $"{ClassNumbers} {_yaml.Format} {string.Join(' ', _yaml.Names.OrderBy(name => name.Key).Select(name => name.Value))}";

    /// <inheritdoc/>
    public (string Image, string Labels)? FilesOf(int index) => (_images[index], _labels.Place(_images[index]));

    /// <inheritdoc/>
    public string Fingerprint() => Datasets.Fingerprint.Of(
        ClassNumbers,
        _images.SelectMany(image => new[] { image, _labels.Place(image) }).Distinct());

    BgrImage Read(int index)
    {
        if (_isWhole[index]) return ImageFile.Read(_images[index]);
        var image = DatasetImage.Read(_images[index], out var damage);
        if (damage is null) _isWhole[index] = true;
        else _yaml.Notes.TellDamaged(_images[index], damage);
        return image;
    }
}
