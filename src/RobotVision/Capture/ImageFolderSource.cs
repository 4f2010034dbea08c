using OpenCvSharp;
using RobotVision.Imaging;

namespace RobotVision.Capture;

/// <summary>
/// The images of a folder or a pattern, in the order of their names, as a recording. One that cannot be decoded is a bad
/// frame: it keeps its number, and the next one follows.
/// </summary>
public sealed class ImageFolderSource : IFrameSource
{
    readonly string[] _files;
    readonly TimeProvider _clock;
    int _next;

    /// <summary>Lists the images.</summary>
    /// <param name="path">A folder, an image, or a pattern in the last part of a path (<c>photos/*.png</c>).</param>
    /// <param name="clock">Where times come from.</param>
    /// <exception cref="InvalidDataException">There is no image.</exception>
    public ImageFolderSource(string path, TimeProvider clock)
    {
        _clock = clock;
        Name = path;
        _files = List(path);
        if (_files.Length == 0)
            throw new InvalidDataException(
                $"Input '{path}': expected images ({string.Join(' ', ImageFile.Endings)}), found none. Name a folder with images, a pattern or a video.");
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public bool IsLive => false;

    /// <inheritdoc/>
    public long? FrameCount => _files.Length;

    /// <inheritdoc/>
    public double? FramesPerSecond => null;

    /// <inheritdoc/>
    public string? Problem { get; private set; }

    /// <inheritdoc/>
    public ReadOutcome Read(Frame frame)
    {
        Problem = null;
        if (_next == _files.Length) return ReadOutcome.End;
        var file = _files[_next++];
        (frame.Source, frame.SourceTime, frame.CapturedAt, frame.Timestamp) = (Path.GetFileName(file), null, null, _clock.GetTimestamp());
        if (!TryDecode(file, frame, out var problem))
        {
            Problem = $"image '{file}' is skipped: {problem}";
            return ReadOutcome.BadFrame;
        }

        return ReadOutcome.Frame;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    static bool TryDecode(string file, Frame frame, out string problem)
    {
        try
        {
            var bytes = File.ReadAllBytes(file);
            problem = bytes.Length == 0 ? "it has 0 bytes" : "it cannot be decoded";
            if (bytes.Length == 0) return false;
            using var picture = Cv2.ImDecode(bytes, ImreadModes.Color);
            return DecodedFrame.TryCopy(picture, frame);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or OpenCVException)
        {
            problem = exception.Message;
            return false;
        }
    }

    static string[] List(string path)
    {
        if (File.Exists(path)) return [path];
        var folder = Directory.Exists(path) ? path : Path.GetDirectoryName(path) is { Length: > 0 } parent ? parent : ".";
        if (!Directory.Exists(folder)) throw new DirectoryNotFoundException($"Input '{path}': there is no folder '{folder}'.");
        var pattern = folder == path ? "*" : Path.GetFileName(path);
        var files = Directory.EnumerateFiles(folder, pattern).Where(ImageFile.IsImage).ToArray();
        Array.Sort(files, NumberedNames.Compare);
        return files;
    }
}
