using OpenCvSharp;
using RobotVision.Capture;
using RobotVision.Pipeline;
using RobotVision.Recording;

namespace RobotVision.Publishing;

/// <summary>
/// Writes a video with the results drawn on each frame. The size is the first frame's; frames of other sizes (image folders) are
/// fitted into it. The video appears whole, or not at all.
/// </summary>
public sealed class AnnotatedVideoPublisher : IPublisher
{
    /// <summary>Less than this left on the disk, and the file could not be ended properly; chosen by us: more than an index takes.</summary>
    const long SpareBytes = 1 << 20;

    readonly string _path;
    readonly string _partial;
    readonly double _framesPerSecond;
    readonly FrameAnnotator _annotator;
    readonly Mat _fitted = new();
    readonly DriveInfo _drive;
    VideoWriter? _writer;
    Size _size;
    bool _completed;

    /// <summary>Prepares the video; the file begins with the first frame.</summary>
    /// <param name="path">Where it goes; the ending says the container, <c>.mp4</c> or <c>.avi</c>.</param>
    /// <param name="framesPerSecond">Its rate.</param>
    /// <param name="provider">What runs the network, for the status line.</param>
    /// <param name="timing">Whether to draw latencies.</param>
    /// <exception cref="IOException">It cannot be written there.</exception>
    public AnnotatedVideoPublisher(string path, double framesPerSecond, string provider, bool timing)
    {
        if (Path.GetExtension(path).ToLowerInvariant() is not (".mp4" or ".avi" or ".mkv"))
            throw new IOException($"Output '{path}': expected a video's ending, .mp4, .avi or .mkv.");
        _path = Path.GetFullPath(path);
        _partial = WholeFile.PartialOf(_path);
        _framesPerSecond = framesPerSecond;
        // Tried now with an empty file: OpenCV would only say later, and only that it failed.
        using (var probe = new WholeFile(_path)) probe.Stream.Flush();
        _drive = new DriveInfo(Path.GetDirectoryName(_path)!);
        _annotator = new FrameAnnotator(provider, timing);
    }

    /// <inheritdoc/>
    public void Publish(Observation observation)
    {
        _annotator.Draw(observation);
        _writer ??= Open(_annotator.Picture.Size());
        if (_drive.AvailableFreeSpace < SpareBytes)
            throw new IOException($"Output '{_path}' cannot be written: less than {SpareBytes >> 10} KiB are free on its disk. Free some, or write elsewhere.");
        if (_annotator.Picture.Size() == _size)
        {
            _writer.Write(_annotator.Picture);
            return;
        }

        Fit();
        _writer.Write(_fitted);
    }

    /// <inheritdoc/>
    public void Publish(PipelineState state)
    {
        // A video shows frames; when none come there is nothing to show.
    }

    /// <inheritdoc/>
    public void Complete()
    {
        if (_writer is null) return;
        _writer.Dispose();
        if (Path.GetExtension(_path).Equals(".mp4", StringComparison.OrdinalIgnoreCase) && !Mp4Index.IsComplete(_partial))
            throw new IOException($"Output '{_path}' cannot be written: its end is missing. Is the disk full?");
        File.Move(_partial, _path, overwrite: true);
        _completed = true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _writer?.Dispose();
        _annotator.Dispose();
        _fitted.Dispose();
        if (!_completed) File.Delete(_partial);
    }

    /// <summary>H.264 where the installed libraries can, since browsers play it; MPEG-4 otherwise.</summary>
    VideoWriter Open(Size size)
    {
        _size = new Size(size.Width & ~1, size.Height & ~1); // H.264 stores colour for two by two pixels
        foreach (var codec in new[] { "avc1", "mp4v" })
        {
            var writer = new VideoWriter(_partial, VideoCaptureAPIs.FFMPEG, FourCC.FromString(codec), _framesPerSecond, _size);
            if (writer.IsOpened()) return writer;
            writer.Dispose();
        }

        throw new IOException($"Output '{_path}' cannot be written: OpenCV has no encoder for H.264 or MPEG-4 here; 'robotvision doctor' lists its back ends.");
    }

    void Fit()
    {
        var picture = _annotator.Picture;
        var scale = Math.Min((double)_size.Width / picture.Width, (double)_size.Height / picture.Height);
        var size = new Size(Math.Max(1, (int)(picture.Width * scale)), Math.Max(1, (int)(picture.Height * scale)));
        using var scaled = new Mat();
        Cv2.Resize(picture, scaled, size, 0, 0, InterpolationFlags.Area);
        Cv2.CopyMakeBorder(scaled, _fitted, 0, _size.Height - size.Height, 0, _size.Width - size.Width, BorderTypes.Constant, new Scalar(0, 0, 0));
    }
}
