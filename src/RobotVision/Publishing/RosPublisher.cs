using RobotVision.Pipeline;
using RobotVision.Ros;

namespace RobotVision.Publishing;

/// <summary>
/// Sends results to ROS 2 through a rosbridge server: <c>PREFIX/detections</c> (boxes in pixels), <c>PREFIX/detections_3d</c> (places on the ground) and
/// <c>PREFIX/tracks_3d</c>; of a camera with a name <c>PREFIX/NAME/detections</c> and so on. Live, nothing waits for the network; what cannot be sent is
/// counted.
/// </summary>
public sealed class RosPublisher : IPublisher
{
    /// <summary>What may be set in the address.</summary>
    public const string Prefix = "prefix", CameraFrame = "camera", GroundFrame = "ground";

    const string UsualPrefix = "/robotvision";

    readonly RosBridge _bridge;
    readonly Topics[] _cameras;

    /// <summary>Begins to connect.</summary>
    /// <param name="address">The server, with <see cref="Prefix"/> and the names of frames where they are other than usual.</param>
    /// <param name="cameras">The cameras' names, in their order; null of one that has none.</param>
    /// <param name="ballRadius">Metres.</param>
    /// <param name="isLive">Whether frames come whether they can be sent or not; else publishing waits for the network.</param>
    public RosPublisher(RosAddress address, IReadOnlyList<string?> cameras, double ballRadius, bool isLive)
    {
        _cameras = [.. cameras.Select(camera => new Topics(
            $"{address.Setting(Prefix, UsualPrefix)}{(camera is null ? "" : $"/{camera}")}",
            new(RosFrames.CameraOf(camera, address.Setting(CameraFrame, "")), address.Setting(GroundFrame, RosFrames.Ground), ballRadius)))];
        _bridge = new(address.Server, waits: !isLive, [.. _cameras.SelectMany(topics => topics.Types)]);
    }

    /// <summary>Reads an address.</summary>
    /// <exception cref="OptionException">It is none.</exception>
    public static RosAddress Parse(string option, string text) => RosAddress.Parse(option, text, needsTopic: false, Prefix, CameraFrame, GroundFrame);

    /// <inheritdoc/>
    public SendFailures? Failures => _bridge.Lost is > 0 and var lost ? new(lost, _bridge.Problem ?? "the connection is slower than the frames") : null;

    /// <inheritdoc/>
    public void Publish(Observation observation)
    {
        var topics = _cameras[observation.Frame.Camera];
        _bridge.Publish(topics.Boxes, topics.WriteBoxes, observation);
        _bridge.Publish(topics.Places, topics.WritePlaces, observation);
        _bridge.Publish(topics.Tracks, topics.WriteTracks, observation);
    }

    /// <inheritdoc/>
    public void Publish(PipelineState state)
    {
        // ROS has no message for it.
    }

    /// <inheritdoc/>
    public void Complete() => _bridge.Complete();

    /// <inheritdoc/>
    public void Dispose() => _bridge.Dispose();

    /// <summary>The topics of a camera, and what writes their messages.</summary>
    sealed class Topics(string prefix, RosMessages messages)
    {
        public string Boxes { get; } = $"{prefix}/detections";

        public string Places { get; } = $"{prefix}/detections_3d";

        public string Tracks { get; } = $"{prefix}/tracks_3d";

        public Action<IRosWriter, Observation> WriteBoxes { get; } = messages.WriteDetections2D;

        public Action<IRosWriter, Observation> WritePlaces { get; } = messages.WriteDetections3D;

        public Action<IRosWriter, Observation> WriteTracks { get; } = messages.WriteTracks;

        public IEnumerable<(string Topic, string Type)> Types =>
            [(Boxes, RosDefinitions.Detections2D), (Places, RosDefinitions.Detections3D), (Tracks, RosDefinitions.Detections3D)];
    }
}
