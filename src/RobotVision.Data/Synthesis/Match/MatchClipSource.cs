using RobotVision.Capture;
using RobotVision.Detections;

namespace RobotVision.Data.Synthesis.Match;

/// <summary>A rendered match as a frame source; keeps the true boxes of the ball.</summary>
/// <param name="clip">The match.</param>
/// <param name="clock">The clock of the time stamps.</param>
public sealed class MatchClipSource(MatchClip clip, TimeProvider clock) : IFrameSource
{
    readonly Box?[] _balls = new Box?[clip.Count];
    int _next;

    /// <inheritdoc/>
    public string Name => "match";

    /// <inheritdoc/>
    public bool IsLive => false;

    /// <inheritdoc/>
    public long? FrameCount => clip.Count;

    /// <inheritdoc/>
    public double? FramesPerSecond => clip.Fps;

    /// <inheritdoc/>
    public string? Problem => null;

    /// <summary>The ball's box in a rendered frame, in pixels; null if it is out of view, hidden or too small to be labelled.</summary>
    public Box? BallIn(long frame) => _balls[frame];

    /// <inheritdoc/>
    public ReadOutcome Read(Frame frame)
    {
        if (_next == clip.Count) return ReadOutcome.End;
        frame.Timestamp = clock.GetTimestamp();
        var rendered = clip.Render(_next);
        (frame.Source, frame.CapturedAt, frame.SourceTime) = (Name, null, TimeSpan.FromSeconds(_next / clip.Fps));
        rendered.Image.Pixels.CopyTo(frame.Resize(rendered.Image.Width, rendered.Image.Height).Span);
        foreach (var label in rendered.Labels)
            if (label is { Class: ObjectClass.Ball, Ignore: false }) _balls[_next] = label.Box;
        _next++;
        return ReadOutcome.Frame;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Owns nothing.
    }
}
