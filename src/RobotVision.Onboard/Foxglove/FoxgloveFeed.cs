using System.Buffers;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.AspNetCore.Http;
using RobotVision.Capture;
using RobotVision.Imaging;
using RobotVision.Onboard.Live;
using RobotVision.Pipeline;
using RobotVision.Publishing;
using RobotVision.Wire.Foxglove;

namespace RobotVision.Onboard.Foxglove;

/// <summary>
/// A Foxglove WebSocket server: frames, what was found and states for those who subscribed to them. What nobody subscribed to is not made. Any thread.
/// </summary>
/// <param name="pipeline">What is shown; borrowed.</param>
/// <param name="clock">Where times come from.</param>
/// <param name="stop">Ends the connections.</param>
/// <param name="played">The recording that is played; null where there is none.</param>
sealed class FoxgloveFeed(VisionPipeline pipeline, TimeProvider clock, CancellationToken stop, PlayedSource? played = null)
    : ViewerFeed<FoxgloveViewer>(pipeline, clock, played)
{
    /// <summary>The site whose pages are Foxglove's viewer in the browser.</summary>
    public static readonly string[] Sites = ["https://app.foxglove.dev"];

    readonly FoxgloveLog _log = new();
    readonly Lazy<byte[]> _advertisement = new(
        () => FoxgloveChannels.Advertise([.. pipeline.Cameras.Select(camera => camera.IsNamed ? camera.Name : null)]));

    /// <summary>Serves a viewer until it leaves.</summary>
    /// <exception cref="InvalidDataException">It is an ordinary request, or of another protocol.</exception>
    /// <exception cref="BadHttpRequestException">There are too many viewers.</exception>
    public Task ServeAsync(HttpContext context)
    {
        var protocol = Array.Find(FoxgloveChannels.Protocols, context.WebSockets.WebSocketRequestedProtocols.Contains);
        return context.WebSockets.IsWebSocketRequest && protocol is null
            ? throw new InvalidDataException($"WebSocket: expected the subprotocol {string.Join(" or ", FoxgloveChannels.Protocols)}, found another or none.")
            : ServeAsync(context, protocol, stop);
    }

    /// <inheritdoc/>
    protected override FoxgloveViewer CreateViewer() => new(Pipeline.Cameras.Count, _advertisement.Value);

    /// <inheritdoc/>
    protected override void Show(Observation observation)
    {
        var camera = observation.Frame.Camera;
        var (messages, time) = (new FoxgloveMessages(Now, camera), TimeOf(observation.Frame));
        FoxgloveViewer[] ready = [.. Viewers.ToArray().Where(viewer => viewer.IsReadyFor(camera))];
        bool IsWanted(FoxgloveChannel channel) => Array.Exists(ready, viewer => viewer.Wants(channel, camera));
        if (IsWanted(FoxgloveChannel.Camera)) messages[FoxgloveChannel.Camera] = Picture(observation.Frame, time);
        if (IsWanted(FoxgloveChannel.Annotations)) messages[FoxgloveChannel.Annotations] = FoxgloveAnnotations.Of(observation, time).ToByteArray();
        if (IsWanted(FoxgloveChannel.Scene))
            messages[FoxgloveChannel.Scene] = FoxgloveScene.Of(observation, Pipeline.Cameras[camera], time).ToByteArray();
        if (IsWanted(FoxgloveChannel.Detections))
            messages[FoxgloveChannel.Detections] = Json(writer => FrameJson.Write(writer, observation, timing: true));
        foreach (var viewer in ready) viewer.Offer(messages);
    }

    /// <inheritdoc/>
    protected override void TellState()
    {
        var state = Pipeline.State;
        var messages = new FoxgloveMessages(Now)
        {
            [FoxgloveChannel.State] = Json(writer => FrameJson.Write(writer, state)),
            [FoxgloveChannel.Diagnostics] = FoxgloveDiagnostics.Of(state).ToByteArray(),
            [FoxgloveChannel.Log] = _log.Of(state),
        };
        foreach (var viewer in Viewers) viewer.Tell(messages);
    }

    ulong Now => (ulong)(Clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;

    /// <summary>When the frame was taken; in a recording its time in it, since 1970; now where neither is known.</summary>
    Timestamp TimeOf(Frame frame) => Timestamp.FromDateTimeOffset(
        frame.CapturedAt ?? (frame.SourceTime is { } time ? DateTimeOffset.UnixEpoch + time : Clock.GetUtcNow()));

    static byte[] Picture(Frame frame, Timestamp time) => new CompressedImage
    {
        Timestamp = time,
        FrameId = frame.Source,
        Format = "jpeg",
        Data = UnsafeByteOperations.UnsafeWrap(ImageFile.EncodeJpeg(frame.View, LiveFeed.JpegQuality)),
    }.ToByteArray();

    static byte[] Json(Action<Utf8JsonWriter> write)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes)) write(writer);
        return bytes.WrittenSpan.ToArray();
    }
}
