using RobotVision.Capture;

namespace RobotVision.Tests.Pipeline;

/// <summary>A source that does what a test says, reading by reading, and fills its frames with one shade.</summary>
/// <param name="script">The outcome of each reading, by its number; runs on the thread that reads.</param>
/// <param name="live">Whether it is live.</param>
/// <param name="clock">Where time stamps come from.</param>
/// <param name="interval">Between two frames of a recording; null where it knows no times.</param>
sealed class ScriptedSource(Func<int, ReadOutcome> script, bool live = false, TimeProvider? clock = null, TimeSpan? interval = null) : IFrameSource
{
    readonly TimeProvider _clock = clock ?? TimeProvider.System;
    int _readings;

    /// <summary>A recording, or a live source that gives as fast as it is read, of some frames.</summary>
    public static ScriptedSource Of(int frames, bool live = false, TimeSpan? interval = null) =>
        new(reading => reading < frames ? ReadOutcome.Frame : ReadOutcome.End, live, interval: interval);

    public string Name { get; init; } = "script";

    public bool IsLive => live;

    public long? FrameCount => null;

    public double? FramesPerSecond => null;

    public string? Problem { get; private set; }

    /// <summary>Readings that gave a frame, good or bad.</summary>
    public int FramesRead { get; private set; }

    public ReadOutcome Read(Frame frame)
    {
        var reading = _readings++;
        var outcome = script(reading);
        Problem = outcome is ReadOutcome.BadFrame or ReadOutcome.SourceLost ? $"{outcome} at reading {reading}{(Name == "script" ? "" : $" of {Name}")}" : null;
        if (outcome is ReadOutcome.Frame or ReadOutcome.BadFrame) FramesRead++;
        (frame.Source, frame.Timestamp, frame.CapturedAt) = (Name, _clock.GetTimestamp(), live ? _clock.GetUtcNow() : null);
        frame.SourceTime = interval * reading;
        if (outcome == ReadOutcome.Frame) frame.Resize(160, 120).Span.Fill((byte)(reading * 37));
        return outcome;
    }

    public void Dispose()
    {
        // Owns nothing.
    }
}
