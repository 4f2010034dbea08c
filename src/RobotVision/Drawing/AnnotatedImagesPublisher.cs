using System.Globalization;
using RobotVision.Files;
using RobotVision.Imaging;
using RobotVision.Pipeline;

namespace RobotVision.Drawing;

/// <summary>
/// Writes a picture a frame with the results drawn: for images under the name of each, for the frames of a video under its name and the
/// frame's number. Each picture appears whole and stays, whatever becomes of the rest of the run.
/// </summary>
public sealed class AnnotatedImagesPublisher : IPublisher
{
    readonly string _path;
    readonly bool _isFolder;
    readonly FrameAnnotator _annotator;

    /// <summary>Prepares the folder.</summary>
    /// <param name="path">The folder that the pictures go to, made where there is none; or, with the ending of a picture, where that of an only frame goes.</param>
    /// <param name="provider">What runs the network, for the status line.</param>
    /// <param name="timing">Whether to draw latencies.</param>
    /// <param name="drawing">What is drawn; everything when null.</param>
    /// <exception cref="IOException">Nothing can be written there.</exception>
    public AnnotatedImagesPublisher(string path, string provider, bool timing, DrawingOptions? drawing = null)
    {
        _path = path;
        _isFolder = Directory.Exists(path) || !ImageFile.IsWritable(path);
        WholeFile.Probe(_isFolder ? Path.Combine(path, "annotated.png") : path);
        _annotator = new FrameAnnotator(provider, timing, drawing);
    }

    /// <inheritdoc/>
    public void Publish(Observation observation)
    {
        _annotator.Draw(observation);
        ImageFile.Write(_isFolder ? Path.Combine(_path, NameOf(observation.Frame)) : _path, _annotator.View);
    }

    /// <inheritdoc/>
    public void Publish(PipelineState state)
    {
        // Pictures show frames.
    }

    /// <inheritdoc/>
    public void Complete()
    {
        // Each picture is whole already.
    }

    /// <inheritdoc/>
    public void Dispose() => _annotator.Dispose();

    static string NameOf(Capture.Frame frame)
    {
        var name = Path.GetFileName(frame.Source);
        if (!ImageFile.IsImage(name)) return string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileNameWithoutExtension(name)}_{frame.Number:D6}.jpg");
        return ImageFile.IsWritable(name) ? name : $"{name}.png";
    }
}
