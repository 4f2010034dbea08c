namespace RobotVision.Pipeline;

/// <summary>Counts what one publisher of a live pipeline could not publish. After a failure it is not called for a second. Any thread.</summary>
/// <param name="clock">Measures the second.</param>
sealed class PublisherFailures(TimeProvider clock)
{
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    readonly Lock _gate = new();
    long _count, _failedAt;
    string? _problem; // of the last failure
    bool _isFailing;

    /// <summary>What was not published, and the reason of the last failure; null where everything was.</summary>
    public SendFailures? Total
    {
        get
        {
            lock (_gate) return _problem is null ? null : new(_count, _problem);
        }
    }

    /// <summary>Whether the publisher is to be called: it did not fail in the last second. If not, what it misses is counted.</summary>
    public bool IsTimeToTry()
    {
        lock (_gate)
        {
            if (!_isFailing) return true;
            if (clock.GetElapsedTime(_failedAt) >= Pause)
            {
                _isFailing = false;
                return true;
            }

            _count++;
            return false;
        }
    }

    /// <summary>Counts a failure.</summary>
    /// <returns>Whether it is the first.</returns>
    public bool Count(IOException exception)
    {
        lock (_gate)
        {
            (_count, _failedAt, _isFailing) = (_count + 1, clock.GetTimestamp(), true);
            var isFirst = _problem is null;
            _problem = exception.Message;
            return isFirst;
        }
    }
}
