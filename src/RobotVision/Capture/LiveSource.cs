using RobotVision.Controls;
using RobotVision.Ros;
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

    /// <summary>
    /// A source that was opened so often within a minute is opened again after a second, then two, four and so on up to the longest pause: opening takes
    /// processor time that the robot needs, and some cameras hang when they are opened again and again.
    /// </summary>
    const int OpeningsAMinute = 5;

    static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    readonly Func<ILiveInput?> _open;
    readonly TimeProvider _clock;
    ILiveInput? _input;
    Task<ILiveInput?>? _opening;
    readonly Queue<long> _openings = new();
    long _openedAt;
    TimeSpan _pause;
    bool _hasPictures;
    bool _wasThere;
    string? _reason; // why the last try failed

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

    /// <summary>The controls of a camera of this machine; null of a stream.</summary>
    public CameraControls? Controls { get; private init; }

    /// <summary>
    /// Opens a camera of this machine; it must be there now unless <see cref="CameraOptions.MayComeLater"/>, and may go and come back later, also under
    /// another number.
    /// </summary>
    /// <exception cref="FileNotFoundException">There is no such device.</exception>
    /// <exception cref="InvalidDataException">The device does not open as a camera, or not with these options.</exception>
    public static LiveSource OpenCamera(string device, CameraOptions options, TimeProvider clock)
    {
        options.Validate();
        if (!options.MayComeLater && !File.Exists(device))
            throw new FileNotFoundException($"Camera '{device}': there is no such device. 'robotvision doctor' lists the cameras.", device);
        var stable = CameraDevices.StableName(device);
        var controls = new CameraControls(stable, options.Controls(stable), () => ControlDevice.TryOpen(stable));
        var source = new LiveSource(device, () => OpenWith(controls, () => CameraInput.TryOpen(stable, options, clock)), clock) { Controls = controls };
        try
        {
            if (options.MayComeLater || source.TryOpen(CameraStartTime)) return source;
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

    /// <summary>Opens a topic of ROS 2 through a rosbridge server; both may start later.</summary>
    /// <exception cref="OptionException">The address names no topic.</exception>
    public static LiveSource OpenRos(string text, TimeProvider clock)
    {
        var address = RosAddress.Parse("--camera", text, needsTopic: true);
        return new LiveSource(address.ToString(), () => new RosInput(address, clock), clock);
    }

    /// <summary>Opens a camera and sets its controls, which it may have forgotten while it was away.</summary>
    internal static ILiveInput? OpenWith(CameraControls controls, Func<ILiveInput?> open)
    {
        var input = open();
        if (input is not null) controls.Apply();
        return input;
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
                _reason = null;
                (frame.Timestamp, frame.CapturedAt) = (arrived, _clock.GetUtcNow() - _clock.GetElapsedTime(arrived));
                (frame.Source, frame.SourceTime, frame.IsTimeEstimated) = (Name, null, false);
                if (_input.TryRead(frame)) return ReadOutcome.Frame;
                Problem = $"a picture of '{Name}' cannot be decoded{(_input.Problem is { } reason ? $" ({reason})" : "")}";
                return ReadOutcome.BadFrame;
            case DecoderOutcome.Nothing when !_hasPictures && MayStillStart(_input):
                Problem = Lost(_input.Problem);
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
        if (_pause > TimeSpan.Zero && _clock.GetElapsedTime(_openedAt) < _pause)
        {
            Thread.Sleep(RetryInterval);
            Problem = FormattableString.Invariant(
                $"{Waiting()}{Because(_reason)}; it was opened {_openings.Count} times within a minute, so the next try is in some seconds");
            return false;
        }

        _opening ??= Task.Factory.StartNew(_open, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        if (((IAsyncResult)_opening).AsyncWaitHandle.WaitOne(patience))
        {
            var opening = _opening;
            _opening = null;
            if (opening.GetAwaiter().GetResult() is { } input)
            {
                (_input, _openedAt, _hasPictures) = (input, _clock.GetTimestamp(), false);
                _pause = PauseAfterOpening();
                return true;
            }

            Thread.Sleep(RetryInterval);
        }

        Problem = Waiting() + Because(_reason);
        return false;
    }

    /// <summary>How long the next opening waits, counted from this one.</summary>
    TimeSpan PauseAfterOpening()
    {
        while (_openings.TryPeek(out var oldest) && _clock.GetElapsedTime(oldest) > TimeSpan.FromMinutes(1)) _openings.Dequeue();
        _openings.Enqueue(_openedAt);
        var over = _openings.Count - OpeningsAMinute;
        return over < 0 ? TimeSpan.Zero : over >= 3 ? LongestPause : TimeSpan.FromSeconds(1 << over);
    }

    string Waiting() => _wasThere ? $"'{Name}' is still gone; trying to bring it back" : $"'{Name}' is not there yet; waiting for it";

    string Lost(string? reason)
    {
        _reason = reason ?? _reason;
        return (_hasPictures ? $"'{Name}' gives no more pictures; trying to bring it back" : Waiting()) + Because(_reason);
    }

    static string Because(string? reason) => reason is null ? "" : $" ({reason})";

    void Close()
    {
        _input?.Dispose();
        _input = null;
    }
}
