using System.Diagnostics;
using System.Runtime.InteropServices;
using OpenCvSharp;
using RobotVision.Imaging;
using RobotVision.Video;

namespace RobotVision.Capture;

/// <summary>
/// A camera by Video4Linux. A thread of its own waits for pictures, because the driver of an unplugged device may block for seconds.
/// </summary>
sealed partial class CameraInput : ILiveInput
{
    /// <summary>A driver's time stamp that is older than this comes from another clock.</summary>
    static readonly TimeSpan OldestStamp = TimeSpan.FromSeconds(1);

    readonly VideoCapture _capture;
    readonly TimeProvider _clock;
    readonly Mat _picture = new();
    readonly Thread _grabber;
    readonly SemaphoreSlim _wanted = new(0);
    readonly SemaphoreSlim _grabbed = new(0);
    volatile bool _isDisposed;
    volatile bool _hasEnded;
    bool _isGrabbing;

    CameraInput(VideoCapture capture, TimeProvider clock)
    {
        (_capture, _clock, FramesPerSecond) = (capture, clock, capture.Fps is > 0 and < 1000 and var rate ? rate : null);
        // YUYV is sampled as it comes; everything else is decoded to BGR by OpenCV.
        if (FormatOf(capture) == "YUYV") _ = capture.Set(VideoCaptureProperties.ConvertRgb, 0);
        _grabber = new Thread(Grab) { IsBackground = true, Name = "camera" };
        _grabber.Start();
    }

    /// <inheritdoc/>
    public TimeSpan StartTime { get; } = TimeSpan.FromSeconds(5); // what a USB camera needs

    /// <inheritdoc/>
    public double? FramesPerSecond { get; }

    /// <inheritdoc/>
    public string? Problem => null;

    /// <summary>Opens a camera in the mode that is asked for; null when it does not open.</summary>
    /// <exception cref="InvalidDataException">It opens, but not in this mode; names the mode it runs in.</exception>
    public static CameraInput? TryOpen(string device, CameraOptions options, TimeProvider clock)
    {
        if (!File.Exists(device)) return null;
        _ = SetEnvironmentVariable("OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT", "1", overwrite: 0); // in seconds; the default is 10
        var capture = new VideoCapture(File.ResolveLinkTarget(device, returnFinalTarget: true)?.FullName ?? device, VideoCaptureAPIs.V4L2);
        if (!capture.IsOpened())
        {
            capture.Dispose();
            return null;
        }

        try
        {
            Configure(capture, device, options);
            return new CameraInput(capture, clock);
        }
        catch
        {
            capture.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public DecoderOutcome Wait(TimeSpan patience, out long arrived)
    {
        arrived = 0;
        if (!_isGrabbing) _wanted.Release();
        _isGrabbing = true;
        if (!_grabbed.Wait(patience)) return DecoderOutcome.Nothing;
        _isGrabbing = false;
        if (_hasEnded) return DecoderOutcome.End;
        arrived = StampOf(_capture.Get(VideoCaptureProperties.PosMsec), _clock.GetTimestamp(), Stopwatch.GetElapsedTime(0), _clock.TimestampFrequency);
        return DecoderOutcome.Picture;
    }

    /// <inheritdoc/>
    public bool TryRead(Frame frame)
    {
        if (!_capture.Retrieve(_picture)) return false;
        if (_picture.Type() != MatType.CV_8UC2) return DecodedFrame.TryCopy(_picture, frame);
        return DecodedFrame.TryCopyRows(_picture, frame.Resize(new PictureLayout(PixelFormat.Yuyv, _picture.Cols, _picture.Rows)).Span, bytesPerPixel: 2);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _isDisposed = true;
        _wanted.Release(); // the grabber closes the camera, once its driver returns
    }

    /// <summary>The time stamp of a picture on our clock: the driver's, when it is on the machine's monotonic clock, else now.</summary>
    /// <param name="driverMilliseconds">The driver's time stamp.</param>
    /// <param name="now">Our clock's time stamp now.</param>
    /// <param name="monotonic">The machine's monotonic clock now.</param>
    /// <param name="frequency">Ticks a second of our clock.</param>
    internal static long StampOf(double driverMilliseconds, long now, TimeSpan monotonic, long frequency)
    {
        var age = monotonic.TotalMilliseconds - driverMilliseconds;
        return age >= 0 && age < OldestStamp.TotalMilliseconds ? now - (long)(age * 1e-3 * frequency) : now;
    }

    static void Configure(VideoCapture capture, string device, CameraOptions options)
    {
        if (options.Format is { } format) _ = capture.Set(VideoCaptureProperties.FourCC, FourCC.FromString(format).Value);
        if (options.Size is { } size)
        {
            _ = capture.Set(VideoCaptureProperties.FrameWidth, size.Width);
            _ = capture.Set(VideoCaptureProperties.FrameHeight, size.Height);
        }

        if (options.FramesPerSecond is { } rate) _ = capture.Set(VideoCaptureProperties.Fps, rate);
        // Drivers silently take the nearest mode that they have.
        var found = (Width: capture.FrameWidth, Height: capture.FrameHeight, Format: FormatOf(capture));
        if ((options.Size is { } asked && asked != (found.Width, found.Height)) || (options.Format is { } letters && letters != found.Format))
            throw new InvalidDataException(
                $"Camera '{device}': expected {Mode(options.Size, options.Format)}, found {found.Width}x{found.Height} {found.Format}: "
                + "it has no such mode. 'robotvision doctor' lists its modes.");
    }

    static string? FormatOf(VideoCapture capture) => FourCC.FromInt32((int)capture.Get(VideoCaptureProperties.FourCC)).ToString();

    static string Mode((int Width, int Height)? size, string? format) => $"{(size is { } asked ? $"{asked.Width}x{asked.Height}" : "")} {format}".Trim();

    void Grab()
    {
        RealTime.TakePriority();
        while (true)
        {
            _wanted.Wait();
            if (_isDisposed) break;
            _hasEnded = !TryGrab();
            _grabbed.Release();
        }

        _capture.Dispose();
        _picture.Dispose();
    }

    bool TryGrab()
    {
        try
        {
            return _capture.Grab();
        }
        catch (OpenCVException)
        {
            return false;
        }
    }

    // .NET's own Environment changes a copy that native code never sees.
    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironmentVariable(string name, string value, int overwrite);
}
