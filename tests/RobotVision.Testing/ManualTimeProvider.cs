using Microsoft.Extensions.Time.Testing;

namespace RobotVision.Testing;

/// <summary>A clock that a test moves: FakeTimeProvider with a fixed start, and a count of how often code under test sets a timer.</summary>
sealed class ManualTimeProvider() : FakeTimeProvider(Start)
{
    int _timersSet;

    /// <summary>Where the clock starts.</summary>
    public static new DateTimeOffset Start { get; } = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    /// <summary>How often a timer was set so far: a test that moves the clock waits until the code under test has set its own.</summary>
    public int TimersSet => Volatile.Read(ref _timersSet);

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new CountedTimer(this, base.CreateTimer(callback, state, dueTime, period));
        if (dueTime != Timeout.InfiniteTimeSpan) Interlocked.Increment(ref _timersSet);
        return timer;
    }

    sealed class CountedTimer(ManualTimeProvider clock, ITimer timer) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var isChanged = timer.Change(dueTime, period);
            if (dueTime != Timeout.InfiniteTimeSpan) Interlocked.Increment(ref clock._timersSet);
            return isChanged;
        }

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
