namespace RobotVision.Ros;

/// <summary>The definitions of the ROS 2 messages that are written, as recordings carry them.</summary>
/// <remarks>
/// Source: builtin_interfaces, std_msgs, geometry_msgs, sensor_msgs, tf2_msgs and vision_msgs 4 (Humble and later): their fields, without comments. The
/// form is that of MCAP's <c>ros2msg</c>: the message, then all that it is made of, each after a line of 80 equals signs and its name.
/// </remarks>
static class RosDefinitions
{
    /// <summary>The types that are written.</summary>
    public const string
        Detections2D = "vision_msgs/msg/Detection2DArray", Detections3D = "vision_msgs/msg/Detection3DArray", Transforms = "tf2_msgs/msg/TFMessage",
        Image = "sensor_msgs/msg/Image", CompressedImage = "sensor_msgs/msg/CompressedImage", CameraInfo = "sensor_msgs/msg/CameraInfo",
        PoseStamped = "geometry_msgs/msg/PoseStamped";

    static readonly Dictionary<string, string> Fields = new()
    {
        ["builtin_interfaces/Time"] = "int32 sec\nuint32 nanosec\n",
        ["std_msgs/Header"] = "builtin_interfaces/Time stamp\nstring frame_id\n",
        ["geometry_msgs/Point"] = "float64 x\nfloat64 y\nfloat64 z\n",
        ["geometry_msgs/Vector3"] = "float64 x\nfloat64 y\nfloat64 z\n",
        ["geometry_msgs/Quaternion"] = "float64 x\nfloat64 y\nfloat64 z\nfloat64 w\n",
        ["geometry_msgs/Pose"] = "geometry_msgs/Point position\ngeometry_msgs/Quaternion orientation\n",
        ["geometry_msgs/PoseWithCovariance"] = "geometry_msgs/Pose pose\nfloat64[36] covariance\n",
        ["geometry_msgs/Transform"] = "geometry_msgs/Vector3 translation\ngeometry_msgs/Quaternion rotation\n",
        ["geometry_msgs/TransformStamped"] = "std_msgs/Header header\nstring child_frame_id\ngeometry_msgs/Transform transform\n",
        ["tf2_msgs/TFMessage"] = "geometry_msgs/TransformStamped[] transforms\n",
        ["sensor_msgs/Image"] =
            "std_msgs/Header header\nuint32 height\nuint32 width\nstring encoding\nuint8 is_bigendian\nuint32 step\nuint8[] data\n",
        ["sensor_msgs/CompressedImage"] = "std_msgs/Header header\nstring format\nuint8[] data\n",
        ["sensor_msgs/RegionOfInterest"] = "uint32 x_offset\nuint32 y_offset\nuint32 height\nuint32 width\nbool do_rectify\n",
        ["sensor_msgs/CameraInfo"] =
            "std_msgs/Header header\nuint32 height\nuint32 width\nstring distortion_model\nfloat64[] d\nfloat64[9] k\nfloat64[9] r\nfloat64[12] p\n"
            + "uint32 binning_x\nuint32 binning_y\nsensor_msgs/RegionOfInterest roi\n",
        ["vision_msgs/Point2D"] = "float64 x\nfloat64 y\n",
        ["vision_msgs/Pose2D"] = "vision_msgs/Point2D position\nfloat64 theta\n",
        ["vision_msgs/BoundingBox2D"] = "vision_msgs/Pose2D center\nfloat64 size_x\nfloat64 size_y\n",
        ["vision_msgs/BoundingBox3D"] = "geometry_msgs/Pose center\ngeometry_msgs/Vector3 size\n",
        ["vision_msgs/ObjectHypothesis"] = "string class_id\nfloat64 score\n",
        ["vision_msgs/ObjectHypothesisWithPose"] = "vision_msgs/ObjectHypothesis hypothesis\ngeometry_msgs/PoseWithCovariance pose\n",
        ["vision_msgs/Detection2D"] =
            "std_msgs/Header header\nvision_msgs/ObjectHypothesisWithPose[] results\nvision_msgs/BoundingBox2D bbox\nstring id\n",
        ["vision_msgs/Detection3D"] =
            "std_msgs/Header header\nvision_msgs/ObjectHypothesisWithPose[] results\nvision_msgs/BoundingBox3D bbox\nstring id\n",
        ["vision_msgs/Detection2DArray"] = "std_msgs/Header header\nvision_msgs/Detection2D[] detections\n",
        ["vision_msgs/Detection3DArray"] = "std_msgs/Header header\nvision_msgs/Detection3D[] detections\n",
    };

    /// <summary>The definition of a type with all that it is made of.</summary>
    /// <param name="type">One of the constants.</param>
    public static string Of(string type)
    {
        var root = Fields[type.Replace("/msg/", "/", StringComparison.Ordinal)];
        var parts = new List<string>();
        AddPartsOf(root, parts);
        return root + string.Concat(parts.Select(part => $"{new string('=', 80)}\nMSG: {part}\n{Fields[part]}"));
    }

    static void AddPartsOf(string fields, List<string> parts)
    {
        foreach (var line in fields.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var part = line[..line.IndexOf(' ', StringComparison.Ordinal)].Split('[')[0];
            if (!Fields.TryGetValue(part, out var its) || parts.Contains(part)) continue;
            parts.Add(part);
            AddPartsOf(its, parts);
        }
    }
}
