using RobotVision.Capture;

namespace RobotVision.Onboard.Live;

/// <summary>
/// A recording that is played for somebody who watches: at a speed, with stops, frame by frame. No frame is left out. It waits for <see cref="Begin"/>.
/// One thread reads; the others may change how it is played at any time.
/// </summary>
/// <param name="recording">The recording; stays the caller's.</param>
/// <param name="clock">Where times come from.</param>
/// <param name="stop">Ends the waiting for the next frame, and with it the recording.</param>
public sealed class PlayedSource(IFrameSource recording, TimeProvider clock, CancellationToken stop) : IFrameSource
{
    /// <summary>The slowest and the fastest speed.</summary>
    public const double Slowest = 0.05, Fastest = 16;

    const double UsualRate = 10; // of images, which have no times

    readonly Lock _gate = new();
    readonly ManualResetEventSlim _changed = new();
    double _speed = 1;
    bool _isPlaying, _hasBegun;
    int _steps;
    TimeSpan? _lastTime;
    long _lastRead;

    /// <inheritdoc/>
    public string Name => recording.Name;

    /// <inheritdoc/>
    public bool IsLive => recording.IsLive;

    /// <inheritdoc/>
    public long? FrameCount => recording.FrameCount;

    /// <inheritdoc/>
    public double? FramesPerSecond => recording.FramesPerSecond;

    /// <inheritdoc/>
    public TimeSpan? NextTime => recording.NextTime;

    /// <inheritdoc/>
    public string? Problem => recording.Problem;

    /// <summary>Whether frames follow each other by themselves, and how fast: 1 is as fast as it was taken.</summary>
    public (bool IsPlaying, double Speed) Playing
    {
        get
        {
            lock (_gate) return (_isPlaying, _speed);
        }
    }

    /// <summary>Somebody watches: it plays, unless it did before.</summary>
    public void Begin()
    {
        lock (_gate)
        {
            if (_hasBegun) return;
            (_hasBegun, _isPlaying) = (true, true);
        }

        _changed.Set();
    }

    /// <summary>Changes how it is played.</summary>
    /// <exception cref="InvalidDataException">The speed is out of range.</exception>
    public void Play(bool isPlaying, double speed)
    {
        if (!(speed is >= Slowest and <= Fastest))
            throw new InvalidDataException(FormattableString.Invariant($"Speed: expected {Slowest}..{Fastest}, found {speed}."));
        lock (_gate) (_isPlaying, _speed, _steps) = (isPlaying, speed, 0);
        _changed.Set();
    }

    /// <summary>Stops, one frame further.</summary>
    public void Step()
    {
        lock (_gate)
        {
            _steps = _isPlaying ? 1 : _steps + 1;
            _isPlaying = false;
        }

        _changed.Set();
    }

    /// <inheritdoc/>
    public ReadOutcome Read(Frame frame)
    {
        var next = recording.NextTime;
        if (!WaitUntilDue(next)) return ReadOutcome.End;
        (_lastTime, _lastRead) = (next, clock.GetTimestamp());
        return recording.Read(frame);
    }

    /// <inheritdoc/>
    public void Dispose() => _changed.Dispose();

    bool WaitUntilDue(TimeSpan? next)
    {
        while (!stop.IsCancellationRequested)
        {
            _changed.Reset();
            var wait = TimeUntilDue(next);
            if (wait <= TimeSpan.Zero) return true;
            try
            {
                _changed.Wait(wait, stop);
            }
            catch (OperationCanceledException)
            {
                return false;
            }
        }

        return false;
    }

    TimeSpan TimeUntilDue(TimeSpan? next)
    {
        lock (_gate)
        {
            if (!_isPlaying && _steps == 0) return TimeSpan.FromSeconds(1);
            if (!_isPlaying)
            {
                _steps--;
                return TimeSpan.Zero;
            }

            if (_lastRead == 0) return TimeSpan.Zero;
            var between = next - _lastTime is { } apart && apart > TimeSpan.Zero ? apart : TimeSpan.FromSeconds(1 / (recording.FramesPerSecond ?? UsualRate));
            return between / _speed - clock.GetElapsedTime(_lastRead);
        }
    }
}
