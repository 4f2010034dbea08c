using System.Text.Json;
using RobotVision.Geometry;
using RobotVision.Ros;

namespace RobotVision.Poses;

/// <summary>
/// Receives the camera's pose from ROS 2 through a rosbridge server: from /tf and /tf_static, or where the address names a topic from its
/// <c>geometry_msgs/PoseStamped</c>. Messages that are no poses are counted. Time stamps must be of the frames' clock.
/// </summary>
/// <remarks>
/// Source: tf2_msgs and geometry_msgs of ROS 2; REP 103: a frame whose name ends in <c>_optical_frame</c> or <c>_optical</c> is x right, y down, z ahead.
/// </remarks>
public sealed class RosPoseReceiver : IPoseReceiver
{
    /// <summary>What may be set in the address.</summary>
    public const string CameraFrame = "camera", GroundFrame = "ground", OdometryFrame = "odometry";

    readonly string _camera, _ground, _odometry;
    readonly TransformTree _tree = new();
    readonly RosBridge _bridge;
    long _last = long.MinValue;

    /// <summary>Begins to connect.</summary>
    /// <param name="address">The server, with a topic where poses come as such, and the names of frames where they are other than usual.</param>
    /// <param name="capacity">The most poses that are kept.</param>
    public RosPoseReceiver(RosAddress address, int capacity = 1024)
    {
        History = new(capacity);
        (_camera, _ground) = (address.Setting(CameraFrame, RosFrames.Camera), address.Setting(GroundFrame, RosFrames.Ground));
        _odometry = address.Setting(OdometryFrame, "");
        _bridge = new(address.Server, waits: false, [], address.Topic.Length > 0
            ? [new(address.Topic, RosDefinitions.PoseStamped, message => Read(message, TakePose))]
            :
            [
                new("/tf", RosDefinitions.Transforms, message => Read(message, root => TakeTransforms(root, isStatic: false))),
                new("/tf_static", RosDefinitions.Transforms, message => Read(message, root => TakeTransforms(root, isStatic: true))),
            ]);
    }

    /// <inheritdoc/>
    public PoseHistory History { get; }

    /// <summary>Reads an address.</summary>
    /// <exception cref="OptionException">It is none.</exception>
    public static RosAddress Parse(string option, string text) =>
        RosAddress.Parse(option, text, needsTopic: false, CameraFrame, GroundFrame, OdometryFrame);

    /// <inheritdoc/>
    public void Dispose() => _bridge.Dispose();

    void Read(ReadOnlyMemory<byte> message, Action<JsonElement> take)
    {
        try
        {
            using var json = JsonDocument.Parse(message);
            take(json.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            History.CountInvalid($"Pose message of ROS: {exception.Message}");
        }
    }

    void TakePose(JsonElement message)
    {
        var (header, pose) = (message.GetProperty("header"), message.GetProperty("pose"));
        if (header.GetProperty("frame_id").GetString() is { } frame && frame != _ground)
        {
            History.CountInvalid($"Pose message of ROS: expected a pose in '{_ground}', found one in '{frame}'; '?ground={frame}' takes that.");
            return;
        }

        History.Add(new(Time(header), Quaternion(pose.GetProperty("orientation")) * RosFrames.AxesOf(_camera), Vector(pose.GetProperty("position"))));
    }

    void TakeTransforms(JsonElement message, bool isStatic)
    {
        foreach (var one in message.GetProperty("transforms").EnumerateArray())
        {
            var (header, transform) = (one.GetProperty("header"), one.GetProperty("transform"));
            _tree.Set(
                one.GetProperty("child_frame_id").GetString()!, header.GetProperty("frame_id").GetString()!, isStatic ? null : Time(header),
                new(Quaternion(transform.GetProperty("rotation")), Vector(transform.GetProperty("translation"))));
        }

        if (!_tree.TryGet(_camera, _ground, out var camera, out var time) || time is not { } now || now == _last) return;
        RobotPose? odometry = null;
        if (_odometry.Length > 0)
        {
            if (!_tree.TryGet(_ground, _odometry, out var robot, out _)) return;
            var ahead = robot.Orientation.Turn(new(1, 0, 0));
            odometry = new RobotPose(robot.Position.X, robot.Position.Y, Math.Atan2(ahead.Y, ahead.X));
        }

        _last = now;
        History.Add(new(now, camera.Orientation * RosFrames.AxesOf(_camera), camera.Position, odometry));
    }

    static long Time(JsonElement header)
    {
        var stamp = header.GetProperty("stamp");
        return stamp.GetProperty("sec").GetInt64() * 1_000_000 + stamp.GetProperty("nanosec").GetInt64() / 1000;
    }

    static Vector3d Vector(JsonElement of) => new(of.GetProperty("x").GetDouble(), of.GetProperty("y").GetDouble(), of.GetProperty("z").GetDouble());

    static Rotation Quaternion(JsonElement of) =>
        new(of.GetProperty("w").GetDouble(), of.GetProperty("x").GetDouble(), of.GetProperty("y").GetDouble(), of.GetProperty("z").GetDouble());
}
