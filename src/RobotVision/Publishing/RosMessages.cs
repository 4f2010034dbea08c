using System.Globalization;
using RobotVision.Cameras;
using RobotVision.Detections;
using RobotVision.Geometry;
using RobotVision.Pipeline;
using RobotVision.Placing;
using RobotVision.Ros;

namespace RobotVision.Publishing;

/// <summary>Writes results as messages of ROS 2. A detection's id is the number of its track, empty where it has none.</summary>
/// <param name="cameraFrame">The camera's optical frame: x right, y down, z ahead.</param>
/// <param name="groundFrame">The frame on the ground under the robot: x ahead, y left, z up.</param>
/// <param name="ballRadius">Metres.</param>
/// <remarks>Source: vision_msgs 4, tf2_msgs and sensor_msgs of ROS 2; REP 103 for units and axes, REP 105 and 120 for names of frames.</remarks>
sealed class RosMessages(string cameraFrame, string groundFrame, double ballRadius)
{
    const int Dimensions = 6; // of a pose's covariance: x, y, z and the turns about them
    const double UnknownVariance = 1e6; // of what is not estimated, so that nobody takes it for exact

    /// <summary>The time of a frame in nanoseconds: since 1970 when live, since the beginning of a recording.</summary>
    public static ulong TimeOf(Observation observation) => observation.Frame.CapturedAt is { } captured
        ? (ulong)Math.Max(0, (captured - DateTimeOffset.UnixEpoch).Ticks) * TimeSpan.NanosecondsPerTick
        : (ulong)Math.Max(0, observation.Frame.SourceTime?.Ticks ?? 0) * TimeSpan.NanosecondsPerTick;

    /// <summary>Writes a <c>vision_msgs/Detection2DArray</c>: the boxes in pixels of the frame.</summary>
    public void WriteDetections2D(IRosWriter writer, Observation observation)
    {
        var time = TimeOf(observation);
        var detections = observation.Detections.Span;
        writer.Begin(default);
        writer.Header(time, cameraFrame);
        writer.BeginList("detections"u8, detections.Length);
        foreach (ref readonly var detection in detections)
        {
            writer.Begin(default);
            writer.Header(time, cameraFrame);
            WriteHypothesis(writer, observation.Inputs.Classes[detection.Class], detection.Confidence, default);
            writer.Begin("bbox"u8);
            writer.Begin("center"u8);
            writer.Begin("position"u8);
            // ROS counts pixels from the middle of the first one, as in its CameraInfo; boxes here begin at its corner.
            writer.Float64("x"u8, (detection.Box.X1 + detection.Box.X2) / 2 - 0.5);
            writer.Float64("y"u8, (detection.Box.Y1 + detection.Box.Y2) / 2 - 0.5);
            writer.End();
            writer.Float64("theta"u8, 0);
            writer.End();
            writer.Float64("size_x"u8, detection.Box.X2 - detection.Box.X1);
            writer.Float64("size_y"u8, detection.Box.Y2 - detection.Box.Y1);
            writer.End();
            writer.Text("id"u8, IdOf(detection.Track));
            writer.End();
        }

        writer.EndList();
        writer.End();
    }

    /// <summary>Writes a <c>vision_msgs/Detection3DArray</c>: what was found in this frame and has a place on the ground.</summary>
    public void WriteDetections3D(IRosWriter writer, Observation observation)
    {
        var count = 0;
        foreach (ref readonly var detection in observation.Detections.Span)
            if (detection.Ground is not null) count++;
        BeginDetections3D(writer, observation, count);
        foreach (ref readonly var detection in observation.Detections.Span)
            if (detection.Ground is { } ground)
                WriteOnGround(writer, observation, detection.Class, detection.Confidence, ground, IdOf(detection.Track));
        writer.EndList();
        writer.End();
    }

    /// <summary>Writes a <c>vision_msgs/Detection3DArray</c>: the tracks on the ground, seen in this frame or not.</summary>
    public void WriteTracks(IRosWriter writer, Observation observation)
    {
        var count = 0;
        foreach (ref readonly var track in observation.Tracks.Span)
            if (track.Ground is not null) count++;
        BeginDetections3D(writer, observation, count);
        foreach (ref readonly var track in observation.Tracks.Span)
            if (track.Ground is { } ground)
                WriteOnGround(writer, observation, track.Class, track.Confidence, ground, IdOf(track.Id));
        writer.EndList();
        writer.End();
    }

