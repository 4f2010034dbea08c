using RobotVision.Cameras;
using RobotVision.Geometry;

namespace RobotVision.Tests.Geometry;

[TestFixture]
public class CameraPoseTests
{
    [Test]
    public void ToCamera_LevelPose_TurnsAxes()
    {
        var seen = new CameraPose(1, 0, 0, 0).ToCamera(new(3, 0.5, 0));
        Assert.That(seen.X, Is.EqualTo(-0.5).Within(1e-12)); // left is -x
        Assert.That(seen.Y, Is.EqualTo(1).Within(1e-12));    // the ground is below
        Assert.That(seen.Z, Is.EqualTo(3).Within(1e-12));
    }

    [Test]
    public void ToCamera_PositivePitch_LooksDown()
    {
        var seen = new CameraPose(1, 0, Math.PI / 4, 0).ToCamera(new(1, 0, 0));
        Assert.That(seen.X, Is.EqualTo(0).Within(1e-12));
        Assert.That(seen.Y, Is.EqualTo(0).Within(1e-12));
        Assert.That(seen.Z, Is.EqualTo(Math.Sqrt(2)).Within(1e-12));
    }

    [Test]
    public void ToCamera_PositiveYaw_LooksLeft() =>
        Assert.That(new CameraPose(0, 0, 0, Math.PI / 2).ToCamera(new(0, 2, 0)).Z, Is.EqualTo(2).Within(1e-12));

    [Test]
    public void ToCamera_PositiveRoll_LowersTheRightSide()
    {
        // What lies level to the right of a head tilted to the right appears above the image's middle.
        Assert.That(new CameraPose(1, 0.2, 0, 0).ToCamera(new(2, -1, 1)).Y, Is.LessThan(-0.1));
    }

    [Test]
    public void FromCamera_OfToCamera_ComesBack()
    {
        var pose = new CameraPose(0.7, 0.1, 0.6, -2.1, 1.5, -0.4);
        var point = new Vector3d(0.3, -1.2, 0.11);
        Assert.That((pose.FromCamera(pose.ToCamera(point)) - point).Length, Is.LessThan(1e-12));
    }

    [Test]
    public void TryMeetPlane_RayDown_FindsThePointThatProjectsBack()
    {
        var pose = new CameraPose(0.9, 0.05, 0.5, 0.8, -1, 2);
        var camera = new FisheyeCamera(new(640, 480, 280, 280, 320, 240), -0.02);
        Assert.That(camera.TryUnproject(200, 400, out var ray), Is.True);
        Assert.That(pose.TryMeetPlane(ray, 0.1, out var point), Is.True);
        Assert.That(point.Z, Is.EqualTo(0.1).Within(1e-12));
        Assert.That(camera.TryProject(pose.ToCamera(point), out var x, out var y), Is.True);
        Assert.That(x, Is.EqualTo(200).Within(1e-9));
        Assert.That(y, Is.EqualTo(400).Within(1e-9));
    }

    [Test]
    public void TryMeetPlane_RayUp_IsFalse() =>
        Assert.That(new CameraPose(1, 0, 0, 0).TryMeetPlane(new(0, -0.1, 1), 0, out _), Is.False);

    [Test]
    public void ToCameraPose_OfAPoseByAngles_GivesTheAnglesBack()
    {
        var pose = new CameraPose(0.8, 0.11, -0.4, 2.9, 1.5, -2);
        var back = TimedPose.Of(pose).ToCameraPose();
        Assert.That(new[] { back.Height, back.Roll, back.Pitch, back.Yaw, back.X, back.Y }, Is.EqualTo(new[] { 0.8, 0.11, -0.4, 2.9, 1.5, -2 }).Within(1e-12));
    }
}
