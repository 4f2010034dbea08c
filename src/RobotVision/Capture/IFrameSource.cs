namespace RobotVision.Capture;

/// <summary>What became of one reading of a source.</summary>
public enum ReadOutcome
{
    /// <summary>The frame was filled.</summary>
    Frame,

    /// <summary>There was a frame and it cannot be used; the next one may be good. <see cref="IFrameSource.Problem"/> says why.</summary>
    BadFrame,

    /// <summary>A live source gives nothing at present; the next reading tries to bring it back. <see cref="IFrameSource.Problem"/> says why.</summary>
    SourceLost,

    /// <summary>There are no more frames.</summary>
    End,
}

/// <summary>Where frames come from. It is read by one thread, which may block in it for a second at most.</summary>
public interface IFrameSource : IDisposable
{
    /// <summary>What to call it in results: the file's or folder's name, the camera, the URL.</summary>
    string Name { get; }

    /// <summary>Whether the world goes on while a frame is worked on: the newest frame counts, and old ones are dropped.</summary>
    bool IsLive { get; }

    /// <summary>How many frames the source says it has; null where it cannot know.</summary>
    long? FrameCount { get; }

    /// <summary>Frames a second; null where it cannot know.</summary>
    double? FramesPerSecond { get; }

    /// <summary>
    /// What was wrong with the last reading, or what the source lost by its end; null when nothing. A frame that can be used may have a
    /// problem too: part of its picture is missing.
    /// </summary>
    string? Problem { get; }

    /// <summary>Reads the next frame.</summary>
    /// <param name="frame">Takes pixels, source and times; stays the caller's whatever the outcome.</param>
    ReadOutcome Read(Frame frame);
}
