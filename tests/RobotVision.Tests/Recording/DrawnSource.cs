using RobotVision.Capture;
using RobotVision.Imaging;

namespace RobotVision.Tests.Recording;

/// <summary>A live source of noise with bright squares, in any format; it gives the next frame once the one before was published, or at once.</summary>
/// <param name="frames">How many there are.</param>
/// <param name="layout">Size and format.</param>
sealed class DrawnSource(int frames, PictureLayout layout) : IFrameSource
{
    int _read;

    /// <summary>Called before each frame, by its number.</summary>
    public Action<int> Before { get; init; } = _ => { };

    /// <summary>Whether pictures come as PNG files.</summary>
    public bool IsEncoded { get; init; }

    public string Name => "drawn";

    public bool IsLive => true;

    public long? FrameCount => frames;

    public double? FramesPerSecond => null;

    public string? Problem => null;

    public ReadOutcome Read(Frame frame)
    {
        if (_read == frames) return ReadOutcome.End;
        Before(_read);
        var random = new Random(_read);
        (frame.Source, frame.Timestamp, frame.CapturedAt) = (Name, TimeProvider.System.GetTimestamp(), TimeProvider.System.GetUtcNow());
        (frame.SourceTime, frame.IsTimeEstimated) = (null, false);
        var pixels = frame.Resize(layout).Span;
        random.NextBytes(pixels);
        var (side, width) = (layout.Height / 3, pixels.Length / layout.Height);
        for (var y = 0; y < side; y++) pixels.Slice((y + side / 2) * width + (_read * 3) % (width - side), side).Fill(240);
        if (IsEncoded) frame.SetEncoded(ImageFile.Encode(".png", frame.View));
        _read++;
        return ReadOutcome.Frame;
    }

    public void Dispose()
    {
        // Owns nothing.
    }
}
