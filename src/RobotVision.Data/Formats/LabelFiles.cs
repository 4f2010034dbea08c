using RobotVision.Data.Labels;

namespace RobotVision.Data.Formats;

/// <summary>Labels in one file an image.</summary>
/// <param name="yaml">The data set.</param>
/// <param name="place">From an image's path to that of its label file.</param>
/// <param name="read">Reads a label file of the data set for an image of a width and height; takes what is wrong, or throws it where that is null.</param>
sealed class LabelFiles(DataYaml yaml, Func<string, string> place, Func<string, DataYaml, int, int, ICollection<string>?, ImageLabels> read) : ILabelReader
{
    /// <inheritdoc/>
    public string Place(string image) => place(image);

    /// <inheritdoc/>
    public bool IsAnnotated(string image) => File.Exists(place(image));

    /// <inheritdoc/>
    public ImageLabels Read(string image, int width, int height, ICollection<string>? problems = null) => read(place(image), yaml, width, height, problems);
}
