namespace RobotVision.Capture;

/// <summary>A recording played as if it were a camera: each frame comes when its time has come, and the newest counts.</summary>
public sealed class PacedSource : IFrameSource
{
    readonly IFrameSource _recording;
    readonly TimeProvider _clock;
    readonly TimeSpan _interval;
    readonly ManualResetEventSlim _due = new();
    readonly ITimer _timer; // one for good: a new one a frame would be garbage
    long _start;
    long _frames;

    /// <summary>Takes ownership of a recording; images, which have no rate, come 10 a second.</summary>
    public PacedSource(IFrameSource recording, TimeProvider clock)
    {
        (_recording, _clock) = (recording, clock);
        _interval = TimeSpan.FromSeconds(1 / (recording.FramesPerSecond ?? 10));
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
    public string? Problem => _recording.Problem;

    /// <inheritdoc/>
    public ReadOutcome Read(Frame frame)
    {
        var outcome = _recording.Read(frame);
        if (outcome == ReadOutcome.End) return outcome;
        if (_frames == 0) _start = _clock.GetTimestamp();
        WaitUntil(_interval * _frames++); // bad frames have their time too
        (frame.Timestamp, frame.CapturedAt) = (_clock.GetTimestamp(), _clock.GetUtcNow());
        return outcome;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _recording.Dispose();
        _timer.Dispose();
        _due.Dispose();
    }

    void WaitUntil(TimeSpan time)
    {
        var wait = time - _clock.GetElapsedTime(_start);
        if (wait <= TimeSpan.Zero) return;
        _due.Reset();
        _timer.Change(wait, Timeout.InfiniteTimeSpan);
        _due.Wait();
    }
}
