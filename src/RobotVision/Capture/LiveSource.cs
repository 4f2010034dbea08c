using OpenCvSharp;

namespace RobotVision.Capture;

/// <summary>
/// A camera or a network stream. When it goes away it is opened again and again, for as long as it takes, and every attempt is
/// reported as <see cref="ReadOutcome.SourceLost"/>.
/// </summary>
public sealed class LiveSource : IFrameSource
{
    /// <summary>How long one reading may block before the source counts as lost; chosen by us: thirty frames.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>How long connecting to a server and finding out its format may take; chosen by us: three times our patience.</summary>
    static readonly TimeSpan ConnectionTime = 3 * Patience;

    /// <summary>Between two attempts to open a source that refuses at once.</summary>
    static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(200);

    // OpenCV's CAP_PROP_OPEN_TIMEOUT_MSEC and CAP_PROP_READ_TIMEOUT_MSEC, which OpenCvSharp 4.6 does not name.
    const int OpenTimeout = 53;
    const int ReadTimeout = 54;

    readonly Func<VideoCapture> _open;
    readonly TimeProvider _clock;
    readonly Mat _picture = new();
    VideoCapture? _capture;
    Task<VideoCapture>? _opening;
    bool _wasOpen;

    LiveSource(string name, Func<VideoCapture> open, TimeProvider clock) => (Name, _open, _clock) = (name, open, clock);

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public bool IsLive => true;

    /// <inheritdoc/>
    public long? FrameCount => null;

    /// <inheritdoc/>
    public double? FramesPerSecond => _capture is { Fps: > 0 and < 1000 } capture ? capture.Fps : null;

    /// <inheritdoc/>
    public string? Problem { get; private set; }

    /// <summary>Opens a camera of this machine; it must be there now, and may go and come back later.</summary>
    /// <exception cref="FileNotFoundException">There is no such device.</exception>
    /// <exception cref="InvalidDataException">The device gives no pictures.</exception>
    public static LiveSource OpenDevice(string device, TimeProvider clock)
    {
        if (!File.Exists(device))
            throw new FileNotFoundException($"Camera '{device}': there is no such device. 'robotvision doctor' lists the cameras.", device);
        var source = new LiveSource(device, () => new VideoCapture(device, VideoCaptureAPIs.V4L2), clock);
        if (source.TryOpen()) return source;
        source.Dispose();
        throw new InvalidDataException($"Camera '{device}': it does not open as a camera. Is it in use by another program, and may this user read it (group 'video')?");
    }

    /// <summary>Follows a stream; it may come later.</summary>
    public static LiveSource OpenStream(string url, TimeProvider clock)
    {
        FFmpegOptions.SetForLiveStreams();
        // A sender that nobody has to connect to is waited for without end, with the port open all the time: an attempt that is
        // broken off takes the first key frame with it, and many senders wait ten seconds with the next one.
        var connectionless = url.StartsWith("udp:", StringComparison.OrdinalIgnoreCase) || url.StartsWith("rtp:", StringComparison.OrdinalIgnoreCase);
        int[] limits =
        [
            // Not 0 for "never": OpenCV 4.6 would then not clear the flag of the capture before, and the first reading would fail.
            OpenTimeout, connectionless ? int.MaxValue : (int)ConnectionTime.TotalMilliseconds,
            ReadTimeout, (int)Patience.TotalMilliseconds,
        ];
        return new LiveSource(url, () => new VideoCapture(url, VideoCaptureAPIs.FFMPEG, limits), clock);
    }

    /// <inheritdoc/>
    public ReadOutcome Read(Frame frame)
    {
        Problem = null;
        if (_capture is null && !TryOpen()) return ReadOutcome.SourceLost;
        if (!_capture!.Grab())
        {
            Close();
            Problem = $"'{Name}' gives no more pictures; trying to bring it back";
            return ReadOutcome.SourceLost;
        }

        // The earliest moment that every back end lets us know: the picture has just arrived, and is not yet converted.
        (frame.Timestamp, frame.CapturedAt) = (_clock.GetTimestamp(), _clock.GetUtcNow());
        (frame.Source, frame.SourceTime) = (Name, null);
        if (_capture.Retrieve(_picture) && DecodedFrame.TryCopy(_picture, frame)) return ReadOutcome.Frame;
        Problem = $"a picture of '{Name}' cannot be decoded";
        return ReadOutcome.BadFrame;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Close();
        // An opening that still waits cannot be broken off from here; what it brings is closed.
        _opening?.ContinueWith(opened => opened.GetAwaiter().GetResult().Dispose(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
        _picture.Dispose();
    }

    /// <summary>Opens on a thread of its own, because that may block for longer than reading may.</summary>
    bool TryOpen()
    {
        _opening ??= Task.Factory.StartNew(_open, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        if (_opening.Wait(Patience))
        {
            var capture = _opening.GetAwaiter().GetResult();
            _opening = null;
            if (capture.IsOpened())
            {
                _capture = capture;
                return _wasOpen = true;
            }

            capture.Dispose();
            Thread.Sleep(RetryInterval);
        }

        Problem = _wasOpen ? $"'{Name}' is still gone; trying to bring it back" : $"'{Name}' is not there yet; waiting for it";
        return false;
    }

    void Close()
    {
        _capture?.Dispose();
        _capture = null;
    }
}
