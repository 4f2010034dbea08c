using System.Globalization;
using RobotVision.Capture;
using RobotVision.Drawing;
using RobotVision.Imaging;
using RobotVision.Inference;
using RobotVision.Pipeline;
using RobotVision.Video;

namespace RobotVision.Tools.Replay;

/// <summary>Opens the output of <c>--annotate</c>: a video, a folder of pictures or one picture.</summary>
static class AnnotatedOutput
{
    /// <summary>Frame rate of an annotated video of images, which have no rate of their own.</summary>
    const double ImagesPerSecond = 10;

    /// <summary>Opens the output.</summary>
    /// <param name="path">The output.</param>
    /// <param name="input">The input, which must not be overwritten.</param>
    /// <param name="source">The opened input.</param>
    /// <param name="provider">What runs the network.</param>
    /// <param name="timing">Whether to draw latencies.</param>
    /// <param name="drawing">Drawing options.</param>
    /// <exception cref="ArgumentException">The output is none of these, or would overwrite the input.</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static IPublisher Open(string path, string input, IFrameSource source, ExecutionProvider provider, bool timing, DrawingOptions drawing)
    {
        if (Path.EndsInDirectorySeparator(path) || !Path.HasExtension(path) || (Directory.Exists(path) && !VideoFile.IsVideo(path)))
        {
            CheckOther(path, FolderOf(input), input);
            return new AnnotatedImagesPublisher(path, provider, timing, drawing);
        }

        if (ImageFile.IsWritable(path))
        {
            if (source.FrameCount != 1)
                throw new OptionException(
                    $"--annotate: '{path}' is one picture, and '{input}' has {source.FrameCount?.ToString(CultureInfo.InvariantCulture) ?? "many"} frames. "
                    + "Name a folder, which gets one picture per frame, or a video.");
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
            throw new OptionException($"--annotate: expected another place than that of '{input}', which would be overwritten, found '{output}'.");
    }

    /// <summary>The path with links resolved; parts that do not exist are kept.</summary>
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
