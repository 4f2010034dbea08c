using RobotVision.Capture;

namespace RobotVision.Onboard.Live;

/// <summary>
/// A recording that is played for somebody who watches: at a speed, with stops, frame by frame. No frame is left out unless somebody jumps. It waits for
/// <see cref="Begin"/>. One thread reads; the others may change how it is played at any time.
/// </summary>
/// <param name="recording">The recording; stays the caller's.</param>
/// <param name="clock">Where times come from.</param>
/// <param name="stop">Ends the waiting for the next frame, and with it the recording.</param>
/// <param name="mayJump">
/// Whether frames may be left out and come again, because nothing is written of them; the recording then does not end before <paramref name="stop"/>.
/// </param>
public sealed class PlayedSource(IFrameSource recording, TimeProvider clock, CancellationToken stop, bool mayJump = false) : IFrameSource
{
    /// <summary>The slowest and the fastest speed.</summary>
    public const double Slowest = 0.05, Fastest = 16;

    const double UsualRate = 10; // of images, which have no times

    readonly Lock _gate = new();
    readonly ManualResetEventSlim _changed = new();
    double _speed = 1;
    bool _isPlaying = true, _hasBegun;
    int _steps;
    long? _target; // the frame to jump to
    long _next, _place = -1; // frames by their numbers
    bool _isAtEnd;
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

    /// <summary>Whether frames follow each other by themselves once it has begun, and how fast: 1 is as fast as it was taken.</summary>
    public (bool IsPlaying, double Speed) Playing
    {
        get
        {
            lock (_gate) return (_isPlaying, _speed);
        }
    }

    /// <summary>Whether <see cref="Jump"/> works.</summary>
    public bool CanJump => mayJump && recording is { CanSeek: true, FrameCount: > 0 };

    /// <summary>The number of the frame that was read last, or of the one that somebody asked for and that is not read yet; -1 before the first.</summary>
    public long Place
    {
        get
        {
            lock (_gate) return _place;
        }
    }

    /// <summary>Somebody watches: it begins to play, unless it was stopped before.</summary>
    public void Begin()
    {
        lock (_gate) _hasBegun = true;
        _changed.Set();
    }

    /// <summary>Changes how it is played.</summary>
    /// <exception cref="InvalidDataException">The speed is out of range.</exception>
    public void Play(bool isPlaying, double speed)
    {
        if (!(speed is >= Slowest and <= Fastest))
            throw new InvalidDataException(FormattableString.Invariant($"Speed: expected {Slowest}..{Fastest}, found {speed}."));
        lock (_gate)
        {
            (_hasBegun, _isPlaying, _speed, _steps) = (true, isPlaying, speed, 0);
            if (isPlaying && _isAtEnd) _target = _place = 0; // once more
        }

        _changed.Set();
    }

    /// <summary>Goes on with another frame; while it is stopped, that frame is shown and it stays stopped.</summary>
    /// <param name="frame">The frame's number, 0..<see cref="FrameCount"/>-1.</param>
    /// <exception cref="InvalidDataException">It cannot jump, or there is no such frame.</exception>
    public void Jump(long frame)
    {
        CheckJump();
        if (frame < 0 || frame >= FrameCount) throw new InvalidDataException($"Jump: expected a frame of 0..{FrameCount - 1}, found {frame}.");
        lock (_gate) (_target, _place, _hasBegun) = (frame, frame, true);
        _changed.Set();
    }

    /// <summary>Stops, one frame further.</summary>
    public void Step()
    {
        lock (_gate)
        {
            if (_target is { } asked) _target = _place = Math.Min(FrameCount!.Value - 1, asked + 1);
            else _steps = _isPlaying ? 1 : _steps + 1;
            (_hasBegun, _isPlaying) = (true, false);
        }

        _changed.Set();
    }

    /// <summary>Stops, one frame back.</summary>
    /// <exception cref="InvalidDataException">It cannot jump.</exception>
    public void StepBack()
    {
        CheckJump();
        lock (_gate)
        {
            _target = _place = Math.Max(0, _place - 1);
            (_hasBegun, _isPlaying) = (true, false);
        }

        _changed.Set();
    }

    /// <inheritdoc/>
    public ReadOutcome Read(Frame frame)
    {
        while (true)
        {
            SeekTarget();
            var next = recording.NextTime;
            if (!WaitUntilDue(next)) return ReadOutcome.End;
            if (HasTarget) continue;
            (_lastTime, _lastRead) = (next, clock.GetTimestamp());
            if (CanJump) frame.Number = _next;
            var outcome = recording.Read(frame);
            if (outcome == ReadOutcome.End && CanJump)
            {
                lock (_gate) (_isPlaying, _isAtEnd, _steps) = (false, true, 0);
                continue; // waits until somebody jumps or plays it once more
            }

            if (outcome == ReadOutcome.End) return outcome;
            lock (_gate)
                if (_target is null) _place = _next;
            _next++;
            return outcome;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _changed.Dispose();

    void CheckJump()
    {
        if (!CanJump) throw new InvalidDataException("Jump: expected a recording that can seek and of which nothing is written, found another.");
    }

    bool HasTarget
    {
        get
        {
            lock (_gate) return _target is not null;
        }
    }

    void SeekTarget()
    {
        long target;
        lock (_gate)
        {
            if (_target is not { } wanted) return;
            (target, _target, _isAtEnd, _steps) = (wanted, null, false, _isPlaying ? 0 : 1);
        }

        recording.Seek(target);
        (_next, _lastRead) = (target, 0); // due at once
    }

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
            if (_target is not null) return TimeSpan.Zero;
            if (!_hasBegun || (!_isPlaying && (_steps == 0 || _isAtEnd))) return TimeSpan.FromSeconds(1);
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
