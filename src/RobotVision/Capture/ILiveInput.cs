using RobotVision.Video;

namespace RobotVision.Capture;

/// <summary>An opened camera or stream; <see cref="LiveSource"/> opens and reopens it. One thread reads.</summary>
interface ILiveInput : IDisposable
{
    /// <summary>How long the first picture may take after opening, by what is known so far; each later one has a second.</summary>
    TimeSpan StartTime { get; }

    /// <summary>Frames a second; null where it does not know.</summary>
    double? FramesPerSecond { get; }

    /// <summary>Why there are no more pictures; null when nothing is known.</summary>
    string? Problem { get; }

    /// <summary>Waits for the next picture.</summary>
    /// <param name="patience">At most this long.</param>
    /// <param name="arrived">Time stamp on the clock of the picture's exposure or, where that is not known, of its arrival.</param>
    DecoderOutcome Wait(TimeSpan patience, out long arrived);

    /// <summary>Reads the picture that was waited for.</summary>
    /// <param name="frame">Receives the pixels; stays the caller's.</param>
    /// <returns>False when it cannot be used; the next one may be good.</returns>
    bool TryRead(Frame frame);
}
