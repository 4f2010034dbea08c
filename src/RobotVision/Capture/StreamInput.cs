using RobotVision.Imaging;
using RobotVision.Video;

namespace RobotVision.Capture;

/// <summary>A network stream, decoded by ffmpeg with as little delay as possible: no buffering, no reordering delay.</summary>
sealed class StreamInput : ILiveInput
{
    /// <summary>How long connecting to a server and finding out its format may take.</summary>
    static readonly TimeSpan ConnectionTime = TimeSpan.FromSeconds(3);

    /// <summary>How long the first key frame may take from then on: cameras send one every 1 to 10 s.</summary>
    static readonly TimeSpan KeyFrameTime = TimeSpan.FromSeconds(12);

    readonly FFmpegDecoder _decoder;
    readonly string _url;
    readonly bool _isConnectionless;
    PictureNote _next;

    /// <summary>Starts to connect.</summary>
    public StreamInput(string url, TimeProvider clock)
    {
        _url = url;
        // A connectionless sender is waited for without limit, with the port open all the time: reopening it could lose the
        // first key frame, and many senders send the next one only ten seconds later.
        _isConnectionless = HasScheme("udp") || HasScheme("rtp") || HasScheme("srtp");
        _decoder = new(
            [
                // Open a stream after a third of a second or 100 kB of it, not after seconds.
                // Not with "-fflags nobuffer": it throws away what was read to find out the format, the first key frame with it.
                "-flags", "low_delay", "-probesize", "100000", "-analyzeduration", "300000", "-fpsprobesize", "1",
                .. HasScheme("rtsp") ? ["-rtsp_transport", "tcp"] : (ReadOnlySpan<string>)[], "-i", url,
            ],
            "yuv420p", new(YuvStandard.Bt601, IsFullRange: false), clock);
    }

    /// <inheritdoc/>
    public TimeSpan StartTime => _decoder.IsOpen ? ConnectionTime + KeyFrameTime : _isConnectionless ? Timeout.InfiniteTimeSpan : ConnectionTime;

    /// <inheritdoc/>
    public double? FramesPerSecond => null;

    /// <inheritdoc/>
    public string? Problem => _decoder.Errors.LastOrDefault(error => !error.StartsWith("Did you mean", StringComparison.Ordinal))
        ?.Replace(_url, SourceName.Masked(_url), StringComparison.Ordinal);

    /// <inheritdoc/>
    public DecoderOutcome Wait(TimeSpan patience, out long arrived)
    {
        var outcome = _decoder.Wait(patience, out _next);
        arrived = _next.Arrived;
        return outcome;
    }

    /// <inheritdoc/>
    public bool TryRead(Frame frame) => _decoder.TryRead(frame.Resize(_decoder.LayoutOf(_next)).Span);

    /// <inheritdoc/>
    public void Dispose() => _decoder.Dispose();

    bool HasScheme(string scheme) => _url.StartsWith(scheme + ":", StringComparison.OrdinalIgnoreCase);
}
