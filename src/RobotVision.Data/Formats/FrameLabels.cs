using RobotVision.Data.Labels;

namespace RobotVision.Data.Formats;

/// <summary>Opens the labels of a video or an image folder, whatever form they have.</summary>
public static class FrameLabels
{
    /// <summary>Opens labels.</summary>
    /// <param name="path">
    /// A <c>.json</c> of a video's ball boxes (<see cref="NimbroLabels"/>), or a <c>data.yaml</c> or its folder, with <c>=SPLIT</c> behind it where the images
    /// of one split count and not those of all.
    /// </param>
    /// <param name="notes">Is told what a user has to know of the data set; null where nobody listens.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The labels cannot be used; says where and why.</exception>
    public static IFrameLabels Load(string path, DatasetNotes? notes = null)
    {
        if (Path.GetExtension(path).Equals(".json", StringComparison.OrdinalIgnoreCase)) return NimbroLabels.Load(path);
        var equals = Path.Exists(path) ? -1 : path.LastIndexOf('=');
        return new ImageFrameLabels(DataYaml.Load(equals < 0 ? path : path[..equals], notes), equals < 0 ? null : path[(equals + 1)..]);
    }
}
