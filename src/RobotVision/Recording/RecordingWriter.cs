using System.Buffers;
using System.Text;
using System.Text.Json;
using Google.Protobuf.Reflection;
using RobotVision.Capture;
using RobotVision.Geometry;
using RobotVision.Mcap;
using RobotVision.Pipeline;
using RobotVision.Poses;
using RobotVision.Publishing;

namespace RobotVision.Recording;

/// <summary>
/// Writes one file of a recording: first what decides all results of each camera (<see cref="RunSettings"/>), then of each frame what decided its own, its
/// picture and its results, in the order in which they were worked on, and between them states and poses. Nothing waits but what is in the chunk: see
/// <see cref="Flush"/>. One thread at a time.
/// </summary>
sealed class RecordingWriter : IDisposable
{
    /// <summary>The topics of a camera without a name; before those of the others stands <c>/</c> and the name.</summary>
    public const string CameraTopic = "/camera", ReplayTopic = "/replay", DetectionsTopic = "/detections", StateTopic = "/state", PosesTopic = "/poses";

    readonly McapWriter _writer;
    readonly ArrayBufferWriter<byte> _json = new();
    readonly Utf8JsonWriter _jsonWriter;
    readonly PictureEncoder _pictures = new();
    readonly ResultDigest _digest = new();
    readonly Dictionary<(string Topic, string Schema), ushort> _channels = [];
    readonly IReadOnlyList<RunSettings> _cameras;
    readonly bool[] _follows; // of each camera: whether what its processor remembered follows from what the file has
    long _next = -1; // what Processed is of a frame that follows the last one; none before the first

    /// <summary>Writes the beginning.</summary>
    /// <param name="stream">Where it goes; borrowed.</param>
    /// <param name="cameras">What decides the results, of each camera.</param>
    /// <param name="now">The time of the attachments.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public RecordingWriter(Stream stream, IReadOnlyList<RunSettings> cameras, DateTimeOffset now)
    {
        (_cameras, _follows) = (cameras, new bool[cameras.Count]);
        _jsonWriter = new(_json);
        _writer = new(stream, new() { Library = "RobotVision" });
        var time = Nanoseconds(now);
        foreach (var settings in cameras)
        {
            _writer.WriteMetadata(RunSettings.MetadataName, settings.ToMetadata());
            if (settings.Calibration is { } calibration)
                _writer.WriteAttachment(settings.CalibrationFile, "application/yaml", time, 0, Encoding.UTF8.GetBytes(calibration));
        }

        if (cameras[0].Model is { IsEmpty: false } model) _writer.WriteAttachment(RunSettings.ModelAttachment, "application/octet-stream", time, 0, model.Span);
        stream.Flush();
    }

    /// <summary>Bytes in the file so far.</summary>
    public long Length => (long)_writer.Length;

    /// <summary>
    /// Writes a frame with its results. Of each camera the first one, and the first after missing ones of any, carry what the processor remembered.
    /// </summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Write(Observation observation)
    {
        var frame = observation.Frame;
        var (time, sequence) = (TimeOf(frame), (uint)frame.Number);
        var camera = _cameras[frame.Camera];
        if (observation.Processed != _next) Array.Clear(_follows);
        _next = observation.Processed + 1;
        ReplayMessage.Write(_jsonWriter, observation, _digest, withSnapshot: !_follows[frame.Camera]);
        _follows[frame.Camera] = true;
        SendJson(camera.TopicOf(ReplayTopic), ReplayMessage.Schema, sequence, time);
        var schema = frame.Encoded.IsEmpty ? Wire.Foxglove.RawImage.Descriptor : Wire.Foxglove.CompressedImage.Descriptor;
        _writer.WriteMessage(PictureChannel(camera.TopicOf(CameraTopic), schema), sequence, time, time, _pictures.Encode(frame, time));
        FrameJson.Write(_jsonWriter, observation, timing: true);
        SendJson(camera.TopicOf(DetectionsTopic), FrameJson.FrameSchema, sequence, time);
    }

    /// <summary>Writes a state.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Write(PipelineState state)
    {
        FrameJson.Write(_jsonWriter, state);
        SendJson(StateTopic, FrameJson.StateSchema, 0, Nanoseconds(state.At));
    }

    /// <summary>Writes a pose as the robot sent it.</summary>
    /// <param name="pose">The pose.</param>
    /// <param name="camera">The camera that has poses of its own; null where all have the same.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Write(in TimedPose pose, int? camera)
    {
        PoseMessage.Write(_jsonWriter, pose);
        SendJson(camera is { } own ? _cameras[own].TopicOf(PosesTopic) : PosesTopic, PoseMessage.Schema, 0, (ulong)Math.Max(0, pose.TimeMicroseconds) * 1000);
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
            channel = AddChannel(topic, MessageSchema.Json(schema));
        _writer.WriteMessage(channel, sequence, time, time, _json.WrittenSpan);
        _json.ResetWrittenCount();
        _jsonWriter.Reset();
    }

    ushort PictureChannel(string topic, MessageDescriptor message) =>
        _channels.TryGetValue((topic, message.FullName), out var channel) ? channel : AddChannel(topic, MessageSchema.Protobuf(message));

    ushort AddChannel(string topic, MessageSchema schema) => _channels[(topic, schema.Name)] =
        _writer.AddChannel(_writer.AddSchema(schema.Name, schema.Encoding, schema.Data.Span), topic, schema.MessageEncoding);
}
