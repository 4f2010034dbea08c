using RobotVision.Data.Labels;

namespace RobotVision.Data.Formats;

/// <summary>Opens the labels of a video or an image folder, whatever form they have.</summary>
public static class FrameLabels
{
    /// <summary>Opens labels.</summary>
    /// <param name="path">A <c>.json</c> of a video's ball boxes (<see cref="NimbroLabels"/>), or a <c>data.yaml</c> or its folder.</param>
    /// <param name="split">With a <c>data.yaml</c>: the split whose images count; all of them when null.</param>
    /// <param name="notes">Is told what a user has to know of the data set; null where nobody listens.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The labels cannot be used; says where and why.</exception>
    public static IFrameLabels Load(string path, string? split = null, DatasetNotes? notes = null) =>
        Path.GetExtension(path).Equals(".json", StringComparison.OrdinalIgnoreCase)
            ? NimbroLabels.Load(path)
            : new ImageFrameLabels(DataYaml.Load(path, notes), split);
}
