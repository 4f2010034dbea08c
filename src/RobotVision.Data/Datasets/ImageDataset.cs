using RobotVision.Data.Formats;
using RobotVision.Data.Labels;
using RobotVision.Data.Text;
using RobotVision.Detections;
using RobotVision.Imaging;

namespace RobotVision.Data.Datasets;

/// <summary>
/// A data set of images in lists or folders, described by a <c>data.yaml</c> and labelled in one of the formats of
/// <see cref="DatasetFormat"/>. Every image has to be annotated, images without objects too, unless it is said that some are not: in those no class is
/// labelled.
/// </summary>
public sealed class ImageDataset : IDataset
{
    readonly DataYaml _yaml;
    readonly IReadOnlyList<string> _images;
    readonly ILabelReader _labels;
    readonly bool[] _isAnnotated;
    readonly bool[] _isIntact; // checked once per image, because the check takes longer than decoding

    /// <summary>Opens one split of a data set; no image is decoded yet.</summary>
    /// <param name="yaml">The data set.</param>
    /// <param name="split"><c>train</c>, <c>val</c> or <c>test</c>.</param>
    /// <param name="mayLackLabels">Whether some images may be without annotation, but not all.</param>
    /// <exception cref="InvalidDataException">The split or an image is missing, an image is not annotated, or an annotation file is damaged.</exception>
    public ImageDataset(DataYaml yaml, string split, bool mayLackLabels = false)
    {
        _yaml = yaml;
        _images = yaml.Images(split);
        _isIntact = new bool[_images.Count];
        _labels = ILabelReader.Open(yaml, _images);
        Name = $"{yaml.File} ({split})";
        _isAnnotated = [.. _images.Select(_labels.IsAnnotated)];
        string[] missing = [.. _images.Where((_, i) => !_isAnnotated[i])];
        if (missing.Length > 0 && !(mayLackLabels && missing.Length < _images.Count))
            throw DamagedFile.At(yaml.File, $"split '{split}'",
                $"expected labels of each image, found none for {missing.Length} of {_images.Count}, the first '{missing[0]}', "
                + $"expected in '{_labels.Place(missing[0])}'. "
                + "Remove it from the split or annotate it; an image without objects needs an annotation too (YOLO: an empty file).");
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public int Count => _images.Count;

    /// <summary>The labelled classes of the set; single images may have fewer.</summary>
    public ClassSet Labelled => _yaml.Labelled;

    /// <inheritdoc/>
    public ClassNames Classes => _yaml.Classes;

    /// <summary>The full paths of the images, in the order of their indices.</summary>
    public IReadOnlyList<string> Images => _images;

    /// <summary>Whether an image is annotated, be it as one without objects.</summary>
    public bool IsAnnotated(int index) => _isAnnotated[index];

    // What the yaml says of the labels, as part of the fingerprint.
    string ClassMapping => string.Join(' ', _yaml.Targets
        .OrderBy(target => target.Key)
        .Select(target => $"{target.Key}:{target.Value.Classes.Bits}:{target.Value.Ignore}")
        .Append($"{_yaml.Labelled.Bits}")
        .Concat(_yaml.Classes.Extra)
        .Concat(_yaml.Feet == default ? [] : [$"foot:{_yaml.Feet.Bits}"])
        .Concat(_yaml.Minimum.OrderBy(one => one.Key).Select(one => FormattableString.Invariant($"minimum:{(int)one.Key}:{one.Value}"))));

    /// <inheritdoc/>
    public LabelledImage Load(int index)
    {
        var path = _images[index];
        var image = Read(index);
        if (!_isAnnotated[index]) return new(path, image, [], default);
        var labels = _labels.Read(path, image.Width, image.Height);
        return new(path, image, _yaml.IgnoreSmall(labels.Labels, image.Width, image.Height), labels.Labelled) { Feet = _yaml.Feet };
    }

    /// <inheritdoc/>
    public string Meaning => $"{ClassMapping} {_yaml.Format} {string.Join(' ', _yaml.Names.OrderBy(name => name.Key).Select(name => name.Value))}";

    /// <inheritdoc/>
    public (string Image, string Labels)? FilesOf(int index) => (_images[index], _labels.Place(_images[index]));

    /// <inheritdoc/>
    public string Fingerprint() => Datasets.Fingerprint.Of(
        string.Join(' ', _isAnnotated.Select((annotated, i) => annotated ? null : $"unlabelled:{i}").OfType<string>().Prepend(ClassMapping)),
        _images.SelectMany(image => new[] { image, _labels.Place(image) }).Distinct());

    BgrImage Read(int index)
    {
        if (_isIntact[index]) return ImageFile.Read(_images[index]);
        var image = DatasetImage.Read(_images[index], out var damage);
        if (damage is null) _isIntact[index] = true;
        else _yaml.Notes.TellDamaged(_images[index], damage);
        return image;
    }
}