    /// <summary>Writes a <c>tf2_msgs/TFMessage</c>: where the camera was at the frame's time.</summary>
    public void WriteCamera(IRosWriter writer, Observation observation, TimedPose pose)
    {
        writer.Begin(default);
        writer.BeginList("transforms"u8, 1);
        writer.Begin(default);
        writer.Header(TimeOf(observation), groundFrame);
        writer.Text("child_frame_id"u8, cameraFrame);
        writer.Begin("transform"u8);
        writer.Vector("translation"u8, pose.Position);
        writer.Quaternion("rotation"u8, pose.Orientation * RosFrames.AxesOf(cameraFrame).Inverse());
        writer.End();
        writer.End();
        writer.EndList();
        writer.End();
    }

    /// <summary>Writes a <c>sensor_msgs/CameraInfo</c>.</summary>
    public void WriteCameraInfo(IRosWriter writer, Observation observation, ICameraModel camera)
    {
        var intrinsics = camera.Intrinsics;
        double fx = intrinsics.Fx, fy = intrinsics.Fy, cx = intrinsics.Cx - 0.5, cy = intrinsics.Cy - 0.5; // in ROS the first pixel's centre is at 0, 0
        var coefficients = CameraFile.Coefficients(camera);
        writer.Begin(default);
        writer.Header(TimeOf(observation), cameraFrame);
        writer.UInt32("height"u8, (uint)intrinsics.Height);
        writer.UInt32("width"u8, (uint)intrinsics.Width);
        writer.Text("distortion_model"u8, CameraFile.DistortionModel(camera));
        writer.Float64s("d"u8, [.. coefficients]);
        writer.FixedFloat64s("k"u8, [fx, 0, cx, 0, fy, cy, 0, 0, 1]);
        writer.FixedFloat64s("r"u8, [1, 0, 0, 0, 1, 0, 0, 0, 1]);
        writer.FixedFloat64s("p"u8, [fx, 0, cx, 0, 0, fy, cy, 0, 0, 0, 1, 0]);
        writer.UInt32("binning_x"u8, 0);
        writer.UInt32("binning_y"u8, 0);
        writer.Begin("roi"u8);
        writer.UInt32("x_offset"u8, 0);
        writer.UInt32("y_offset"u8, 0);
        writer.UInt32("height"u8, 0);
        writer.UInt32("width"u8, 0);
        writer.Byte("do_rectify"u8, 0);
        writer.End();
        writer.End();
    }

    void BeginDetections3D(IRosWriter writer, Observation observation, int count)
    {
        writer.Begin(default);
        writer.Header(TimeOf(observation), groundFrame);
        writer.BeginList("detections"u8, count);
    }

    void WriteOnGround(IRosWriter writer, Observation observation, ObjectClass objectClass, double confidence, GroundPoint ground, string id)
    {
        var (width, height) = NominalSize.Of(objectClass, ballRadius);
        var centre = new Vector3d(ground.X, ground.Y, height / 2);
        writer.Begin(default);
        writer.Header(TimeOf(observation), groundFrame);
        WriteHypothesis(writer, observation.Inputs.Classes[objectClass], confidence, ground);
        writer.Begin("bbox"u8);
        writer.Pose("center"u8, centre, Rotation.Identity);
        writer.Vector("size"u8, new(width, width, height));
        writer.End();
        writer.Text("id"u8, id);
        writer.End();
    }

    /// <summary>Writes the only hypothesis of a detection; its pose is the point where the object stands, without one the origin.</summary>
    static void WriteHypothesis(IRosWriter writer, string name, double confidence, GroundPoint? ground)
    {
        Span<double> covariance = stackalloc double[Dimensions * Dimensions];
        covariance.Clear();
        if (ground is { } place)
        {
            (covariance[0], covariance[1], covariance[Dimensions], covariance[Dimensions + 1]) = (place.XX, place.XY, place.XY, place.YY);
            for (var turn = 3; turn < Dimensions; turn++) covariance[turn * (Dimensions + 1)] = UnknownVariance;
        }

        writer.BeginList("results"u8, 1);
        writer.Begin(default);
        writer.Begin("hypothesis"u8);
        writer.Text("class_id"u8, name);
        writer.Float64("score"u8, confidence);
        writer.End();
        writer.Begin("pose"u8);
        writer.Pose("pose"u8, ground is { } point ? new(point.X, point.Y, 0) : default, Rotation.Identity);
        writer.FixedFloat64s("covariance"u8, covariance);
        writer.End();
        writer.End();
        writer.EndList();
    }

    static string IdOf(int? track) => track?.ToString(CultureInfo.InvariantCulture) ?? "";
}
