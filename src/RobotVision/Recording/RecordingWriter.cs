using System.Buffers;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using RobotVision.Capture;
using RobotVision.Geometry;
using RobotVision.Mcap;
using RobotVision.Pipeline;
using RobotVision.Poses;
using RobotVision.Publishing;

namespace RobotVision.Recording;

/// <summary>
/// Writes one file of a recording: first what decides all results (<see cref="RunSettings"/>), then of each frame what decided its own, its picture and its
/// results, and between them states and poses. Nothing waits but what is in the chunk: see <see cref="Flush"/>. One thread at a time.
/// </summary>
sealed class RecordingWriter : IDisposable
{
    /// <summary>The topics.</summary>
    public const string CameraTopic = "/camera", ReplayTopic = "/replay", DetectionsTopic = "/detections", StateTopic = "/state", PosesTopic = "/poses";

    const string JsonEncoding = "json", JsonSchemaEncoding = "jsonschema", ProtobufEncoding = "protobuf";

    readonly McapWriter _writer;
    readonly ArrayBufferWriter<byte> _json = new();
    readonly Utf8JsonWriter _jsonWriter;
    readonly PictureEncoder _pictures = new();
    readonly ResultDigest _digest = new();
    readonly Dictionary<(string Topic, string Schema), ushort> _channels = [];
    long _next = -1; // what Processed is of a frame that follows the last one; none before the first

    /// <summary>Writes the beginning.</summary>
    /// <param name="stream">Where it goes; borrowed.</param>
    /// <param name="settings">What decides the results.</param>
    /// <param name="now">The time of the attachments.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public RecordingWriter(Stream stream, RunSettings settings, DateTimeOffset now)
    {
        _jsonWriter = new(_json);
        _writer = new(stream, new() { Library = "RobotVision" });
        var time = Nanoseconds(now);
        _writer.WriteMetadata(RunSettings.MetadataName, settings.ToMetadata());
        if (settings.Calibration is { } calibration)
            _writer.WriteAttachment(RunSettings.CalibrationAttachment, "application/yaml", time, 0, Encoding.UTF8.GetBytes(calibration));
        if (!settings.Model.IsEmpty) _writer.WriteAttachment(RunSettings.ModelAttachment, "application/octet-stream", time, 0, settings.Model.Span);
        stream.Flush();
    }

    /// <summary>Bytes in the file so far.</summary>
    public long Length => (long)_writer.Length;

    /// <summary>Writes a frame with its results. The first one and one after frames that are missing carry what the processor remembered.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Write(Observation observation)
    {
        var frame = observation.Frame;
        var (time, sequence) = (TimeOf(frame), (uint)frame.Number);
        var follows = observation.Processed == _next;
        _next = observation.Processed + 1;
        ReplayMessage.Write(_jsonWriter, observation, _digest, withSnapshot: !follows);
        SendJson(ReplayTopic, ReplayMessage.Schema, sequence, time);
        var schema = frame.Encoded.IsEmpty ? Wire.RawImage.Descriptor : Wire.CompressedImage.Descriptor;
        _writer.WriteMessage(PictureChannel(schema), sequence, time, time, _pictures.Encode(frame, time));
        FrameJson.Write(_jsonWriter, observation, timing: true);
        SendJson(DetectionsTopic, FrameJson.FrameSchema, sequence, time);
    }

    /// <summary>Writes a state.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Write(PipelineState state)
    {
        FrameJson.Write(_jsonWriter, state);
        SendJson(StateTopic, FrameJson.StateSchema, 0, Nanoseconds(state.At));
    }

    /// <summary>Writes a pose as the robot sent it.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Write(in TimedPose pose)
    {
        PoseMessage.Write(_jsonWriter, pose);
        SendJson(PosesTopic, PoseMessage.Schema, 0, (ulong)Math.Max(0, pose.TimeMicroseconds) * 1000);
    }

    /// <summary>Hands all that was written to the system: it is in the file even if the program ends here.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Flush() => _writer.FlushChunk();

    /// <summary>Writes the summary and the end.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Complete() => _writer.Complete();

    /// <summary>Frees the memory; a file that was not completed stays without its end, as far as it was flushed.</summary>
    public void Dispose()
    {
        _jsonWriter.Dispose();
        try
        {
            _writer.Dispose();
        }
        catch (IOException)
        {
            _writer.Dispose(); // the end could not be written either; now only memory is freed
        }
    }

    static ulong TimeOf(Frame frame) => frame.CapturedAt is { } captured ? Nanoseconds(captured) : (ulong)(frame.SourceTime?.Ticks ?? 0) * 100;

    static ulong Nanoseconds(DateTimeOffset time) => (ulong)Math.Max(0, (time - DateTimeOffset.UnixEpoch).Ticks) * TimeSpan.NanosecondsPerTick;

    void SendJson(string topic, string schema, uint sequence, ulong time)
    {
        _jsonWriter.Flush();
        if (!_channels.TryGetValue((topic, schema), out var channel))
            channel = AddChannel(topic, schema, JsonSchemaEncoding, JsonEncoding, SchemaText(schema));
        _writer.WriteMessage(channel, sequence, time, time, _json.WrittenSpan);
        _json.ResetWrittenCount();
        _jsonWriter.Reset();
    }

    ushort PictureChannel(MessageDescriptor schema)
    {
        if (_channels.TryGetValue((CameraTopic, schema.FullName), out var channel)) return channel;
        var files = new FileDescriptorSet();
        foreach (var file in schema.File.Dependencies.Append(schema.File)) files.File.Add(file.ToProto());
        return AddChannel(CameraTopic, schema.FullName, ProtobufEncoding, ProtobufEncoding, files.ToByteArray());
    }

    ushort AddChannel(string topic, string schema, string schemaEncoding, string encoding, ReadOnlySpan<byte> data) =>
        _channels[(topic, schema)] = _writer.AddChannel(_writer.AddSchema(schema, schemaEncoding, data), topic, encoding);

    /// <summary>The published JSON Schema of a name such as <c>robotvision.frame/1</c>.</summary>
    static byte[] SchemaText(string schema)
    {
        var name = $"{schema[..schema.IndexOf('/', StringComparison.Ordinal)]}.schema.json";
        using var resource = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        using var text = new MemoryStream();
        resource.CopyTo(text);
        return text.ToArray();
    }
}
