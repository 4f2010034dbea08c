using Microsoft.Extensions.Time.Testing;

namespace RobotVision.Testing;

/// <summary>A clock that a test moves: FakeTimeProvider with a fixed start, and a count of the timers that code under test creates.</summary>
sealed class ManualTimeProvider() : FakeTimeProvider(Start)
{
    int _timersMade;

    /// <summary>Where the clock starts.</summary>
    public static new DateTimeOffset Start { get; } = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Timers made so far: a test that moves the clock waits until the code under test has made its own.</summary>
    public int TimersMade => Volatile.Read(ref _timersMade);

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        Interlocked.Increment(ref _timersMade);
        return timer;
    }
}
