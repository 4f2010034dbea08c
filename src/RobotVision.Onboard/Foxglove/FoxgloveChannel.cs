using System.Text;
using System.Text.Json;
using RobotVision.Publishing;
using RobotVision.Wire.Foxglove;

namespace RobotVision.Onboard.Foxglove;

/// <summary>What a Foxglove viewer can subscribe to; those of frames but the scene are there for each camera.</summary>
enum FoxgloveChannel
{
    /// <summary>The pictures.</summary>
    Camera,

    /// <summary>What was found, drawn over the picture.</summary>
    Annotations,

    /// <summary>What stands where on the ground around the robot.</summary>
    Scene,

    /// <summary>The results as published.</summary>
    Detections,

    /// <summary>The state as published.</summary>
    State,

    /// <summary>The state as diagnostics.</summary>
    Diagnostics,

    /// <summary>What is wrong, when that changes.</summary>
    Log,
}

/// <summary>
/// The channels of a Foxglove WebSocket, and what is said of them. The id of a channel is its kind's number and, for each camera after the first,
/// <see cref="Count"/> more.
/// </summary>
/// <remarks>Source: Foxglove WebSocket protocol v1, docs/spec.md of foxglove/ws-protocol.</remarks>
static class FoxgloveChannels
{
    /// <summary>The subprotocols, the newer one first; for what is sent here they are the same.</summary>
    public static readonly string[] Protocols = ["foxglove.sdk.v1", "foxglove.websocket.v1"];

    /// <summary>The number of kinds.</summary>
    public const int Count = (int)FoxgloveChannel.Log + 1;

    static readonly (string Topic, Func<MessageSchema> Schema)[] All =
    [
        ("/camera", () => MessageSchema.Protobuf(CompressedImage.Descriptor)),
        ("/annotations", () => MessageSchema.Protobuf(ImageAnnotations.Descriptor)),
        ("/scene", () => MessageSchema.Protobuf(SceneUpdate.Descriptor)),
        ("/detections", () => MessageSchema.Json(FrameJson.FrameSchema)),
        ("/state", () => MessageSchema.Json(FrameJson.StateSchema)),
        ("/diagnostics", () => MessageSchema.Protobuf(DiagnosticArray.Descriptor)),
        ("/log", () => MessageSchema.Protobuf(Log.Descriptor)),
    ];

    /// <summary>The first message to a viewer.</summary>
    public static byte[] ServerInfo { get; } = JsonSerializer.SerializeToUtf8Bytes(
        new { op = "serverInfo", name = "RobotVision", capabilities = Array.Empty<string>(), sessionId = Guid.NewGuid().ToString("N") });

    /// <summary>Whether a kind of channel is there for each camera.</summary>
    public static bool IsOfCamera(FoxgloveChannel channel) =>
        channel is FoxgloveChannel.Camera or FoxgloveChannel.Annotations or FoxgloveChannel.Detections;

    /// <summary>The id of a channel.</summary>
    public static int IdOf(FoxgloveChannel channel, int camera) => (int)channel + (IsOfCamera(channel) ? camera * Count : 0);

    /// <summary>Tells a viewer that it asked for something that is not there.</summary>
    public static byte[] Error(string message) => JsonSerializer.SerializeToUtf8Bytes(new { op = "status", level = 2, message });

    /// <summary>The second message: the channels with their schemas.</summary>
    /// <param name="cameras">The cameras' names; null of one that has none, whose topics have no name either.</param>
    public static byte[] Advertise(IReadOnlyList<string?> cameras)
    {
        var channels = from camera in Enumerable.Range(0, cameras.Count)
                       from kind in Enum.GetValues<FoxgloveChannel>()
                       where camera == 0 || IsOfCamera(kind)
                       select Describe(kind, camera, IsOfCamera(kind) ? cameras[camera] : null);
        return JsonSerializer.SerializeToUtf8Bytes(new { op = "advertise", channels });
    }

    static object Describe(FoxgloveChannel kind, int camera, string? name)
    {
        var (topic, schemaOf) = All[(int)kind];
        var schema = schemaOf();
        return new
        {
            id = IdOf(kind, camera),
            topic = name is null ? topic : $"/{name}{topic}",
            encoding = schema.MessageEncoding,
            schemaName = schema.Name,
            schema = schema.Encoding == "protobuf" ? Convert.ToBase64String(schema.Data.Span) : Encoding.UTF8.GetString(schema.Data.Span),
            schemaEncoding = schema.Encoding,
        };
    }
}
