namespace RobotVision.Training.Datasets;

/// <summary>Labels in one file an image.</summary>
/// <param name="place">From an image's path to that of its label file.</param>
/// <param name="read">Reads a label file for an image of a width and height.</param>
sealed class LabelFiles(Func<string, string> place, Func<string, int, int, ImageLabels> read) : ILabelReader
{
    /// <inheritdoc/>
    public string Place(string image) => place(image);

    /// <inheritdoc/>
    public bool IsAnnotated(string image) => File.Exists(place(image));

    /// <inheritdoc/>
    public ImageLabels Read(string image, int width, int height) => read(place(image), width, height);
}
