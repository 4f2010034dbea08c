namespace RobotVision.Capture;

/// <summary>
/// A recording played as if it were a camera: each frame comes at its own time, and old ones are dropped. A frame's time stamp is the moment at
/// which it was due; reading and decoding follow it.
/// </summary>
public sealed class PacedSource : IFrameSource
{
    /// <summary>The longest time that a read may block, unless frames are further apart.</summary>
    static readonly TimeSpan UsualPatience = TimeSpan.FromSeconds(1);

    static readonly TimeSpan LongestPatience = TimeSpan.FromSeconds(5);

    readonly IFrameSource _recording;
    readonly TimeProvider _clock;
    readonly TimeSpan _interval;
    readonly TimeSpan _patience;
    readonly ManualResetEventSlim _due = new();
    readonly ITimer _timer; // one for all frames: a new one a frame would allocate
    TimeSpan? _first;
    long _start;
    long _frames;

    /// <summary>Takes ownership of a recording; frames without times are paced by its rate, and images, which have none, at 10 a second.</summary>
    public PacedSource(IFrameSource recording, TimeProvider clock)
    {
        (_recording, _clock) = (recording, clock);
        _interval = TimeSpan.FromSeconds(1 / (recording.FramesPerSecond ?? 10));
        _patience = TimeSpan.FromSeconds(Math.Clamp(1.5 * _interval.TotalSeconds, UsualPatience.TotalSeconds, LongestPatience.TotalSeconds));
        _timer = clock.CreateTimer(_ => _due.Set(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <inheritdoc/>
    public string Name => _recording.Name;

    /// <inheritdoc/>
    public bool IsLive => true;

    /// <inheritdoc/>
    public long? FrameCount => _recording.FrameCount;

    /// <inheritdoc/>
    public double? FramesPerSecond => 1 / _interval.TotalSeconds;

    /// <inheritdoc/>
    public string? Problem { get; private set; }

    /// <inheritdoc/>
    public ReadOutcome Read(Frame frame)
    {
        Problem = null;
        var next = _recording.NextTime;
        if (_frames == 0) (_start, _first) = (_clock.GetTimestamp(), next);
        // At the end there is nothing to wait for; frames that cannot be read are paced too.
        if (_frames != _recording.FrameCount && !WaitUntil(next - _first ?? _interval * _frames))
        {
            Problem = $"the next frame of '{Name}' is not due yet";
            return ReadOutcome.SourceLost;
        }

        var (arrived, time) = (_clock.GetTimestamp(), _clock.GetUtcNow());
        var outcome = _recording.Read(frame);
        Problem = _recording.Problem;
        _frames++;
        (frame.Timestamp, frame.CapturedAt) = (arrived, time);
        return outcome;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _recording.Dispose();
        _timer.Dispose();
        _due.Dispose();
    }

    bool WaitUntil(TimeSpan time)
    {
        var wait = time - _clock.GetElapsedTime(_start);
        if (wait <= TimeSpan.Zero) return true;
        _due.Reset();
        _timer.Change(wait < _patience ? wait : _patience, Timeout.InfiniteTimeSpan);
        _due.Wait();
        return wait <= _patience;
    }
}
