using RobotVision.Cameras;
using RobotVision.Geometry;
using RobotVision.Placing;

namespace RobotVision.Tests.Placing;

public class GroundProjectorTests
{
    static readonly CameraIntrinsics Intrinsics = new(640, 480, 420, 415, 325, 238);

    static readonly ICameraModel[] Cameras =
        [new PinholeCamera(Intrinsics), new PinholeCamera(Intrinsics, -0.25, 0.06, 0.001, -0.002),
            new FisheyeCamera(Intrinsics with { Fx = 280, Fy = 281 }, -0.02, 0.001)];

    static TimedPose Pose(double orientationSigma = 0, double positionSigma = 0) =>
        new(0, Rotation.FromAngles(0.05, 0.45, -0.3), new(0.06, 0.02, 0.6)) { OrientationSigma = orientationSigma, PositionSigma = positionSigma };

    static GroundProjector Projector(ICameraModel camera, double focal = 0, double center = 0) =>
        new(camera, new GroundOptions { FocalSigma = focal, PrincipalPointSigma = center });

    [TestCaseSource(nameof(Cameras))]
    public void TryProject_OfTryLocate_ComesBack(ICameraModel camera)
    {
        var (projector, pose, checkedPixels) = (Projector(camera), Pose(), 0);
        foreach (var height in new[] { 0, 0.11 })
            for (var y = 100; y < 480; y += 37)
                for (var x = 3; x < 640; x += 53)
                {
                    if (!projector.TryLocate(pose, x, y, height, out var point)) continue;
                    Assert.That(projector.TryProject(pose, point, out var u, out var v), Is.True);
                    Assert.That(Math.Abs(u - x) + Math.Abs(v - y), Is.LessThan(1e-9));
                    Assert.That(point.Z, Is.EqualTo(height).Within(1e-12));
                    checkedPixels++;
                }

        Assert.That(checkedPixels, Is.GreaterThan(100));
    }

    [TestCaseSource(nameof(Cameras))]
    public void TryLocate_Pixel_IsWhereCameraPoseSays(ICameraModel camera)
    {
        // The independent twin: rotation matrices instead of quaternions.
        var twin = new CameraPose(0.6, 0.05, 0.45, -0.3, 0.06, 0.02);
        Assert.That(camera.TryUnproject(222, 333, out var ray) && twin.TryMeetPlane(ray, 0.11, out var expected), Is.True);
        twin.TryMeetPlane(ray, 0.11, out expected);
        Assert.That(Projector(camera).TryLocate(Pose(), 222, 333, 0.11, out var found), Is.True);
        Assert.That((found - expected).Length, Is.LessThan(1e-12));
    }

    [Test]
    public void TryLocate_HandChecked_IsRight()
    {
        // A level pinhole one metre up: 100 pixels below the principal point at f = 500 is 5 m ahead, 50 to the right 0.5 m to the right.
        var camera = new PinholeCamera(new(640, 480, 500, 500, 320, 240));
        var pose = TimedPose.Of(new CameraPose(1, 0, 0, 0));
        Assert.That(Projector(camera).TryLocate(pose, 370, 340, 0, out var point), Is.True);
        Assert.That((point - new Vector3d(5, -0.5, 0)).Length, Is.LessThan(1e-12));
    }

    [TestCase(239.9)]
    [TestCase(240)]
    [TestCase(250)]
    public void TryLocate_AboveTheHorizonOrTooFar_IsNotOnTheGround(double y)
    {
        var camera = new PinholeCamera(new(640, 480, 500, 500, 320, 240));
        Assert.That(Projector(camera).TryLocate(TimedPose.Of(new CameraPose(1, 0, 0, 0)), 320, y, 0, out _), Is.False);
    }

