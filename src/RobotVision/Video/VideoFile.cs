using System.Globalization;
using OpenCvSharp;
using RobotVision.Files;
using RobotVision.Imaging;

namespace RobotVision.Video;

/// <summary>
/// A video that is written frame by frame by the program ffmpeg and appears whole or not at all, like <see cref="WholeFile"/>. The size is the
/// first frame's; frames of other sizes (image folders) are fitted into it.
/// </summary>
public sealed class VideoFile : IDisposable
{
    /// <summary>With less free space the file could not be ended properly; chosen by us: more than an index takes.</summary>
    const long SpareBytes = 1 << 20;

    static readonly string[] Endings = [".mp4", ".avi", ".mkv"];

    readonly string _path;
    readonly string _partial;
    readonly double _framesPerSecond;
    readonly DriveInfo _drive;
    readonly Mat _fitted = new();
    FFmpegProcess? _encoder;
    RawMatroskaWriter? _writer;
    string _log = "";
    Size _size;
    TimeSpan? _first;
    TimeSpan _last = TimeSpan.FromTicks(-1);
    long _frames;
    bool _completed;

    /// <summary>Prepares the video; the file begins with the first frame.</summary>
    /// <param name="path">Where it goes; its ending chooses the container: <c>.mp4</c>, <c>.avi</c> or <c>.mkv</c>.</param>
    /// <param name="framesPerSecond">The rate of frames that are written without a time, and of all frames in an .avi, which holds no times.</param>
    /// <exception cref="ArgumentException">The ending is another.</exception>
    /// <exception cref="IOException">It cannot be written there.</exception>
    /// <exception cref="EnvironmentException">The program ffmpeg is not installed.</exception>
    public VideoFile(string path, double framesPerSecond)
    {
        if (!IsVideo(path))
            throw new OptionException($"Output '{path}': expected a video's ending ({string.Join(' ', Endings)}).");
        _ = FFmpegProgram.StartInfo("ffmpeg", []);
        WholeFile.Probe(path); // ffmpeg would report an error only later
        _path = OutputPlace.Of(path).Path;
        _partial = WholeFile.PartialOf(_path);
        _framesPerSecond = framesPerSecond;
        _drive = new DriveInfo(Path.GetDirectoryName(_path)!);
    }

    /// <summary>Whether a file's name has the ending of a video that can be written.</summary>
    public static bool IsVideo(string path) => Endings.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether browsers play the file: H.264 where the installed ffmpeg has an encoder of it, MPEG-4 part 2 otherwise.</summary>
    public static bool IsH264 => FFmpegProgram.H264Encoder.Length > 0;

    /// <summary>Adds a frame.</summary>
    /// <param name="image">The picture, borrowed for the call.</param>
    /// <param name="time">
    /// Its time in the recording that it comes from; the file begins with the first one's. By the rate when null, and in an .avi always, or ffmpeg would
    /// drop and repeat pictures.
    /// </param>
    /// <exception cref="IOException">It cannot be written, for example because the disk is full.</exception>
    public void Write(ImageView image, TimeSpan? time = null)
    {
        if (_writer is null) Open(image.Width, image.Height);
        if (_drive.AvailableFreeSpace < SpareBytes)
            throw new IOException($"Output '{_path}' cannot be written: less than {SpareBytes >> 10} KiB are free on its disk. Free some, or write elsewhere.");
        try
        {
            if (image.Width == _size.Width && image.Height == _size.Height && image.Stride == image.Width * 3)
                _writer!.WritePicture(image.Pixels[..(image.Stride * image.Height)], NextTime(time));
            else
                WriteFitted(image, NextTime(time));
        }
        catch (IOException exception)
        {
            throw Failed(exception);
        }
    }

