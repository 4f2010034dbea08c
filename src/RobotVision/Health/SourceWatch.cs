namespace RobotVision.Health;

/// <summary>
/// Counts the stalls and losses of a source during the last hour and measures its frame rate. One thread notes, any thread asks.
/// </summary>
/// <param name="clock">The clock of the time stamps.</param>
sealed class SourceWatch(TimeProvider clock)
{
    static readonly TimeSpan Hour = TimeSpan.FromHours(1), RateWindow = TimeSpan.FromSeconds(2), ShortestStall = TimeSpan.FromMilliseconds(250);

    /// <summary>A gap is a stall from so many times the usual time between two frames on.</summary>
    const double StallFactor = 4;

    /// <summary>Part of the newest gap in the running mean of the usual one.</summary>
    const double NewestPart = 0.1;

    /// <summary>Stalls and losses that are remembered each; more in an hour are as bad.</summary>
    const int MostRemembered = 1000;

    readonly Lock _lock = new();
    readonly Queue<long> _stalls = new(), _losses = new();
    TimeSpan? _usual;
    long _last, _windowStart;
    int _frames;
    bool _hasFrames;
    double _rate;
    long? _backwards;

    /// <summary>A frame came.</summary>
    /// <param name="timestamp">Its time stamp.</param>
    public void Frame(long timestamp)
    {
        lock (_lock)
        {
            if (!_hasFrames)
            {
                (_hasFrames, _windowStart, _frames) = (true, timestamp, 0);
            }
            else
            {
                var gap = clock.GetElapsedTime(_last, timestamp);
                if (gap < TimeSpan.Zero) _backwards = clock.GetTimestamp();
                else if (_usual is { } usual && gap > ShortestStall && gap > usual * StallFactor) Remember(_stalls);
                else _usual = _usual is { } before ? before + (gap - before) * NewestPart : gap;
                _frames++;
                var window = clock.GetElapsedTime(_windowStart, timestamp);
                if (window >= RateWindow || window < TimeSpan.Zero)
                {
                    if (window > TimeSpan.Zero) _rate = _frames / window.TotalSeconds;
                    (_windowStart, _frames) = (timestamp, 0);
                }
            }

            _last = timestamp;
        }
    }

    /// <summary>The source was lost; what comes next begins anew.</summary>
    public void Lose()
    {
        lock (_lock)
        {
            Remember(_losses);
            (_hasFrames, _usual, _rate) = (false, null, 0);
        }
    }

    /// <summary>Stalls and losses of the last hour, frames a second of the last two seconds, 0 before they are known.</summary>
    public (int Stalls, int Losses, double FramesPerSecond) Read()
    {
        lock (_lock) return (Recent(_stalls), Recent(_losses), _rate);
    }

    /// <summary>Whether time stamps have run backwards within this time.</summary>
    public bool WentBackwards(TimeSpan within)
    {
        lock (_lock) return _backwards is { } when && clock.GetElapsedTime(when) <= within;
    }

    void Remember(Queue<long> times)
    {
        if (times.Count == MostRemembered) times.Dequeue();
        times.Enqueue(clock.GetTimestamp());
    }

    int Recent(Queue<long> times)
    {
        while (times.TryPeek(out var oldest) && clock.GetElapsedTime(oldest) > Hour) times.Dequeue();
        return times.Count;
    }
}
