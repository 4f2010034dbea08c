using System.Globalization;
using RobotVision.Capture;
using RobotVision.Drawing;
using RobotVision.Imaging;
using RobotVision.Pipeline;
using RobotVision.Video;

namespace RobotVision.Tools.Replay;

/// <summary>Finds out what <c>--annotate</c> names (a video, a folder of pictures, one picture) and opens it.</summary>
static class AnnotatedOutput
{
    /// <summary>The rate of an annotated video of images, which have none.</summary>
    const double ImagesPerSecond = 10;

    /// <summary>Opens the output.</summary>
    /// <param name="path">What was named.</param>
    /// <param name="input">What is read, which must not be written over.</param>
    /// <param name="source">The same, opened.</param>
    /// <param name="provider">What runs the network.</param>
    /// <param name="timing">Whether to draw latencies.</param>
    /// <param name="drawing">What is drawn.</param>
    /// <exception cref="ArgumentException">It is none of these, or would write over the input.</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static IPublisher Open(string path, string input, IFrameSource source, string provider, bool timing, DrawingOptions drawing)
    {
        if (Path.EndsInDirectorySeparator(path) || !Path.HasExtension(path) || (Directory.Exists(path) && !VideoFile.IsVideo(path)))
        {
            CheckOther(path, FolderOf(input), input);
            return new AnnotatedImagesPublisher(path, provider, timing, drawing);
        }

        if (ImageFile.IsWritable(path))
        {
            if (source.FrameCount != 1)
                throw new OptionException($"--annotate: '{path}' is one picture, and '{input}' has {source.FrameCount?.ToString(CultureInfo.InvariantCulture) ?? "many"} frames. Name a folder, which gets a picture a frame, or a video.");
            CheckOther(path, input, input);
            return new AnnotatedImagesPublisher(path, provider, timing, drawing);
        }

        try
        {
            return new AnnotatedVideoPublisher(path, source.FramesPerSecond ?? ImagesPerSecond, provider, timing, drawing);
        }
        catch (ArgumentException exception)
        {
            throw new OptionException($"--annotate: {exception.Message} Or name a folder, with '/' at its end, or a picture.", exception);
        }
    }

    static string FolderOf(string input) => Directory.Exists(input) ? input : Path.GetDirectoryName(Path.GetFullPath(input))!;

    static void CheckOther(string output, string place, string input)
    {
        if (RealPath(output) == RealPath(place))
            throw new OptionException($"--annotate: expected another place than that of '{input}', which would be written over, found '{output}'.");
    }

    /// <summary>The path behind links; a part that is not there stays as it is.</summary>
    static string RealPath(string path)
    {
        var real = Path.GetPathRoot(Path.GetFullPath(path))!;
        foreach (var part in Path.GetFullPath(path).Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            real = Path.Combine(real, part);
            FileSystemInfo info = Directory.Exists(real) ? new DirectoryInfo(real) : new FileInfo(real);
            if (info.LinkTarget is not null && info.ResolveLinkTarget(returnFinalTarget: true) is { } target) real = target.FullName;
        }

        return real;
    }
}
