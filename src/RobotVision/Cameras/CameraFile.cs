using System.Globalization;
using System.Text;
using RobotVision.Files;
using RobotVision.Geometry;

namespace RobotVision.Cameras;

/// <summary>A camera's calibration file, such as those in <c>calibration/</c>: OpenCV's YAML or ROS's; reading finds out which.</summary>
/// <param name="Camera">The lens model.</param>
/// <remarks>
/// Both formats have the principal point counted from the first pixel's centre; here it counts from the image's corner, half a
/// pixel more. The fields that OpenCV and ROS do not know (the camera's pose) are left alone by their readers.
/// </remarks>
public sealed record CameraFile(ICameraModel Camera)
{
    /// <summary>The camera's name; null where the file has none.</summary>
    public string? Name { get; init; }

    /// <summary>Root mean square reprojection error of the calibration in pixels; null where it is not known.</summary>
    public double? RmsPixels { get; init; }

    /// <summary>
    /// Where the camera is when the robot stands and looks straight ahead: height, roll and pitch above the ground under it, with
    /// yaw, x and y 0; null before the extrinsic calibration.
    /// </summary>
    public CameraPose? Pose { get; init; }

    /// <summary>How the camera is mounted on the head whose pose is sent; null where the camera's own pose is sent.</summary>
    public CameraMount? Mount { get; init; }

    /// <summary>From the middle of the exposure to the frame's time stamp; null before it was measured.</summary>
    public TimeSpan? Latency { get; init; }

    /// <summary>The file's format; when read, that of the file.</summary>
    public CameraFileFormat Format { get; init; } = CameraFileFormat.OpenCv;

    /// <summary>Reads a calibration.</summary>
    /// <exception cref="InvalidDataException">It cannot be used; names file, line and field, what was expected and what was found.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static CameraFile Read(string path) => new CameraFileReader(path).Read();

    /// <summary>Reads a calibration that was stored elsewhere.</summary>
    /// <param name="text">What the file holds.</param>
    /// <param name="name">Its name, for messages.</param>
    /// <exception cref="InvalidDataException">It cannot be used; names line and field, what was expected and what was found.</exception>
    public static CameraFile Parse(string text, string name) => new CameraFileReader(name).Read(text);

    /// <summary>The lens model for images of another size than it was calibrated at, but of the same aspect ratio.</summary>
    /// <exception cref="InvalidDataException">They have another aspect ratio, so they are cropped, turned or another camera's.</exception>
    public ICameraModel ForImages(int width, int height) => (long)Camera.Width * height == (long)Camera.Height * width
        ? Camera.Scaled(width, height)
        : throw new InvalidDataException(
            $"Camera: expected images of the shape that it was calibrated at, {Camera.Width}x{Camera.Height}, "
            + $"found {width}x{height}: are they this camera's, not cropped and upright?");

    /// <summary>Writes a calibration; the file appears whole or not at all.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Write(string path) => WholeFile.WriteAllText(path, ToText());

    /// <summary>The coefficients of the lens in OpenCV's order: k1 k2 p1 p2 k3 (k4 k5 k6), or the fisheye's k1 k2 k3 k4.</summary>
    public static IReadOnlyList<double> Coefficients(ICameraModel camera) => camera switch
    {
        FisheyeCamera fisheye => [fisheye.K1, fisheye.K2, fisheye.K3, fisheye.K4],
        PinholeCamera { K4: 0, K5: 0, K6: 0 } pinhole => [pinhole.K1, pinhole.K2, pinhole.P1, pinhole.P2, pinhole.K3],
        PinholeCamera pinhole => [pinhole.K1, pinhole.K2, pinhole.P1, pinhole.P2, pinhole.K3, pinhole.K4, pinhole.K5, pinhole.K6],
        _ => throw new NotSupportedException($"Camera file: expected a pinhole or fisheye camera, found {camera.GetType().Name}."),
    };

    /// <summary>The name of a lens's model in ROS and in files.</summary>
    public static string DistortionModel(ICameraModel camera) =>
        camera is FisheyeCamera ? "equidistant" : Coefficients(camera).Count > 5 ? "rational_polynomial" : "plumb_bob";

    string ToText()
    {
        var ros = Format == CameraFileFormat.Ros;
        var intrinsics = Camera.Intrinsics;
        var coefficients = Coefficients(Camera);
        var text = new StringBuilder(ros ? "" : "%YAML:1.0\n---\n");
        void Field(string name, FormattableString value) => text.Append(name).Append(": ").Append(value.ToString(CultureInfo.InvariantCulture)).Append('\n');
        void Matrix(string name, int rows, params IEnumerable<double> values)
        {
            var numbers = string.Join(", ", values.Select(Number));
            text.Append(CultureInfo.InvariantCulture, $"{name}:{(ros ? "" : " !!opencv-matrix")}\n  rows: {rows}\n  cols: {values.Count() / rows}\n");
            text.Append(ros ? "" : "  dt: d\n").Append(CultureInfo.InvariantCulture, $"  data: [{numbers}]\n");
        }

        Field("image_width", $"{intrinsics.Width}");
        Field("image_height", $"{intrinsics.Height}");
        if (Name is not null || ros) Field("camera_name", $"\"{(Name ?? "camera").Replace("\"", "", StringComparison.Ordinal)}\"");
        double fx = intrinsics.Fx, fy = intrinsics.Fy, cx = intrinsics.Cx - 0.5, cy = intrinsics.Cy - 0.5;
        Matrix("camera_matrix", 3, fx, 0, cx, 0, fy, cy, 0, 0, 1);
        Field("distortion_model", $"{DistortionModel(Camera)}");
        if (!ros && Camera is FisheyeCamera) Field("fisheye_model", $"1");
        Matrix("distortion_coefficients", ros ? 1 : coefficients.Count, coefficients);
        if (ros)
        {
            Matrix("rectification_matrix", 3, 1, 0, 0, 0, 1, 0, 0, 0, 1);
            Matrix("projection_matrix", 3, fx, 0, cx, 0, 0, fy, cy, 0, 0, 0, 1, 0);
        }

        if (RmsPixels is { } rms) Field("avg_reprojection_error", $"{Number(rms)}");
        if (Pose is { } pose)
        {
            Field("camera_height_metres", $"{Number(pose.Height)}");
            Field("camera_roll_radians", $"{Number(pose.Roll)}");
            Field("camera_pitch_radians", $"{Number(pose.Pitch)}");
        }

        if (Mount is { } mount)
        {
            Matrix("camera_mount_metres", 1, mount.Position.X, mount.Position.Y, mount.Position.Z);
            Matrix("camera_mount_orientation", 1, mount.Orientation.W, mount.Orientation.X, mount.Orientation.Y, mount.Orientation.Z);
        }

        if (Latency is { } latency) Field("camera_latency_seconds", $"{Number(latency.TotalSeconds)}");
        return text.ToString();
    }

    // OpenCV reads a number without a decimal point as an integer.
    static string Number(double value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        return text.AsSpan().IndexOfAny('.', 'E') < 0 ? text + "." : text;
    }
}

/// <summary>The format of a camera file.</summary>
public enum CameraFileFormat
{
    /// <summary>OpenCV's FileStorage: <c>%YAML:1.0</c> with <c>!!opencv-matrix</c>.</summary>
    OpenCv,

    /// <summary>ROS's <c>camera_info</c> YAML, as camera_calibration_parsers reads it.</summary>
    Ros,
}
