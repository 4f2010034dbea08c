using RobotVision.Video;

namespace RobotVision.Capture;

/// <summary>
/// A camera or a network stream. When it is lost it is reopened until it comes back, and every attempt is
/// reported as <see cref="ReadOutcome.SourceLost"/>.
/// </summary>
public sealed class LiveSource : IFrameSource
{
    /// <summary>How long one reading may block before the source counts as lost; chosen by us: thirty frames.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>How long a USB camera may take from its opening to its first picture.</summary>
    static readonly TimeSpan CameraStartTime = TimeSpan.FromSeconds(5);

    /// <summary>Pause between two attempts to open a source that fails at once.</summary>
    static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(200);

    readonly Func<ILiveInput?> _open;
    readonly TimeProvider _clock;
    ILiveInput? _input;
    Task<ILiveInput?>? _opening;
    long _openedAt;
    bool _hasPictures;
    bool _wasThere;

    /// <summary>Prepares; the first read opens it.</summary>
    /// <param name="name">Its name in results and messages.</param>
    /// <param name="open">Opens it, on any thread and for as long as that takes; null when it is not there.</param>
    /// <param name="clock">Where times come from.</param>
    internal LiveSource(string name, Func<ILiveInput?> open, TimeProvider clock) => (Name, _open, _clock) = (name, open, clock);

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public bool IsLive => true;

    /// <inheritdoc/>
    public long? FrameCount => null;

    /// <inheritdoc/>
    public double? FramesPerSecond => _input?.FramesPerSecond;

    /// <inheritdoc/>
    public string? Problem { get; private set; }

    /// <summary>Opens a camera of this machine; it must be there now, and may go and come back later, also under another number.</summary>
    /// <exception cref="FileNotFoundException">There is no such device.</exception>
    /// <exception cref="InvalidDataException">The device does not open as a camera, or not with these options.</exception>
    public static LiveSource OpenCamera(string device, CameraOptions options, TimeProvider clock)
    {
        options.Validate();
        if (!File.Exists(device))
            throw new FileNotFoundException($"Camera '{device}': there is no such device. 'robotvision doctor' lists the cameras.", device);
        var stable = CameraDevices.StableName(device);
        var source = new LiveSource(device, () => CameraInput.TryOpen(stable, options, clock), clock);
        try
        {
            if (source.TryOpen(CameraStartTime)) return source;
        }
        catch
        {
            source.Dispose();
            throw;
        }

        source.Dispose();
        throw new InvalidDataException(
            $"Camera '{device}': it does not open as a camera. Is it in use by another program, and may this user read it (group 'video')?");
    }

    /// <summary>Opens a network stream, which may start later.</summary>
    /// <exception cref="EnvironmentException">The program ffmpeg is not installed.</exception>
    public static LiveSource OpenStream(string url, TimeProvider clock)
    {
        _ = FFmpegProgram.StartInfo("ffmpeg", []);
        return new LiveSource(SourceName.Masked(url), () => new StreamInput(url, clock), clock);
    }

    /// <inheritdoc/>
    public ReadOutcome Read(Frame frame)
    {
        Problem = null;
        if (_input is null && !TryOpenAgain()) return ReadOutcome.SourceLost;
        switch (_input!.Wait(Patience, out var arrived))
        {
            case DecoderOutcome.Picture:
                _hasPictures = _wasThere = true;
                (frame.Timestamp, frame.CapturedAt) = (arrived, _clock.GetUtcNow() - _clock.GetElapsedTime(arrived));
                (frame.Source, frame.SourceTime, frame.IsTimeEstimated) = (Name, null, false);
                if (_input.TryRead(frame)) return ReadOutcome.Frame;
                Problem = $"a picture of '{Name}' cannot be decoded";
                return ReadOutcome.BadFrame;
            case DecoderOutcome.Nothing when !_hasPictures && MayStillStart(_input):
                Problem = Waiting();
                return ReadOutcome.SourceLost;
            case DecoderOutcome.End:
                Problem = Lost(_input.Problem);
                Close();
                Thread.Sleep(RetryInterval);
                return ReadOutcome.SourceLost;
            default:
                Problem = Lost(null);
                Close();
                return ReadOutcome.SourceLost;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Close();
        // An attempt to open that still waits cannot be cancelled; what it opens is closed.
        _opening?.ContinueWith(
            opened => opened.GetAwaiter().GetResult()?.Dispose(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion,
            TaskScheduler.Default);
    }

    bool MayStillStart(ILiveInput input) =>
        input.StartTime == Timeout.InfiniteTimeSpan || _clock.GetElapsedTime(_openedAt) < input.StartTime;

    bool TryOpenAgain()
    {
        try
        {
            return TryOpen(Patience);
        }
        catch (InvalidDataException exception)
        {
            // It is there, but in another mode; the next attempt may succeed.
            Problem = exception.Message;
            Thread.Sleep(RetryInterval);
            return false;
        }
    }

    /// <summary>Opens on a thread of its own, because that may block for longer than reading may.</summary>
    bool TryOpen(TimeSpan patience)
    {
        _opening ??= Task.Factory.StartNew(_open, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        if (((IAsyncResult)_opening).AsyncWaitHandle.WaitOne(patience))
        {
            var opening = _opening;
            _opening = null;
            if (opening.GetAwaiter().GetResult() is { } input)
            {
                (_input, _openedAt, _hasPictures) = (input, _clock.GetTimestamp(), false);
                return true;
            }

            Thread.Sleep(RetryInterval);
        }

        Problem = Waiting();
        return false;
    }

    string Waiting() => _wasThere ? $"'{Name}' is still gone; trying to bring it back" : $"'{Name}' is not there yet; waiting for it";

    string Lost(string? reason) =>
        (_hasPictures ? $"'{Name}' gives no more pictures; trying to bring it back" : Waiting()) + (reason is null ? "" : $" ({reason})");

    void Close()
    {
        _input?.Dispose();
        _input = null;
    }
}
