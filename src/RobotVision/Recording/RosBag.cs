using RobotVision.Cameras;
using RobotVision.Files;
using RobotVision.Imaging;
using RobotVision.Mcap;
using RobotVision.Pipeline;
using RobotVision.Publishing;
using RobotVision.Ros;

namespace RobotVision.Recording;

/// <summary>
/// Writes pictures and results as an MCAP file of ROS 2 alone, which <c>ros2 bag play</c> and Foxglove open: messages in CDR, nothing else. In replay the file
/// appears whole or not at all.
/// </summary>
/// <remarks>Source: MCAP's registry, profile <c>ros2</c>: encoding <c>cdr</c>, schemas <c>ros2msg</c>.</remarks>
public sealed class RosBag : IPublisher
{
    const string Transforms = "/tf";

    readonly string _path;
    readonly WholeFile _file;
    readonly McapWriter _writer;
    readonly CdrWriter _message = new();
    readonly Source[] _cameras;
    readonly Dictionary<string, ushort> _channels = [];

    /// <summary>Opens the file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cameras">The cameras in their order: the name, null of one that has none, and the calibration, null without one.</param>
    /// <param name="ballRadius">Metres.</param>
    /// <exception cref="IOException">The file cannot be written there.</exception>
    public RosBag(string path, IEnumerable<(string? Name, ICameraModel? Calibration)> cameras, double ballRadius)
    {
        _path = path;
        _cameras = [.. cameras.Select(camera => new Source(camera.Name, camera.Calibration, ballRadius))];
        _file = new(path);
        _writer = new(_file.Stream, new() { Profile = "ros2" });
    }

    /// <inheritdoc/>
    public void Publish(Observation observation)
    {
        var (time, number) = (RosMessages.TimeOf(observation), (uint)observation.Frame.Number);
        var camera = _cameras[observation.Frame.Camera];
        WritePicture(observation, camera, time);
        if (camera.Calibration is { } calibration)
        {
            camera.Messages.WriteCameraInfo(_message, observation, calibration);
            Send($"{camera.Pictures}/camera_info", RosDefinitions.CameraInfo, number, time);
        }

        if (observation.Inputs.Pose is { } pose)
        {
            camera.Messages.WriteCamera(_message, observation, pose);
            Send(Transforms, RosDefinitions.Transforms, number, time);
        }

        camera.Messages.WriteDetections2D(_message, observation);
        Send($"{camera.Results}/detections", RosDefinitions.Detections2D, number, time);
        camera.Messages.WriteDetections3D(_message, observation);
        Send($"{camera.Results}/detections_3d", RosDefinitions.Detections3D, number, time);
        camera.Messages.WriteTracks(_message, observation);
        Send($"{camera.Results}/tracks_3d", RosDefinitions.Detections3D, number, time);
    }

    /// <inheritdoc/>
    public void Publish(PipelineState state)
    {
        // ROS has no message for it.
    }

    /// <inheritdoc/>
    public void Complete()
    {
        Try(() =>
        {
            _writer.Complete();
            _file.Complete();
        });
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            _writer.Dispose();
        }
        catch (IOException)
        {
            _writer.Dispose(); // the end could not be written; now only memory is freed
        }

        _file.Dispose();
    }

    /// <summary>The camera's own bytes where it sent compressed pictures; else the pixels, as BGR or YUYV.</summary>
    void WritePicture(Observation observation, Source camera, ulong time)
    {
        var (frame, number) = (observation.Frame, (uint)observation.Frame.Number);
        _message.Begin(default);
        _message.Header(time, camera.Frame);
        if (!frame.Encoded.IsEmpty)
        {
            _message.Text("format"u8, ImageFile.CompressionOf(frame.Encoded.Span) ?? "");
            _message.Bytes("data"u8, frame.Encoded.Span);
            _message.End();
            Send($"{camera.Pictures}/image_raw/compressed", RosDefinitions.CompressedImage, number, time);
            return;
        }

        var layout = frame.Layout;
        var isYuyv = layout.Format == PixelFormat.Yuyv;
        var step = layout.Width * (isYuyv ? 2 : 3);
        _message.UInt32("height"u8, (uint)layout.Height);
        _message.UInt32("width"u8, (uint)layout.Width);
        _message.Text("encoding"u8, isYuyv ? "yuv422_yuy2" : "bgr8");
        _message.Byte("is_bigendian"u8, 0);
        _message.UInt32("step"u8, (uint)step);
        _message.Bytes("data"u8, isYuyv ? frame.Picture.Pixels[..layout.Length] : frame.View.Pixels[..(step * layout.Height)]);
        _message.End();
        Send($"{camera.Pictures}/image_raw", RosDefinitions.Image, number, time);
    }

    void Send(string topic, string type, uint sequence, ulong time)
    {
        if (!_channels.TryGetValue(topic, out var channel))
        {
            var schema = MessageSchema.Ros(type);
            channel = _channels[topic] = _writer.AddChannel(_writer.AddSchema(schema.Name, schema.Encoding, schema.Data.Span), topic, schema.MessageEncoding);
        }

        Try(() => _writer.WriteMessage(channel, sequence, time, time, _message.Written));
        _message.Clear();
    }

    void Try(Action write)
    {
        try
        {
            write();
        }
        catch (IOException exception)
        {
            throw new IOException($"Output '{_path}' cannot be written: {exception.Message} Is the disk full? Free some of it, or write elsewhere.", exception);
        }
    }

    /// <summary>A camera: its topics, its frame and what writes its messages.</summary>
    sealed class Source(string? name, ICameraModel? calibration, double ballRadius)
    {
        public string Frame { get; } = RosFrames.CameraOf(name, "");

        public string Pictures { get; } = $"/{name ?? "camera"}";

        public string Results { get; } = name is null ? "/robotvision" : $"/robotvision/{name}";

        public ICameraModel? Calibration => calibration;

        public RosMessages Messages { get; } = new(RosFrames.CameraOf(name, ""), RosFrames.Ground, ballRadius);
    }
}
