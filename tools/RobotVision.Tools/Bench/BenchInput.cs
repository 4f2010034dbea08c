using System.Globalization;
using OpenCvSharp;
using RobotVision.Capture;
using RobotVision.Data.Synthesis.Match;
using RobotVision.Imaging;
using RobotVision.Placing;
using RobotVision.Poses;

namespace RobotVision.Tools.Bench;

/// <summary>The frames that are measured: a recording that is read again and again, and its first frames decoded in memory. One thread.</summary>
sealed class BenchInput : IDisposable
{
    /// <summary>Frames of the rendered match.</summary>
    public const int RenderedFrames = 24;

    /// <summary>Frames a second of images, which have no times of their own.</summary>
    const double ImageRate = 30;

    /// <summary>Frames of a video that do not count after it was opened again: they wait for ffmpeg to start.</summary>
    const int StartFrames = 8;

    const int MostPictures = 16, FewestPictures = 2;

    const long MostBytes = 128L << 20;

    readonly string _path;
    readonly DirectoryInfo? _rendered;
    readonly (BgrImage Image, TimeSpan Time)[] _pictures;
    IFrameSource _source;
    int _next; // in this pass through the recording
    bool _hasFrame; // in this pass

    BenchInput(string path, CameraSetup setup, DirectoryInfo? rendered)
    {
        (_path, _rendered, Setup) = (path, rendered, setup);
        _source = Open();
        using var frame = Frame.OfNoPool();
        var pictures = new List<(BgrImage, TimeSpan)>();
        while (pictures.Count < MostPictures && TryRead(frame, out _))
        {
            if (pictures.Count == 0) Layout = frame.Layout;
            pictures.Add((BgrImage.CopyOf(frame.View), frame.SourceTime!.Value));
        }

        if (pictures.Count == 0) throw NothingReadable();
        _pictures = [.. pictures];
    }

    /// <summary>What the frames are, for people.</summary>
    public string Name => _rendered is null ? _path
        : string.Create(CultureInfo.InvariantCulture, $"{RenderedFrames} frames of a rendered match, as JPEG files");

    /// <summary>Whether the frames were rendered, because no input was named.</summary>
    public bool IsRendered => _rendered is not null;

    /// <summary>Size and format of the first frame.</summary>
    public PictureLayout Layout { get; }

    /// <summary>How many frames the recording has; null where it does not know.</summary>
    public long? FrameCount => _source.FrameCount;

    /// <summary>Where the camera is.</summary>
    public CameraSetup Setup { get; }

    /// <summary>Opens a recording.</summary>
    /// <param name="path">A video, an image, a folder of images, a pattern or an MCAP recording.</param>
    /// <param name="setup">Where the camera is.</param>
    /// <exception cref="FileNotFoundException">There is no such file or folder.</exception>
    /// <exception cref="InvalidDataException">It holds nothing that can be read.</exception>
    public static BenchInput Open(string path, CameraSetup setup) => new(path, setup, null);

    /// <summary>Renders frames of a match, 640x480, and stores them as JPEG, as many cameras send them; lens and poses are known.</summary>
    /// <param name="report">Called with the number of rendered frames.</param>
    /// <param name="stop">Stops between frames.</param>
    public static BenchInput Render(Action<long> report, CancellationToken stop)
    {
        var clip = new MatchClip(new() { Count = RenderedFrames, Fps = ImageRate });
        var folder = Directory.CreateTempSubdirectory("robotvision-bench-");
        try
        {
            var done = 0L;
            Parallel.For(0, clip.Count, new() { CancellationToken = stop, MaxDegreeOfParallelism = Environment.ProcessorCount }, number =>
            {
                ImageFile.Write(Path.Combine(folder.FullName, string.Create(CultureInfo.InvariantCulture, $"{number:D3}.jpg")), clip.Render(number).Image.View);
                report(Interlocked.Increment(ref done));
            });
            var poses = new PoseHistory();
            for (var number = 0; number < clip.Count; number++) poses.Add(clip.RobotPoseAt(number));
            return new(folder.FullName, new() { Camera = clip.Camera, Poses = poses }, folder);
        }
        catch
        {
            folder.Delete(recursive: true);
            throw;
        }
    }

    /// <summary>Reads the next frame of the recording, from its beginning again after the end.</summary>
    /// <param name="frame">Receives it.</param>
    /// <returns>How long reading and decoding took, or waiting for ffmpeg, which decodes a video beside; opening is not part of it.</returns>
    /// <exception cref="InvalidDataException">No frame can be read any more.</exception>
    public TimeSpan Read(Frame frame)
    {
        while (true)
        {
            if (TryRead(frame, out var time)) return time;
            if (!_hasFrame) throw NothingReadable();
            var starting = Math.Min(StartFrames, _next / 2);
            (_next, _hasFrame) = (0, false);
            if (_source.CanSeek)
            {
                _source.Seek(0);
                continue;
            }

            _source.Dispose();
            _source = Open();
            for (var i = 0; i < starting && TryRead(frame, out _); i++)
            {
                // Waits until ffmpeg has started.
            }
        }
    }

    /// <summary>The first frames in memory, their sides multiplied.</summary>
    public IReadOnlyList<(BgrImage Image, TimeSpan Time)> PicturesAt(double scale)
    {
        var (width, height) = (Math.Max(1, (int)(Layout.Width * scale)), Math.Max(1, (int)(Layout.Height * scale)));
        var count = (int)Math.Clamp(MostBytes / (3L * width * height), Math.Min(FewestPictures, _pictures.Length), _pictures.Length);
        return [.. _pictures.Take(count).Select(picture => (scale == 1 ? picture.Image : Resized(picture.Image, scale), picture.Time))];
    }

    public void Dispose()
    {
        _source.Dispose();
        _rendered?.Delete(recursive: true);
    }

    static BgrImage Resized(BgrImage image, double scale)
    {
        var resized = new BgrImage(Math.Max(1, (int)(image.Width * scale)), Math.Max(1, (int)(image.Height * scale)));
        using var from = Mat.FromPixelData(image.Height, image.Width, MatType.CV_8UC3, image.Pixels);
        using var to = Mat.FromPixelData(resized.Height, resized.Width, MatType.CV_8UC3, resized.Pixels);
        Cv2.Resize(from, to, to.Size(), 0, 0, scale < 1 ? InterpolationFlags.Area : InterpolationFlags.Linear);
        return resized;
    }

    IFrameSource Open() => Capture.FrameSource.OpenRecording(_path, TimeProvider.System);

    /// <summary>Reads the next frame of this pass that can be used; false at its end.</summary>
    bool TryRead(Frame frame, out TimeSpan time)
    {
        while (true)
        {
            var started = TimeProvider.System.GetTimestamp();
            var outcome = _source.Read(frame);
            time = TimeProvider.System.GetElapsedTime(started);
            if (outcome == ReadOutcome.End) return false;
            var number = _next++;
            if (outcome != ReadOutcome.Frame) continue;
            frame.SourceTime ??= TimeSpan.FromSeconds(number / ImageRate);
            _hasFrame = true;
            return true;
        }
    }

    InvalidDataException NothingReadable() => new(
        $"Input '{_path}': expected frames that can be read, found none{(_source.Problem is { } problem ? $" ({problem})" : "")}. "
        + "Name a video, a folder of images or an MCAP recording.");
}
