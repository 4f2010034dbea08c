using System.Globalization;

namespace RobotVision.Health;

/// <summary>Judges how well a live run sees, from its frames and from what its parts say of themselves.</summary>
/// <param name="clock">The clock of the frames' time stamps.</param>
/// <param name="promised">Frames a second that the source promises; null where it does not.</param>
sealed class HealthWatch(TimeProvider clock, Func<double?> promised)
{
    /// <summary>How long something that happens once, such as a message that was not sent, counts.</summary>
    static readonly TimeSpan Memory = TimeSpan.FromSeconds(10);

    /// <summary>Part of the promised frames below which a source is slow. Automatic exposure halves the rate of many cameras in a dim hall.</summary>
    const double SlowPart = 0.6;

    readonly Lock _lock = new();
    long _unsent;
    long? _unsentAt;

    /// <summary>Watches what the pictures show.</summary>
    public PictureWatch Picture { get; } = new(clock);

    /// <summary>Watches when they come.</summary>
    public SourceWatch Source { get; } = new(clock);

    /// <summary>The source was lost.</summary>
    public void Lose()
    {
        Source.Lose();
        Picture.Restart();
    }

    /// <summary>The health now.</summary>
    /// <param name="missing">Why no frames come; null where some do.</param>
    /// <param name="unsent">Messages that could not be sent or written since the start.</param>
    /// <param name="others">What else is wrong.</param>
    public HealthReport Judge(string? missing, long unsent, IEnumerable<HealthReason> others)
    {
        var (stalls, losses, rate) = Source.Read();
        var report = HealthReport.Ok with { Stalls = stalls, Losses = losses, FramesPerSecond = missing is null ? rate : 0 };
        if (missing is not null) return report with { Level = HealthLevel.Lost, Reasons = [new(HealthProblem.NoFrames, missing)] };
        HealthReason[] reasons = [.. OfPictures(), .. OfTimes(report), .. OfSending(unsent), .. others];
        return reasons.Length == 0 ? report : report with { Level = HealthLevel.Degraded, Reasons = reasons };
    }

    IEnumerable<HealthReason> OfPictures()
    {
        if (Picture.Fault is not { } fault) yield break;
        var seconds = fault.For.TotalSeconds;
        yield return new(fault.Problem, fault.Problem switch
        {
            HealthProblem.Frozen => Text($"the same picture for {seconds:F0} s: plug the camera in again"),
            HealthProblem.Black => Text($"black pictures for {seconds:F0} s: is there a cap, or no light?"),
            _ => Text($"pictures of one colour for {seconds:F0} s: is the lens covered?"),
        });
    }

    IEnumerable<HealthReason> OfTimes(HealthReport report)
    {
        if (promised() is { } expected && report.FramesPerSecond > 0 && report.FramesPerSecond < expected * SlowPart)
            yield return new(HealthProblem.Slow,
                Text($"{report.FramesPerSecond:F0} of {expected:F0} frames/s: too little light for the exposure, too slow a connection or a busy processor"));
        if (Source.WentBackwards(Memory)) yield return new(HealthProblem.Clock, "time stamps ran backwards");
        if (report.Quality == SourceQuality.Bad)
            yield return new(HealthProblem.Unsteady,
                Text($"lost {report.Losses} times and stalled {report.Stalls} times in an hour: check cable and connection"));
    }

    HealthReason[] OfSending(long unsent)
    {
        lock (_lock)
        {
            if (unsent != _unsent) (_unsent, _unsentAt) = (unsent, clock.GetTimestamp());
            return _unsentAt is { } when && clock.GetElapsedTime(when) <= Memory ? [new(HealthProblem.Unsent, "results are not sent")] : [];
        }
    }

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