    // One cause of error at a time, and all together: the formula against 10,000 draws.
    [TestCase(1.5, 0, 0, 0, 0)]
    [TestCase(0, 0.005, 0, 0, 0)]
    [TestCase(0, 0, 0.01, 0, 0)]
    [TestCase(0, 0, 0, 0.01, 0)]
    [TestCase(0, 0, 0, 0, 0.003)]
    [TestCase(1.5, 0.005, 0.01, 0.005, 0.003)]
    public void TryLocate_Covariance_IsThatOfTenThousandDraws(double pixel, double orientation, double position, double focal, double center)
    {
        const int draws = 10_000;
        const double x = 420, y = 330;
        var random = new Random(5);
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        var camera = new FisheyeCamera(Intrinsics with { Fx = 280, Fy = 280 }, -0.02);
        var pose = Pose(orientation, position);
        var noise = new PixelCovariance(pixel * pixel, 0.3 * pixel * pixel, 0.8 * pixel * pixel);
        Assert.That(Projector(camera, focal, center).TryLocate(pose, x, y, noise, 0.11, out GroundPoint formula), Is.True);

        var points = new List<Vector3d>();
        for (var i = 0; i < draws; i++)
        {
            double a = Normal(), b = Normal();
            double dx = pixel * a, dy = pixel * (0.3 * a + Math.Sqrt(0.8 - 0.09) * b);
            var (stretch, sx, sy) = (1 + focal * Normal(), center * camera.Width * Normal(), center * camera.Width * Normal());
            var wrong = new FisheyeCamera(Intrinsics with { Fx = 280 * stretch, Fy = 280 * stretch, Cx = 325 + sx, Cy = 238 + sy }, -0.02);
            var turn = new Vector3d(Normal(), Normal(), Normal()) * orientation;
            var shift = new Vector3d(Normal(), Normal(), Normal()) * position;
            var moved = pose with { Orientation = Rotation.FromVector(turn) * pose.Orientation, Position = pose.Position + shift };
            Assert.That(Projector(wrong).TryLocate(moved, x + dx, y + dy, 0.11, out var point), Is.True);
            points.Add(point);
        }

        double mx = points.Average(p => p.X), my = points.Average(p => p.Y);
        double xx = points.Average(p => (p.X - mx) * (p.X - mx));
        double xy = points.Average(p => (p.X - mx) * (p.Y - my)), yy = points.Average(p => (p.Y - my) * (p.Y - my));
        var size = Math.Sqrt(xx * yy);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(formula.XX, Is.EqualTo(xx).Within(5).Percent);
            Assert.That(formula.YY, Is.EqualTo(yy).Within(5).Percent);
            Assert.That(formula.XY, Is.EqualTo(xy).Within(0.05 * size));
        }
    }

    [TestCaseSource(nameof(Cameras))]
    public void TryBox_Ball_TouchesNoPointOutsideAndReachesItsEdges(ICameraModel camera)
    {
        // The twin: every point of the sphere's surface that faces the camera.
        var (centre, radius) = (new Vector3d(0.15, 0.3, 0.7), 0.1);
        Assert.That(BallOutline.TryBox(camera, centre, radius, out var box), Is.True);
        double x1 = double.MaxValue, x2 = double.MinValue, y1 = double.MaxValue, y2 = double.MinValue;
        for (var a = 0.0; a < Math.PI; a += 0.01)
            for (var b = 0.0; b < 2 * Math.PI; b += 0.01)
            {
                var point = centre + new Vector3d(Math.Sin(a) * Math.Cos(b), Math.Sin(a) * Math.Sin(b), Math.Cos(a)) * radius;
                Assert.That(camera.TryProject(point, out var x, out var y), Is.True);
                (x1, x2, y1, y2) = (Math.Min(x1, x), Math.Max(x2, x), Math.Min(y1, y), Math.Max(y2, y));
            }

        // 32 points of the outline miss its utmost edge by up to half a percent of its width.
        var within = 0.006 * (x2 - x1);
        Assert.That(new[] { box.X1, box.Y1, box.X2, box.Y2 }, Is.EqualTo(new[] { x1, y1, x2, y2 }).Within(within));
    }
}
