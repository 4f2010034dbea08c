using System.Globalization;
using RobotVision.Files;
using RobotVision.Imaging;
using RobotVision.Inference;
using RobotVision.Pipeline;

namespace RobotVision.Drawing;

/// <summary>
/// Writes each frame with its results drawn as an image: under the name of the input image or, for a video, its name and the
/// frame's number. Each image appears whole and stays even if the run fails later.
/// </summary>
public sealed class AnnotatedImagesPublisher : IPublisher
{
    readonly string _path;
    readonly bool _isFolder;
    readonly FrameAnnotator _annotator;

    /// <summary>Prepares the folder.</summary>
    /// <param name="path">
    /// The folder for the images, created where there is none; or a path with an image's ending, for an input of one frame.
    /// </param>
    /// <param name="provider">What runs the network, for the status line.</param>
    /// <param name="timing">Whether to draw latencies.</param>
    /// <param name="drawing">What is drawn; everything when null.</param>
    /// <exception cref="IOException">Nothing can be written there.</exception>
    public AnnotatedImagesPublisher(string path, ExecutionProvider provider, bool timing, DrawingOptions? drawing = null)
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
        // Images show frames only.
    }

    /// <inheritdoc/>
    public void Complete()
    {
        // Each image is written whole by Publish.
    }

    /// <inheritdoc/>
    public void Dispose() => _annotator.Dispose();

    static string NameOf(Capture.Frame frame)
    {
        var name = Path.GetFileName(frame.Source);
        if (!ImageFile.IsImage(name))
            return string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileNameWithoutExtension(name)}_{frame.Number:D6}.jpg");
        return ImageFile.IsWritable(name) ? name : $"{name}.png";
    }
}
