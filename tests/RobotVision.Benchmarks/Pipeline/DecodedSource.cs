using RobotVision.Capture;

namespace RobotVision.Benchmarks.Pipeline;

/// <summary>A recording of already decoded frames: reading one is a copy.</summary>
sealed class DecodedSource : IFrameSource
{
    readonly byte[] _pixels;
    readonly int _width;
    readonly int _height;
    long _left;

    /// <summary>A recording of some frames of noise.</summary>
    public DecodedSource(int width, int height, long frames)
    {
        (_width, _height, _left) = (width, height, frames);
        _pixels = new byte[width * height * 3];
        new Random(1).NextBytes(_pixels);
    }

    public string Name => "decoded";

    public bool IsLive => false;

    public long? FrameCount => null;

    public double? FramesPerSecond => null;

    public string? Problem => null;

    public ReadOutcome Read(Frame frame)
    {
        if (_left-- == 0) return ReadOutcome.End;
        (frame.Source, frame.Timestamp) = (Name, TimeProvider.System.GetTimestamp());
        _pixels.CopyTo(frame.Resize(_width, _height).Span);
        return ReadOutcome.Frame;
    }

    public void Dispose()
    {
        // Owns nothing.
    }
}
