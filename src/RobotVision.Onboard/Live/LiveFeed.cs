using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;
using RobotVision.Imaging;
using RobotVision.Pipeline;
using RobotVision.Publishing;

namespace RobotVision.Onboard.Live;

/// <summary>What the live page gets: frames with their results and their pictures, and states. Any thread.</summary>
/// <param name="pipeline">What is shown; borrowed.</param>
/// <param name="clock">Where times come from.</param>
/// <param name="played">The recording that is played; null where there is none.</param>
sealed class LiveFeed(VisionPipeline pipeline, TimeProvider clock, PlayedSource? played = null) : ViewerFeed<LiveViewer>(pipeline, clock, played)
{
    /// <summary>Quality of the pictures; chosen by us: no artefacts that the eye sees at 640x480, about 60 KB.</summary>
    public const int JpegQuality = 85;

    readonly ArrayBufferWriter<byte>[] _headers = [.. pipeline.Cameras.Select(_ => new ArrayBufferWriter<byte>())];
    readonly LiveState _state = new(pipeline, clock, played);

    /// <summary>The frames that were handed out in the last ten seconds.</summary>
    public RecentFrames Recent { get; } = new(clock);

    /// <inheritdoc/>
    protected override LiveViewer CreateViewer() => new();

    /// <inheritdoc/>
    protected override void Show(Observation observation)
    {
        var (frame, message) = (observation.Frame, Encode(observation));
        Recent.Add(frame.Camera, frame.Number, message);
        foreach (var viewer in Viewers) viewer.Offer(frame.Camera, message);
    }

    /// <inheritdoc/>
    protected override void TellState()
    {
        var state = _state.Write();
        foreach (var viewer in Viewers) viewer.Tell(state);
    }

    /// <inheritdoc/>
    protected override void Begin() => _state.Restart();

    /// <inheritdoc/>
    protected override void Forget() => Recent.Clear();

    /// <summary>The message of a frame: length of the header (4 bytes, little-endian), header (robotvision.frame/1 as JSON), picture (JPEG).</summary>
    byte[] Encode(Observation observation)
    {
        var header = _headers[observation.Frame.Camera];
        header.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(header)) FrameJson.Write(writer, observation, timing: true);
        var jpeg = ImageFile.EncodeJpeg(observation.Frame.View, JpegQuality);
        var message = new byte[sizeof(int) + header.WrittenCount + jpeg.Length];
        BinaryPrimitives.WriteInt32LittleEndian(message, header.WrittenCount);
        header.WrittenSpan.CopyTo(message.AsSpan(sizeof(int)));
        jpeg.CopyTo(message, sizeof(int) + header.WrittenCount);
        return message;
    }
}