    /// <summary>Puts the video in its place; nothing appears when no frame was written.</summary>
    /// <exception cref="IOException">Its end could not be written.</exception>
    public void Complete()
    {
        if (_encoder is null) return;
        try
        {
            _encoder.Input.Close();
        }
        catch (IOException exception)
        {
            throw Failed(exception);
        }

        if (_encoder.WaitForExit() != 0) throw Failed(null);
        if (Path.GetExtension(_path).Equals(".mp4", StringComparison.OrdinalIgnoreCase) && !Mp4Index.IsComplete(_partial))
            throw new IOException($"Output '{_path}' cannot be written: its end is missing. Is the disk full?");
        WholeFile.PutInPlace(_partial, _path);
        _completed = true;
    }

    /// <summary>Ends the video; it is removed unless it was completed.</summary>
    public void Dispose()
    {
        _encoder?.Dispose();
        _fitted.Dispose();
        if (!_completed) File.Delete(_partial);
    }

    bool HasOneRate => Path.GetExtension(_path).Equals(".avi", StringComparison.OrdinalIgnoreCase);

    void Open(int width, int height)
    {
        _size = new Size(Math.Max(2, width & ~1), Math.Max(2, height & ~1)); // H.264 stores colour for two by two pixels
        // x264's "veryfast" takes half the time of its default and makes smaller files of annotated frames.
        string[] codec = IsH264 ? ["-c:v", FFmpegProgram.H264Encoder, "-preset", "veryfast"] : ["-c:v", "mpeg4", "-q:v", "4"];
        if (FFmpegProgram.H264Encoder != "libx264") codec = [.. codec.Where(word => word is not ("-preset" or "veryfast"))];
        // 1/60000 s divides the usual rates, and is as fine as MPEG-4 takes.
        string[] times = HasOneRate
            ? ["-r", _framesPerSecond.ToString(CultureInfo.InvariantCulture)]
            : [.. FFmpegProgram.KeepTimes, "-enc_time_base", "1:60000"];
        _encoder = new(
            ["-hide_banner", "-nostats", "-loglevel", "error", "-f", "matroska", "-i", "pipe:0", .. codec, "-pix_fmt", "yuv420p", .. times, "-y",
                FFmpegInput.OfFile(_partial)],
            log => _log = new StreamReader(log).ReadToEnd());
        _writer = new(_encoder.Input, _size.Width, _size.Height, _framesPerSecond);
    }

    /// <summary>Times begin with 0 and rise, as encoders need them.</summary>
    TimeSpan NextTime(TimeSpan? time)
    {
        var next = time is { } known && !HasOneRate ? known - (_first ??= known) : TimeSpan.FromSeconds(_frames / _framesPerSecond);
        if (next <= _last) next = _last + TimeSpan.FromMilliseconds(1);
        _frames++;
        return _last = next < TimeSpan.Zero ? TimeSpan.Zero : next;
    }

    unsafe void WriteFitted(ImageView image, TimeSpan time)
    {
        fixed (byte* pixels = image.Pixels)
        {
            using var picture = Mat.FromPixelData(image.Height, image.Width, MatType.CV_8UC3, (IntPtr)pixels, image.Stride);
            var scale = Math.Min((double)_size.Width / image.Width, (double)_size.Height / image.Height);
            var size = new Size(Math.Max(1, (int)(image.Width * scale)), Math.Max(1, (int)(image.Height * scale)));
            using var scaled = new Mat();
            Cv2.Resize(picture, scaled, size, 0, 0, InterpolationFlags.Area);
            Cv2.CopyMakeBorder(scaled, _fitted, 0, _size.Height - size.Height, 0, _size.Width - size.Width, BorderTypes.Constant, new Scalar(0, 0, 0));
            _writer!.WritePicture(new ReadOnlySpan<byte>((byte*)_fitted.Data, _size.Width * _size.Height * 3), time);
        }
    }

    /// <summary>The error for the user, with ffmpeg's reason.</summary>
    IOException Failed(Exception? exception)
    {
        _encoder!.WaitForExit();
        var reason = FFmpegInput.LastLine(_log);
        if (reason.Length == 0) reason = exception?.Message ?? "it gives no reason";
        return new IOException($"Output '{_path}' cannot be written: ffmpeg stopped ({reason}). Is the disk full?", exception);
    }
}
