using RobotVision.Cameras;
using RobotVision.Capture;
using RobotVision.Geometry;
using RobotVision.Imaging;
using RobotVision.Poses;
using RobotVision.Publishing;
using RobotVision.Ros;
using RobotVision.Testing;
using RobotVision.Tests.Publishing;

namespace RobotVision.Tests.Ros;

/// <summary>Pictures, calibration and poses from ROS 2, and results to it, through rosbridge to a program that speaks roslib.</summary>
[CancelAfter(300_000)]
public class RosBridgeTests
{
    const int Patience = 180_000;

    TemporaryFolder _folder = null!;
    BgrImage _picture = null!;
    RosProgram _ros = null!;

    [OneTimeSetUp]
    public void Start()
    {
        _folder = new();
        _picture = new(64, 48);
        new Random(1).NextBytes(_picture.Pixels);
        ImageFile.Write(_folder["picture.png"], _picture.View);
        _ros = new(_folder["picture.png"]);
    }

    [OneTimeTearDown]
    public void End()
    {
        _ros?.Dispose();
        _folder.Dispose();
    }

    [Test]
    public void Camera_Topic_GivesItsPicturesAndComesBack()
    {
        using var source = FrameSource.OpenLive($"{_ros.Address}/camera/image_raw/compressed", TimeProvider.System);
        var frame = new FramePool(1).Rent(CancellationToken.None);
        Assert.That(() => source.Read(frame), Is.EqualTo(ReadOutcome.Frame).After(Patience, 1), source.Problem);
        Assert.That(frame.View.Pixels.SequenceEqual(_picture.Pixels));
        Assert.That(DateTimeOffset.UtcNow - frame.CapturedAt!.Value, Is.LessThan(TimeSpan.FromMilliseconds(Patience)));
        _ros.Cut();
        Assert.That(() => source.Read(frame), Is.EqualTo(ReadOutcome.Frame).After(Patience, 1), source.Problem);
    }

    [Test]
    public void Camera_TopicOfAnotherType_SaysSo()
    {
        using var source = FrameSource.OpenLive($"{_ros.Address}/camera/camera_info", TimeProvider.System);
        var frame = new FramePool(1).Rent(CancellationToken.None);
        Assert.That(() =>
        {
            source.Read(frame);
            return source.Problem;
        }, Does.Contain("/camera/camera_info is of sensor_msgs/msg/CameraInfo, not of sensor_msgs/msg/Image").After(Patience, 1));
    }

    [Test]
    public void Poses_Transforms_AreTheCamerasPose()
    {
        using var receiver = new RosPoseReceiver(RosPoseReceiver.Parse("--poses", _ros.Address));
        Assert.That(() => receiver.History.Count, Is.GreaterThan(3).After(Patience, 5));
        Assert.That(receiver.History.At(receiver.History.Span!.Value.Last, out var pose), Is.EqualTo(PoseStatus.Known));
        var (ahead, up) = (pose.Orientation.Turn(new(1, 0, 0)), pose.Orientation.Turn(new(0, 0, 1)));
        using (Assert.EnterMultipleScope())
        {
            // The head looks to the left, and the camera, 0.1 m ahead of it, with it.
            Assert.That((pose.Position - new Vector3d(0, 0.1, 0.55)).Length, Is.LessThan(1e-9));
            Assert.That((ahead - new Vector3d(0, 1, 0)).Length, Is.LessThan(1e-9));
            Assert.That((up - new Vector3d(0, 0, 1)).Length, Is.LessThan(1e-9));
        }
    }

    [Test]
    public void Calibration_CameraInfo_IsTheCameras()
    {
        var text = RosCameraInfo.Fetch("--calibration", $"{_ros.Address}/camera/camera_info", TimeSpan.FromMilliseconds(Patience));
        var camera = CameraFile.Parse(text, "info").Camera;
        Assert.That((camera.Width, camera.Height, camera.Intrinsics.Fx, camera.Intrinsics.Fy, camera.Intrinsics.Cx), Is.EqualTo((64, 48, 60, 61, 32)));
        Assert.That(CameraFile.Coefficients(camera)[0], Is.EqualTo(0.1));
    }

