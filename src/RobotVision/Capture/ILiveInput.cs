using RobotVision.Video;

namespace RobotVision.Capture;

/// <summary>An opened camera or stream, below <see cref="LiveSource"/>, which opens it and brings it back. One thread reads.</summary>
interface ILiveInput : IDisposable
{
    /// <summary>How long the first picture may take from the opening on, as far as can be said now; later ones have a second.</summary>
    TimeSpan StartTime { get; }

    /// <summary>Frames a second; null where it cannot know.</summary>
    double? FramesPerSecond { get; }

    /// <summary>Why there are no more pictures; null when nothing is known.</summary>
    string? Problem { get; }

    /// <summary>Waits for the next picture.</summary>
    /// <param name="patience">At most this long.</param>
    /// <param name="arrived">Time stamp of the clock of the moment when the picture was taken, or came, as near to the exposure as can be said.</param>
    DecoderOutcome Wait(TimeSpan patience, out long arrived);

    /// <summary>Reads the picture that was waited for.</summary>
    /// <param name="frame">Takes the pixels; stays the caller's.</param>
    /// <returns>False when it cannot be used; the next one may be good.</returns>
    bool TryRead(Frame frame);
}
