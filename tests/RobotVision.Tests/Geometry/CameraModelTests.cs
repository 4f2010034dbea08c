using RobotVision.Geometry;

namespace RobotVision.Tests.Geometry;

[TestFixture]
public class CameraModelTests
{
    static readonly CameraIntrinsics Intrinsics = new(640, 480, 300, 305, 322, 238);

    static IEnumerable<ICameraModel> Models()
    {
        yield return new PinholeCamera(Intrinsics);
        yield return new PinholeCamera(Intrinsics, -0.21, 0.05, 0.001, -0.002, -0.004);
        yield return new FisheyeCamera(Intrinsics);
        yield return new FisheyeCamera(Intrinsics, -0.03, 0.004, -0.001, 0.0002);
    }

    [TestCaseSource(nameof(Models))]
    public void TryProject_OfUnprojectedPixel_ComesBack(ICameraModel camera)
    {
        for (var y = 0; y <= 480; y += 40)
            for (var x = 0; x <= 640; x += 40)
            {
                Assert.That(camera.TryUnproject(x, y, out var ray), Is.True, $"{x}, {y}");
                Assert.That(ray.Length, Is.EqualTo(1).Within(1e-12));
                Assert.That(camera.TryProject(ray * 7, out var backX, out var backY), Is.True);
                Assert.That(backX, Is.EqualTo(x).Within(1e-8));
                Assert.That(backY, Is.EqualTo(y).Within(1e-8));
            }
    }

    [Test]
    public void TryProject_PinholeWithoutDistortion_IsTheRuleOfThree()
    {
        Assert.That(new PinholeCamera(Intrinsics).TryProject(new(0.5, -0.25, 2), out var x, out var y), Is.True);
        Assert.That(x, Is.EqualTo(322 + 300 * 0.25).Within(1e-12));
        Assert.That(y, Is.EqualTo(238 - 305 * 0.125).Within(1e-12));
    }

    [Test]
    public void TryProject_EquidistantFisheye_GrowsWithTheAngle()
    {
        var camera = new FisheyeCamera(Intrinsics);
        Assert.That(camera.TryProject(new(1, 0, 0), out var x, out _), Is.True);
        Assert.That(x, Is.EqualTo(322 + 300 * Math.PI / 2).Within(1e-9));
        Assert.That(camera.TryProject(new(1, 0, -1), out x, out _), Is.True);
        Assert.That(x, Is.EqualTo(322 + 300 * Math.PI * 0.75).Within(1e-9));
    }

    [Test]
    public void TryProject_BehindAPinhole_IsNotSeen() =>
        Assert.That(new PinholeCamera(Intrinsics).TryProject(new(0, 0, -1), out _, out _), Is.False);

    [Test]
    public void TryProject_WhereTheDistortionFoldsBack_IsNotSeen()
    {
        var camera = new PinholeCamera(Intrinsics, k1: -0.3); // turns back at r^2 = 1 / 0.9
        Assert.That(camera.TryProject(new(1, 0, 1), out _, out _), Is.True);
        Assert.That(camera.TryProject(new(1.2, 0, 1), out _, out _), Is.False);
    }

    [Test]
    public void TryUnproject_BeyondTheLens_IsFalse() =>
        Assert.That(new FisheyeCamera(Intrinsics, k1: -0.3).TryUnproject(640, 480, out _), Is.False);

    [Test]
    public void Constructor_WithNegativeFocalLength_SaysWhatItFound() =>
        Assert.That(() => new PinholeCamera(Intrinsics with { Fx = -1 }),
            Throws.ArgumentException.With.Message.Contains("Fx = -1"));
}