    [Test]
    public void Calibration_NothingPublished_SaysSo() => Assert.That(
        () => RosCameraInfo.Fetch("--calibration", $"{_ros.Address}/nothing/camera_info", TimeSpan.FromMilliseconds(50)),
        Throws.InstanceOf<InvalidDataException>().With.Message.Contains("expected a sensor_msgs/CameraInfo within 0.05 s, found none"));

    [Test]
    public void Publish_AFrame_ReachesRoslibAndGoesOnAfterACut()
    {
        using var publisher = new RosPublisher(RosPublisher.Parse("--rosbridge", _ros.Address), [null, "chest"], ballRadius: 0.1, isLive: false);
        var observation = TestObservation.OnTheGround();
        publisher.Publish(observation);
        Assert.That(() => _ros.Received("tracks_3d"), Is.Not.Empty.After(Patience, 5));
        var boxes = _ros.Received("detections")[0];
        var (ball, place) = (boxes.GetProperty("detections")[0], _ros.Received("detections_3d")[0]);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(boxes.GetProperty("detections").GetArrayLength(), Is.EqualTo(2));
            Assert.That(boxes.GetProperty("header").GetProperty("stamp").GetProperty("nanosec").GetInt32(), Is.EqualTo(400_000_000));
            Assert.That(ball.GetProperty("results")[0].GetProperty("hypothesis").GetProperty("class_id").GetString(), Is.EqualTo("ball"));
            Assert.That(ball.GetProperty("bbox").GetProperty("center").GetProperty("position").GetProperty("x").GetDouble(), Is.EqualTo(327).Within(1e-3));
            Assert.That(ball.GetProperty("id").GetString(), Is.EqualTo("7"));
            Assert.That(place.GetProperty("header").GetProperty("frame_id").GetString(), Is.EqualTo("base_footprint"));
            Assert.That(place.GetProperty("detections")[0].GetProperty("bbox").GetProperty("center").GetProperty("position").GetProperty("x").GetDouble(),
                Is.EqualTo(1.5));
            Assert.That(place.GetProperty("detections")[0].GetProperty("results")[0].GetProperty("pose").GetProperty("covariance")[1].GetDouble(),
                Is.EqualTo(0.002));
        }

        _ros.Cut();
        var before = _ros.Received("detections").Length;
        Assert.That(() =>
        {
            publisher.Publish(observation);
            return _ros.Received("detections").Length;
        }, Is.GreaterThan(before).After(Patience, 20));
        Assert.That(publisher.Failures is null || publisher.Failures.Count < 3 * Patience);
    }

    [Test]
    public void Publish_NobodyThere_IsCountedWithTheReason()
    {
        using var publisher = new RosPublisher(RosPublisher.Parse("--rosbridge", "ws://127.0.0.1:1"), [null], ballRadius: 0.1, isLive: true);
        Assert.That(() =>
        {
            publisher.Publish(TestObservation.Full());
            return publisher.Failures?.Problem;
        }, Does.Contain("rosbridge ws://127.0.0.1:1/").After(Patience, 20));
    }

    [TestCase("http://127.0.0.1:9090", "expected a rosbridge server such as ws://127.0.0.1:9090")]
    [TestCase("ws://127.0.0.1?speed=3", "expected prefix=..., camera=..., ground=... behind the question mark, found 'speed=3'")]
    [TestCase("ws://me:secret@127.0.0.1:x", "an address with a password")]
    public void Parse_SomethingElse_SaysWhatIsExpected(string text, string expected) =>
        Assert.That(() => RosPublisher.Parse("--rosbridge", text), Throws.InstanceOf<OptionException>().With.Message.Contains(expected));

    [Test]
    public void Parse_WithoutPort_IsTheUsualOne() =>
        Assert.That(RosAddress.Parse("--camera", "ws://robot/camera/image_raw", needsTopic: true).ToString(), Is.EqualTo("ws://robot:9090/camera/image_raw"));
}
