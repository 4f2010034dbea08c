using OpenCvSharp;
using RobotVision.Capture;
using RobotVision.Imaging;

namespace RobotVision.Recording;

/// <summary>
/// A video that is written frame by frame and appears whole or not at all, like <see cref="WholeFile"/>. The size is the first
/// frame's; frames of other sizes (image folders) are fitted into it.
/// </summary>
public sealed class VideoFile : IDisposable
{
    /// <summary>Less than this left on the disk, and the file could not be ended properly; chosen by us: more than an index takes.</summary>
    const long SpareBytes = 1 << 20;

    static readonly string[] Endings = [".mp4", ".avi", ".mkv"];

    readonly string _path;
    readonly string _partial;
    readonly double _framesPerSecond;
    readonly DriveInfo _drive;
    readonly Mat _fitted = new();
    VideoWriter? _writer;
    Size _size;
    bool _completed;

    /// <summary>Prepares the video; the file begins with the first frame.</summary>
    /// <param name="path">Where it goes; the ending says the container: <c>.mp4</c>, <c>.avi</c> or <c>.mkv</c>.</param>
    /// <param name="framesPerSecond">Its rate.</param>
    /// <exception cref="ArgumentException">The ending is another.</exception>
    /// <exception cref="IOException">It cannot be written there.</exception>
    public VideoFile(string path, double framesPerSecond)
    {
        if (!Endings.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase))
            throw new ArgumentException($"Output '{path}': expected a video's ending ({string.Join(' ', Endings)}).");
        _path = Path.GetFullPath(path);
        _partial = WholeFile.PartialOf(_path);
        _framesPerSecond = framesPerSecond;
        WholeFile.Probe(_path); // OpenCV would only say later, and only that it failed
        _drive = new DriveInfo(Path.GetDirectoryName(_path)!);
    }

    /// <summary>Adds a frame.</summary>
    /// <exception cref="IOException">It cannot be written, for example because the disk is full.</exception>
    public unsafe void Write(ImageView image)
    {
        _writer ??= Open(image.Width, image.Height);
        if (_drive.AvailableFreeSpace < SpareBytes)
            throw new IOException($"Output '{_path}' cannot be written: less than {SpareBytes >> 10} KiB are free on its disk. Free some, or write elsewhere.");
        fixed (byte* pixels = image.Pixels)
        {
            using var picture = Mat.FromPixelData(image.Height, image.Width, MatType.CV_8UC3, (IntPtr)pixels, image.Stride);
            if (picture.Size() == _size)
            {
                _writer.Write(picture);
                return;
            }

            Fit(picture);
            _writer.Write(_fitted);
        }
    }

    /// <summary>Puts the video in its place; nothing appears when no frame was written.</summary>
    /// <exception cref="IOException">Its end could not be written.</exception>
    public void Complete()
    {
        if (_writer is null) return;
        _writer.Dispose();
        if (Path.GetExtension(_path).Equals(".mp4", StringComparison.OrdinalIgnoreCase) && !Mp4Index.IsComplete(_partial))
            throw new IOException($"Output '{_path}' cannot be written: its end is missing. Is the disk full?");
        File.Move(_partial, _path, overwrite: true);
        _completed = true;
    }

    /// <summary>Ends the video; it is removed unless it was completed.</summary>
    public void Dispose()
    {
        _writer?.Dispose();
        _fitted.Dispose();
        if (!_completed) File.Delete(_partial);
    }

    /// <summary>H.264 where the installed libraries can, since browsers play it; MPEG-4 otherwise.</summary>
    VideoWriter Open(int width, int height)
    {
        _size = new Size(Math.Max(2, width & ~1), Math.Max(2, height & ~1)); // H.264 stores colour for two by two pixels
        foreach (var codec in new[] { "avc1", "mp4v" })
        {
            var writer = new VideoWriter(_partial, VideoCaptureAPIs.FFMPEG, FourCC.FromString(codec), _framesPerSecond, _size);
            if (writer.IsOpened()) return writer;
            writer.Dispose();
        }

        throw new IOException($"Output '{_path}' cannot be written: OpenCV has no encoder for H.264 or MPEG-4 here; 'robotvision doctor' lists its back ends.");
    }

    void Fit(Mat picture)
    {
        var scale = Math.Min((double)_size.Width / picture.Width, (double)_size.Height / picture.Height);
        var size = new Size(Math.Max(1, (int)(picture.Width * scale)), Math.Max(1, (int)(picture.Height * scale)));
        using var scaled = new Mat();
        Cv2.Resize(picture, scaled, size, 0, 0, InterpolationFlags.Area);
        Cv2.CopyMakeBorder(scaled, _fitted, 0, _size.Height - size.Height, 0, _size.Width - size.Width, BorderTypes.Constant, new Scalar(0, 0, 0));
    }
}
