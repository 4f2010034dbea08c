namespace RobotVision.Capture;

/// <summary>The result of one attempt to read a frame.</summary>
public enum ReadOutcome
{
    /// <summary>The frame was filled.</summary>
    Frame,

    /// <summary>There was a frame, but it cannot be used; the next one may be good. <see cref="IFrameSource.Problem"/> says why.</summary>
    BadFrame,

    /// <summary>A live source gives no frame at present; the next call tries to reopen it. <see cref="IFrameSource.Problem"/> says why.</summary>
    SourceLost,

    /// <summary>There are no more frames.</summary>
    End,
}

/// <summary>A source of frames. One thread reads it; a call blocks for a second at most.</summary>
public interface IFrameSource : IDisposable
{
    /// <summary>Its name in results: the file, the folder, the camera or the URL.</summary>
    string Name { get; }

    /// <summary>Whether frames keep coming while one is worked on: then old ones are dropped for the newest.</summary>
    bool IsLive { get; }

    /// <summary>How many frames the source has by its own account; null where it does not know.</summary>
    long? FrameCount { get; }

    /// <summary>Frames a second; null where it does not know.</summary>
    double? FramesPerSecond { get; }

    /// <summary>When the next frame is due in a recording; null where that is not known. May wait for the decoder.</summary>
    TimeSpan? NextTime => null;

    /// <summary>What was wrong with the last read or, at the end, with the whole source; null when nothing was.</summary>
    string? Problem { get; }

    /// <summary>Whether <see cref="Seek"/> works; only of a recording that knows its <see cref="FrameCount"/>.</summary>
    bool CanSeek => false;

    /// <summary>Makes another frame of a recording the next one; only where <see cref="CanSeek"/>. On the thread that reads.</summary>
    /// <param name="frame">Its number, 0..<see cref="FrameCount"/>-1.</param>
    /// <exception cref="NotSupportedException">The source cannot seek.</exception>
    void Seek(long frame) => throw new NotSupportedException($"'{Name}' cannot seek.");

    /// <summary>Reads the next frame.</summary>
    /// <param name="frame">Receives pixels, source and times; stays the caller's whatever the outcome.</param>
    ReadOutcome Read(Frame frame);
}
