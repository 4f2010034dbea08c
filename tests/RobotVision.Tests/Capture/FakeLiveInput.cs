using RobotVision.Capture;
using RobotVision.Imaging;
using RobotVision.Video;

namespace RobotVision.Tests.Capture;

/// <summary>A camera that does what a test says, waiting by waiting; after that it stalls.</summary>
sealed class FakeLiveInput(params (DecoderOutcome Outcome, int Width)[] script) : ILiveInput
{
    int _next;
    int _width;

    public bool IsDisposed { get; private set; }

    public TimeSpan StartTime { get; init; }

    public double? FramesPerSecond => 30;

    public string? Problem { get; init; }

    /// <summary>What each frame gives instead of being read.</summary>
    public bool Reads { get; init; } = true;

    public DecoderOutcome Wait(TimeSpan patience, out long arrived)
    {
        arrived = 7;
        var (outcome, width) = _next < script.Length ? script[_next++] : (DecoderOutcome.Nothing, 0);
        _width = width;
        return outcome;
    }

    public bool TryRead(Frame frame)
    {
        if (Reads) frame.Resize(new PictureLayout(PixelFormat.Yuyv, _width, 2)).Span.Fill(128);
        return Reads;
    }

    public void Dispose() => IsDisposed = true;
}
