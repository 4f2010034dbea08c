namespace RobotVision.Training.Datasets;

/// <summary>The labels of an image folder in YOLO form, found by the name of the image's file.</summary>
public sealed class YoloFrameLabels : IFrameLabels
{
    readonly DataYaml _yaml;
    readonly Dictionary<string, string> _labelFiles = new(StringComparer.Ordinal);

    /// <summary>Lists the images of a data set.</summary>
    /// <param name="yaml">The data set.</param>
    /// <param name="split">The split whose images count; all of them when null.</param>
    /// <exception cref="InvalidDataException">An image is missing, or two have the same name.</exception>
    public YoloFrameLabels(DataYaml yaml, string? split)
    {
        _yaml = yaml;
        foreach (var name in split is null ? yaml.Splits.Keys : [split])
        {
            foreach (var image in yaml.Images(name))
            {
                var labelFile = ImageList.LabelFile(image);
                var file = Path.GetFileName(image);
                if (!_labelFiles.TryAdd(file, labelFile) && _labelFiles[file] != labelFile)
                    throw DamagedFile.At(yaml.File, name, $"expected each file name once, found '{file}' in two folders; choose a split.");
            }
        }
    }

    /// <inheritdoc/>
    public ClassSet Labelled => _yaml.Labelled;

    /// <inheritdoc/>
    public IReadOnlyList<Label>? Find(long frame, string source, int width, int height) =>
        _labelFiles.TryGetValue(Path.GetFileName(source), out var labelFile)
            ? YoloLabelFile.Read(labelFile, _yaml, width, height)
            : null;
}
