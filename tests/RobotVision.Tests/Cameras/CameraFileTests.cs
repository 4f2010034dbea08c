using RobotVision.Cameras;
using RobotVision.Geometry;
using RobotVision.Testing;

namespace RobotVision.Tests.Cameras;

[TestFixture]
public class CameraFileTests
{
    const string OpenCv = """
        %YAML:1.0
        ---
        image_width: 640
        image_height: 480
        camera_matrix: !!opencv-matrix
           rows: 3
           cols: 3
           dt: d
           data: [ 5.3591573396163199e+02, 0., 3.4228315473308373e+02, 0.,
               5.3591573396163199e+02, 2.3557082909788173e+02, 0., 0., 1. ]
        distortion_coefficients: !!opencv-matrix
           rows: 5
           cols: 1
           dt: d
           data: [ -2.6637260909660682e-01, -3.8588898922304653e-02,
               1.7831947042852964e-03, -2.8122100441115472e-04,
               2.3839153080878486e-01 ]
        avg_reprojection_error: 3.9259098975581364e-01
        """;

    const string Ros = """
        image_width: 1280
        image_height: 720
        camera_name: head
        camera_matrix:
          rows: 3
          cols: 3
          data: [700, 0, 640, 0, 710, 360, 0, 0, 1]
        distortion_model: equidistant
        distortion_coefficients:
          rows: 1
          cols: 4
          data: [-0.01, 0.002, -0.003, 0.0004]
        """;

    static readonly CameraIntrinsics Intrinsics = new(640, 480, 300.123456789, 305, 322.25, 238.1);

    TemporaryFolder _folder = null!;

    [SetUp]
    public void SetUp() => _folder = new();

    [TearDown]
    public void TearDown() => _folder.Dispose();

    string Write(string text)
    {
        var path = _folder["camera.yaml"];
        File.WriteAllText(path, text);
        return path;
    }

    [Test]
    public void Read_OpenCvYaml_HasThePrincipalPointFromTheCorner()
    {
        var file = CameraFile.Read(Write(OpenCv));
        Assert.That(file.Camera, Is.InstanceOf<PinholeCamera>());
        Assert.That(
            file.Camera.Intrinsics,
            Is.EqualTo(new CameraIntrinsics(640, 480, 535.91573396163199, 535.91573396163199, 342.78315473308373, 236.07082909788173)));
        Assert.That(CameraFile.Coefficients(file.Camera)[4], Is.EqualTo(0.23839153080878486));
        Assert.That(file.RmsPixels, Is.EqualTo(0.39259).Within(1e-5));
        Assert.That(file.Pose, Is.Null);
    }

    [Test]
    public void Read_RosYaml_IsTheFisheyeItSays()
    {
        var file = CameraFile.Read(Write(Ros));
        Assert.That(file.Name, Is.EqualTo("head"));
        Assert.That(file.Camera.Intrinsics, Is.EqualTo(new CameraIntrinsics(1280, 720, 700, 710, 640.5, 360.5)));
        Assert.That(CameraFile.Coefficients(file.Camera), Is.EqualTo(new[] { -0.01, 0.002, -0.003, 0.0004 }));
        Assert.That(file.Camera, Is.InstanceOf<FisheyeCamera>());
    }

    static IEnumerable<TestCaseData> WrittenFiles()
    {
        foreach (var format in Enum.GetValues<CameraFileFormat>())
        {
            yield return new(format, new PinholeCamera(Intrinsics, -0.21, 0.05, 0.001, -0.002, 0));
            yield return new(format, new PinholeCamera(Intrinsics, -0.21, 0.05, 0.001, -0.002, -0.004, 0.1, 0.2, 1e-9));
            yield return new(format, new FisheyeCamera(Intrinsics, -0.01, 0.02, 0.03, 0.04));
        }
    }

    static readonly CameraMount Mount = new(Rotation.FromAngles(0.01, -0.03, 0.02), new(0.06, 0, 0.04));

    [TestCaseSource(nameof(WrittenFiles))]
    public void Read_OfWritten_IsTheSame(CameraFileFormat format, ICameraModel camera)
    {
        var path = _folder["written.yaml"];
        var file = new CameraFile(camera)
        {
            Name = "head",
            RmsPixels = 0.25,
            Pose = new(0.81, 0.01, -0.2, 0),
            Latency = TimeSpan.FromMilliseconds(42.5),
            Mount = Mount,
            Format = format,
        };
        file.Write(path);
        var read = CameraFile.Read(path);
        Assert.That(read.Format, Is.EqualTo(format));
        Assert.That(read.Camera, Is.TypeOf(camera.GetType()));
        Assert.That(read.Camera.Intrinsics, Is.EqualTo(camera.Intrinsics));
        Assert.That(CameraFile.Coefficients(read.Camera), Is.EqualTo(CameraFile.Coefficients(camera)));
        Assert.That((read.Name, read.RmsPixels), Is.EqualTo(("head", 0.25)));
        Assert.That(read.Mount!.Value.Position, Is.EqualTo(Mount.Position));
        Assert.That(read.Mount.Value.Orientation.AngleTo(Mount.Orientation), Is.Zero.Within(1e-9));
        Assert.That(read.Latency, Is.EqualTo(TimeSpan.FromMilliseconds(42.5)));
        Assert.That((read.Pose!.Height, read.Pose.Roll, read.Pose.Pitch), Is.EqualTo((0.81, 0.01, -0.2)));
    }

