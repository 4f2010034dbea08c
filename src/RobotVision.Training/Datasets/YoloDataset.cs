using RobotVision.Imaging;

namespace RobotVision.Training.Datasets;

/// <summary>
/// A data set in YOLO form: images in a list or a folder, and beside <c>images/</c> a folder <c>labels/</c> with one text file an
/// image. An image without a label file shows no object.
/// </summary>
public sealed class YoloDataset : IDataset
{
    readonly DataYaml _yaml;
    readonly IReadOnlyList<string> _images;

    /// <summary>Opens one split of a data set; nothing is decoded yet.</summary>
    /// <param name="yaml">The data set.</param>
    /// <param name="split"><c>train</c>, <c>val</c> or <c>test</c>.</param>
    /// <exception cref="InvalidDataException">The split is not there, an image is missing, or no image has a label file.</exception>
    public YoloDataset(DataYaml yaml, string split)
    {
        _yaml = yaml;
        _images = yaml.Images(split);
        Name = $"{yaml.File} ({split})";
        if (!_images.Any(image => File.Exists(ImageList.LabelFile(image))))
            throw new InvalidDataException(
                $"{yaml.File}: split '{split}': expected label files such as '{ImageList.LabelFile(_images[0])}', found none for {_images.Count} images.");
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public int Count => _images.Count;

    /// <summary>The classes of ours that are labelled in this set.</summary>
    public ClassSet Labelled => _yaml.Labelled;

    /// <summary>The full paths of the images, in order.</summary>
    public IReadOnlyList<string> Images => _images;

    /// <inheritdoc/>
    public LabelledImage Load(int index)
    {
        var path = _images[index];
        var image = ImageFile.Read(path);
        return new(path, image, YoloLabelFile.Read(ImageList.LabelFile(path), _yaml, image.Width, image.Height), _yaml.Labelled);
    }

    /// <inheritdoc/>
    public string Fingerprint() => Datasets.Fingerprint.Of(
        string.Join(' ', _yaml.Targets.OrderBy(target => target.Key).Select(target => $"{target.Key}:{target.Value.Classes.Bits}:{target.Value.Ignore}").Append($"{_yaml.Labelled.Bits}")),
        _images.SelectMany(image => new[] { image, ImageList.LabelFile(image) }));
}
