namespace RobotVision.Testing;

/// <summary>
/// A clock for two models that are measured in turn, which is read before and after each run: each run of the first takes one time, of the second another.
/// </summary>
/// <param name="running">Milliseconds of the first.</param>
/// <param name="candidate">Milliseconds of the second.</param>
sealed class AlternatingClock(int running, int candidate) : TimeProvider
{
    int _readings;
    long _now;

    /// <inheritdoc/>
    public override long TimestampFrequency => 1000;

    /// <inheritdoc/>
    public override long GetTimestamp() => _now += (_readings++ % 4) switch { 1 => running, 3 => candidate, _ => 0 };
}