    [TestCase("image_width: 640", "image_width: 0", ":3: image_width: expected an integer number of pixels above 0, found '0'")]
    [TestCase("image_width: 640", "width: 640", "image_width: expected this field, found none")]
    [TestCase("3.4228315473308373e+02", ".Nan", ":9: camera_matrix: expected a finite number, found '.Nan'")]
    [TestCase("3.4228315473308373e+02", "NaN", ":9: camera_matrix: expected a finite number, found 'NaN'")]
    [TestCase("[ 5.3591573396163199e+02, 0.,", "[ -5.3591573396163199e+02, 0.,", ":5: camera_matrix: expected positive focal lengths")]
    [TestCase("5.3591573396163199e+02, 0.,", "5.3591573396163199e+02, 0.1,", "camera_matrix: expected fx 0 cx")]
    [TestCase("0., 0., 1. ]", "0., 0. ]", ":9: camera_matrix: expected 3 x 3 values, found 8")]
    [TestCase("   cols: 1", "   cols: 2", "distortion_coefficients: expected 5 x 2 values, found 5")]
    [TestCase("rows: 5", "rows: [", "expected YAML")]
    [TestCase("avg_reprojection_error", "distortion_model: funny\navg_reprojection_error", ":18: distortion_model: expected plumb_bob")]
    [TestCase("avg_reprojection_error", "fisheye_model: 1\navg_reprojection_error", "distortion_coefficients: expected the fisheye's k1 k2 k3 k4, found 5")]
    [TestCase("avg_reprojection_error", "camera_height_metres: 1\navg_reprojection_error", "camera_roll_radians: expected this field")]
    [TestCase("avg_reprojection_error", "camera_height_metres: 0\navg_reprojection_error", ":18: camera_height_metres: expected 0.01 to 5, found '0'")]
    [TestCase(
        "avg_reprojection_error", "camera_height_metres: 1\ncamera_roll_radians: 0\ncamera_pitch_radians: 30\navg_reprojection_error",
        ":20: camera_pitch_radians: expected -1.57 to 1.57, found '30'")]
    [TestCase("5.3591573396163199e+02, 0.,", "1e308, 0.,", ":5: camera_matrix: expected numbers of pixels up to 1000000")]
    [TestCase(
        "avg_reprojection_error",
        "camera_mount_metres:\n   data: [ 0., 0. ]\ncamera_mount_orientation:\n   data: [ 1., 0., 0., 0. ]\navg_reprojection_error",
        ":19: camera_mount_metres: expected x y z, found 2")]
    [TestCase(
        "avg_reprojection_error",
        "camera_mount_metres:\n   data: [ 0., 0., 0. ]\ncamera_mount_orientation:\n   data: [ 1., 1., 0., 0. ]\navg_reprojection_error",
        ":21: camera_mount_orientation: expected a quaternion of length 1")]
    [TestCase(
        "avg_reprojection_error", "camera_latency_seconds: 42.5\navg_reprojection_error",
        ":18: camera_latency_seconds: expected -1 to 1 s, found '42.5'")]
    public void Read_DamagedFile_SaysLineAndField(string found, string instead, string message)
    {
        var damaged = OpenCv.Replace(found, instead, StringComparison.Ordinal);
        Assert.That(damaged, Is.Not.EqualTo(OpenCv), "the test changes nothing");
        var path = Write(damaged);
        Assert.That(() => CameraFile.Read(path), Throws.TypeOf<InvalidDataException>().With.Message.Contains(message).And.Message.StartsWith(path));
    }

    /// <summary>A driver that gives the middle of the image, or joins pixels two by two.</summary>
    [TestCase("", 1280, 960, 600, 639.5, 479.5)]
    [TestCase(",\"roi\":{\"x_offset\":320,\"y_offset\":240,\"width\":640,\"height\":480}", 640, 480, 600, 319.5, 239.5)]
    [TestCase(",\"roi\":{\"x_offset\":0,\"y_offset\":0,\"width\":0,\"height\":0},\"binning_x\":2,\"binning_y\":2", 640, 480, 300, 319.5, 239.5)]
    public void ToText_CameraInfoOfAPart_IsThatOfItsPictures(string part, int width, int height, double focal, double x, double y)
    {
        var text = RosCameraInfo.ToText(System.Text.Encoding.UTF8.GetBytes(
            "{\"width\":1280,\"height\":960,\"k\":[600,0,639.5,0,600,479.5,0,0,1],\"d\":[0,0,0,0,0],\"distortion_model\":\"plumb_bob\"" + part + "}"));
        var camera = CameraFile.Parse(text, "camera_info").Camera;
        Assert.That((camera.Width, camera.Height), Is.EqualTo((width, height)));
        Assert.That(camera.TryProject(new(0, 0, 1), out var centreX, out var centreY), Is.True);
        Assert.That((centreX, centreY), Is.EqualTo((x + 0.5, y + 0.5)).Within(1e-9));
        Assert.That(camera.TryProject(new(0.1, 0, 1), out var right, out _), Is.True);
        Assert.That(right - centreX, Is.EqualTo(focal / 10).Within(1e-9));
    }

    [TestCase("")]
    [TestCase("just words")]
    [TestCase("%YAML:1.0\n---\n- 1\n")]
    public void Read_NoCamera_SaysWhatWasExpected(string text) =>
        Assert.That(() => CameraFile.Read(Write(text)), Throws.TypeOf<InvalidDataException>().With.Message.Contains("expected the fields of a camera"));

    [Test]
    public void Read_PublishedChessboardAnswer_IsRead()
    {
        var data = Environment.GetEnvironmentVariable("ROBOTVISION_DATA") ?? Path.Combine(Repository.Root, "..", "shared", "data");
        var path = Path.Combine(data, "chessboard", "left_intrinsics.yml");
        if (!File.Exists(path)) Assert.Ignore($"Published calibration: expected '{path}', found nothing; set ROBOTVISION_DATA to its folder.");
        Assert.That(CameraFile.Read(path).Camera.Intrinsics.Fx, Is.EqualTo(535.9157).Within(1e-3));
    }
}
