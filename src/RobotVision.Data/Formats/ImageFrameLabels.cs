using RobotVision.Data.Labels;
using RobotVision.Data.Text;
using RobotVision.Detections;

namespace RobotVision.Data.Formats;

/// <summary>The labels of the images of a data set, found by the name of the image's file.</summary>
public sealed class ImageFrameLabels : IFrameLabels
{
    readonly Dictionary<string, string> _images = new(StringComparer.Ordinal);
    readonly ILabelReader _labels;
    readonly DataYaml _yaml;

    /// <summary>Lists the images of a data set.</summary>
    /// <param name="yaml">The data set.</param>
    /// <param name="split">The split whose images count; all of them when null.</param>
    /// <exception cref="InvalidDataException">An image is missing, two have the same name, or a file with many annotations is damaged.</exception>
    public ImageFrameLabels(DataYaml yaml, string? split)
    {
        foreach (var name in split is null ? yaml.Splits.Keys : [split])
        {
            foreach (var image in yaml.Images(name))
            {
                var file = Path.GetFileName(image);
                if (!_images.TryAdd(file, image) && _images[file] != image)
                    throw DamagedFile.At(yaml.File, name,
                        $"expected each file name once, found '{file}' in two folders; choose a split, with =SPLIT behind the path.");
            }
        }

        _yaml = yaml;
        _labels = ILabelReader.Open(yaml, _images.Values);
    }

    /// <inheritdoc/>
    public int Count => _images.Count;

    /// <inheritdoc/>
    public ClassNames Classes => _yaml.Classes;

    /// <inheritdoc/>
    public ImageLabels? Find(long frame, string source, int width, int height) =>
        _images.TryGetValue(Path.GetFileName(source), out var image) && _labels.IsAnnotated(image) ? _labels.Read(image, width, height) : null;
}
