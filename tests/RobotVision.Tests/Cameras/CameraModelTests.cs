using RobotVision.Cameras;
using RobotVision.Geometry;

namespace RobotVision.Tests.Cameras;

[TestFixture]
public partial class CameraModelTests
{
    static readonly CameraIntrinsics Intrinsics = new(640, 480, 300, 305, 322, 238);

    static IEnumerable<ICameraModel> Models()
    {
        yield return new PinholeCamera(Intrinsics);
        yield return new PinholeCamera(Intrinsics, -0.21, 0.05, 0.001, -0.002, -0.004);
        yield return new PinholeCamera(Intrinsics, -0.21, 0.05, 0.001, -0.002, -0.004, 0.03, -0.01, 0.002);
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
                Assert.That(backX, Is.EqualTo(x).Within(1e-9));
                Assert.That(backY, Is.EqualTo(y).Within(1e-9));
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

    [TestCaseSource(nameof(Models))]
    public void TryProject_WithJacobian_AgreesWithDifferences(ICameraModel camera)
    {
        const double step = 1e-6;
        foreach (var point in (Vector3d[])[new(0.4, -0.3, 2), new(-0.9, 0.5, 1.2), new(0.01, 0.02, 1), new(1e-12, 0, 1), new(0, 0, 3)])
        {
            Assert.That(camera.TryProject(point, out var x, out var y, out var jacobian), Is.True);
            Assert.That(camera.TryProject(point, out var sameX, out var sameY), Is.True);
            Assert.That((x, y), Is.EqualTo((sameX, sameY)));
            foreach (var (way, perX, perY) in ((Vector3d, double, double)[])[
                (new(1, 0, 0), jacobian.XX, jacobian.YX), (new(0, 1, 0), jacobian.XY, jacobian.YY), (new(0, 0, 1), jacobian.XZ, jacobian.YZ)])
            {
                camera.TryProject(point + way * step, out var highX, out var highY);
                camera.TryProject(point - way * step, out var lowX, out var lowY);
                Assert.That(perX, Is.EqualTo((highX - lowX) / (2 * step)).Within(1e-4), $"{point}, {way}");
                Assert.That(perY, Is.EqualTo((highY - lowY) / (2 * step)).Within(1e-4), $"{point}, {way}");
            }
        }
    }

    [TestCaseSource(nameof(Models))]
    public void Invert_OfJacobianAtARay_SaysHowTheRayMoves(ICameraModel camera)
    {
        const double step = 1e-3;
        camera.TryUnproject(140, 390, out var ray);
        camera.TryProject(ray, out _, out _, out var jacobian);
        jacobian.Invert(out var perX, out var perY);
        camera.TryUnproject(140 + step, 390, out var right);
        camera.TryUnproject(140, 390 + step, out var below);
        Assert.That(((right - ray) * (1 / step) - perX).Length, Is.LessThan(1e-6));
        Assert.That(((below - ray) * (1 / step) - perY).Length, Is.LessThan(1e-6));
    }

    [Test]
    public void TryProject_FisheyeBeyondTheSide_HasTheJacobianToo()
    {
        var camera = new FisheyeCamera(Intrinsics, -0.03);
        Vector3d point = new(1, 0.4, -0.5);
        Assert.That(camera.TryProject(point, out var x, out _, out var jacobian), Is.True);
        camera.TryProject(point + new Vector3d(0, 0, 1e-6), out var moved, out _);
        Assert.That(jacobian.XZ, Is.EqualTo((moved - x) / 1e-6).Within(1e-3));
    }

    [TestCase(double.NaN, 3)]
    [TestCase(double.PositiveInfinity, 3)]
    [TestCase(1e300, -1e300)]
    public void TryUnproject_NoPixel_IsFalse(double x, double y)
    {
        foreach (var camera in (ICameraModel[])[Pinhole(Brown), Models().Last()])
            Assert.That(camera.TryUnproject(x, y, out _), Is.False);
    }

    [Test]
    public void TryUnproject_StrongBarrelOutsideTheFold_IsNeverGarbage()
    {
        // Of a lens whose picture ends inside the image, every pixel either goes back to itself or is refused.
        var camera = new PinholeCamera(Intrinsics, k1: -0.35, p1: 0.003, p2: -0.002);
        var refused = 0;
        for (var y = 0; y <= 480; y += 8)
            for (var x = 0; x <= 640; x += 8)
            {
                if (!camera.TryUnproject(x, y, out var ray)) { refused++; continue; }
                Assert.That(camera.TryProject(ray, out var backX, out var backY), Is.True, $"{x}, {y}");
                Assert.That(Math.Abs(backX - x) + Math.Abs(backY - y), Is.LessThan(1e-6), $"{x}, {y}");
            }

        Assert.That(refused, Is.InRange(100, 4000));
    }

    [Test]
    public void Scaled_HalfSize_ProjectsToHalfThePixel()
    {
        foreach (var camera in Models())
        {
            camera.TryProject(new(0.4, -0.3, 2), out var x, out var y);
            camera.Scaled(320, 240).TryProject(new(0.4, -0.3, 2), out var halfX, out var halfY);
            Assert.That((halfX, halfY), Is.EqualTo((x / 2, y / 2)).Within(1e-9));
        }
    }

    [Test]
    public void Constructor_WithCoefficientThatIsNoNumber_IsRejected()
    {
        Assert.That(() => new PinholeCamera(Intrinsics, k2: double.NaN), Throws.ArgumentException.With.Message.Contains("NaN"));
        Assert.That(() => new FisheyeCamera(Intrinsics, k4: double.NaN), Throws.ArgumentException.With.Message.Contains("NaN"));
    }

    [Test]
    public void Constructor_WithNegativeFocalLength_SaysWhatItFound() =>
        Assert.That(() => new PinholeCamera(Intrinsics with { Fx = -1 }),
            Throws.ArgumentException.With.Message.Contains("Fx = -1"));
}
