using RobotVision.Files;
using RobotVision.Imaging;

namespace RobotVision.Capture;

/// <summary>
/// The images of a folder or a pattern, in the order of their names, as a recording. One that cannot be decoded is a bad
/// frame: it keeps its number, and the next one follows. One that is truncated is a frame with a <see cref="Problem"/>.
/// </summary>
public sealed class ImageFolderSource : IFrameSource
{
    readonly string[] _files;
    readonly TimeProvider _clock;
    int _next;
    int _damaged;

    /// <summary>Lists the images.</summary>
    /// <param name="path">
    /// A folder, an image, or a pattern in the last part of a path (<c>photos/*.png</c>); an existing file or folder is never read as a pattern.
    /// </param>
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
    public bool CanSeek => true;

    /// <inheritdoc/>
    public void Seek(long frame) => _next = (int)Math.Clamp(frame, 0, _files.Length);

    /// <inheritdoc/>
    public ReadOutcome Read(Frame frame)
    {
        Problem = null;
        if (_next == _files.Length)
        {
            if (_damaged > 0) Problem = $"{_damaged} of {_files.Length} images {(_damaged == 1 ? "is" : "are")} not whole";
            return ReadOutcome.End;
        }

        var file = _files[_next++];
        (frame.Source, frame.SourceTime, frame.CapturedAt, frame.Timestamp) = (Path.GetFileName(file), null, null, _clock.GetTimestamp());
        var isDecoded = TryDecode(file, frame, out var problem);
        if (problem is not null) Problem = $"image '{file}'{(isDecoded ? "" : " is skipped")}: {problem}";
        if (!isDecoded) return ReadOutcome.BadFrame;
        if (problem is not null) _damaged++;
        return ReadOutcome.Frame;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    static bool TryDecode(string file, Frame frame, out string? problem)
    {
        try
        {
            var bytes = File.ReadAllBytes(file);
            using var picture = ImageFile.TryDecode(bytes, out problem);
            if (picture is null || !DecodedFrame.TryCopy(picture, frame)) return false;
            if (problem is null && ImageFile.CompressionOf(bytes) is not null) frame.SetEncoded(bytes);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problem = exception.Message;
            return false;
        }
    }

    static string[] List(string path)
    {
        if (File.Exists(path)) return [path];
        var isFolder = Directory.Exists(path);
        var folder = isFolder ? path : Path.GetDirectoryName(path) is { Length: > 0 } parent ? parent : ".";
        if (!Directory.Exists(folder)) throw new DirectoryNotFoundException($"Input '{path}': there is no folder '{folder}'.");
        var files = ImageFile.Find(folder, isFolder ? "*" : Path.GetFileName(path)).ToArray();
        Array.Sort(files, NumberedNames.Compare);
        return files;
    }
}
