using RobotVision.Cameras;
using RobotVision.Detections;
using RobotVision.Geometry;
using RobotVision.Placing;

namespace RobotVision.Tests.Placing;

public class DetectionPlacerTests
{
    const double Radius = 0.11;

    static readonly FisheyeCamera Camera = new(new(640, 480, 280, 280, 320, 240), -0.02);
    static readonly TimedPose Pose = TimedPose.Of(new CameraPose(0.6, 0.03, 0.5, 0.1, 0.05));
    static readonly DetectionPlacer Placer = new(new GroundProjector(Camera, new GroundOptions()));

    static RobotVision.Detections.Detection Detection(ObjectClass objectClass, Box box) => new(objectClass, 0.9f, box);

    static Box BallBox(double x, double y, double z = Radius, double radius = Radius)
    {
        Assert.That(BallOutline.TryBox(Camera, Pose.ToCamera(new(x, y, z)), radius, out var box), Is.True);
        return box;
    }

    [TestCase(0.45, 0.1)]
    [TestCase(1, -0.5)]
    [TestCase(3, 1)]
    public void Place_Ball_IsWhereItLies(double x, double y)
    {
        var placed = Placer.Place(Detection(ObjectClass.Ball, BallBox(x, y)), Pose);
        Assert.That(placed.Ground, Is.Not.Null);
        Assert.That(
            (placed.Ground!.Value.X, placed.Ground!.Value.Y),
            Is.EqualTo((x, y)).Using<(double X, double Y)>((a, b) => Math.Abs(a.X - b.X) < 0.003 * x && Math.Abs(a.Y - b.Y) < 0.003 * x));
        Camera.TryProject(Pose.ToCamera(new(x, y, Radius)), out var u, out var v);
        Camera.TryUnproject(u, v, out var ray);
        Assert.That(placed.Bearing!.Value.Azimuth, Is.EqualTo(Bearing.Of(ray).Azimuth).Within(0.01));
    }

    [Test]
    public void Place_LampBelowTheHorizon_IsNoBallOnTheGround()
    {
        // A small round thing at 0.35 m of height and 1 m away appears where a ball would lie 3 m away, too large for it.
        var lamp = Placer.Place(Detection(ObjectClass.Ball, BallBox(1, 0, 0.42)), Pose);
        Assert.That(lamp.Ground, Is.Null);
        Assert.That(lamp.Bearing, Is.Not.Null);
    }

    [Test]
    public void Place_AboveTheHorizon_HasABearingOnly()
    {
        var placed = Placer.Place(Detection(ObjectClass.Ball, new(310, 40, 330, 60)), Pose);
        Assert.That(placed.Ground, Is.Null);
        Assert.That(placed.Bearing!.Value.Elevation, Is.GreaterThan(0.5));
    }

    [TestCase(ObjectClass.Robot)]
    [TestCase((ObjectClass)8, TestName = "Place_ExtraClass_StandsAtItsFoot")]
    public void Place_Robot_StandsAtItsFoot(ObjectClass objectClass)
    {
        Assert.That(Camera.TryProject(Pose.ToCamera(new(2, 0.4, 0)), out var x, out var y), Is.True);
        Assert.That(Camera.TryProject(Pose.ToCamera(new(2, 0.4, 0.6)), out var headX, out var headY), Is.True);
        var box = new Box((float)Math.Min(x, headX) - 20, (float)headY, (float)Math.Max(x, headX) + 20, (float)y);
        var placed = Placer.Place(Detection(objectClass, box), Pose);
        Assert.That(placed.Ground!.Value.X, Is.EqualTo(2).Within(1e-3));
        Assert.That(placed.Ground!.Value.Y, Is.EqualTo(0.4).Within(1e-3));
    }

    [Test]
    public void Place_RobotWhoseFootIsOutOfTheFrame_HasNoPlace() =>
        Assert.That(Placer.Place(Detection(ObjectClass.Robot, new(200, 100, 300, 480)), Pose).Ground, Is.Null);

    [Test]
    public void Place_Crossing_LiesAtItsCentre()
    {
        Assert.That(Camera.TryProject(Pose.ToCamera(new(1.5, -0.7, 0)), out var x, out var y), Is.True);
        var placed = Placer.Place(Detection(ObjectClass.LineT, Box.FromCenter((float)x, (float)y, 30, 20)), Pose);
        Assert.That(placed.Ground!.Value.X, Is.EqualTo(1.5).Within(1e-4));
        Assert.That(placed.Ground!.Value.Y, Is.EqualTo(-0.7).Within(1e-4));
    }

    [Test]
    public void Place_NoPose_HasABearingOnly()
    {
        var placed = Placer.Place(Detection(ObjectClass.Ball, BallBox(1, 0)), pose: null);
        Assert.That((placed.Ground, placed.Bearing is not null), Is.EqualTo(((GroundPoint?)null, true)));
    }

    [Test]
    public void Place_FartherBall_IsLessSure()
    {
        double Sigma(double x) => Math.Sqrt(Placer.Place(Detection(ObjectClass.Ball, BallBox(x, 0)), Pose).Ground!.Value.XX);
        Assert.That(Sigma(4), Is.GreaterThan(4 * Sigma(1)));
    }

    [Test]
    public void Place_SimulatedBalls_LieInsideThe95PercentEllipseNearly95PercentOfTheTime()
    {
        const int balls = 6000;
        var random = new Random(9);
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        Vector3d Draw(double sigma) => new Vector3d(Normal(), Normal(), Normal()) * sigma;
        var placer = new DetectionPlacer(new GroundProjector(Camera, new GroundOptions { FocalSigma = 0, PrincipalPointSigma = 0 }));
        var (inside, all) = (0, 0);
        for (var i = 0; i < balls; i++)
        {
            double x = 0.5 + 2.5 * random.NextDouble(), y = x * (random.NextDouble() - 0.5);
            var box = BallBox(x, y);
            var noise = DetectionPlacer.Noise(Detection(ObjectClass.Ball, box), Camera.Width, Camera.Height);
            var seen = Box.FromCenter(
                box.CenterX + (float)(Math.Sqrt(noise.XX) * Normal()), box.CenterY + (float)(Math.Sqrt(noise.YY) * Normal()), box.Width, box.Height);
            var wrong = Pose with
            {
                Orientation = Rotation.FromVector(Draw(Pose.OrientationSigma)) * Pose.Orientation,
                Position = Pose.Position + Draw(Pose.PositionSigma),
            };
            if (placer.Place(Detection(ObjectClass.Ball, seen), wrong).Ground is not { } ground) continue;
            all++;
            if (ground.DistanceSquared(x, y) <= 5.991) inside++;
        }

        Assert.That(all, Is.GreaterThan(0.98 * balls));
        Assert.That(100.0 * inside / all, Is.InRange(93, 97));
    }

    [Test]
    public void Of_LeftAndUp_IsPositive()
    {
        var bearing = Bearing.Of(new Vector3d(-1, -1, 1).Normalized());
        Assert.That(bearing.Azimuth, Is.EqualTo(Math.PI / 4).Within(1e-12));
        Assert.That(bearing.Elevation, Is.EqualTo(Math.Atan(1 / Math.Sqrt(2))).Within(1e-12));
    }

    [Test]
    public void Noise_OfACloseUp_IsThatOfItsOwnPixels()
    {
        var box = Box.FromCenter(320, 240, 20, 20);
        var whole = DetectionPlacer.Noise(Detection(ObjectClass.Ball, box), 640, 480);
        var close = DetectionPlacer.Noise(Detection(ObjectClass.Ball, box) with { PixelWidth = 1, PixelHeight = 1 }, 640, 480);
        Assert.That(Math.Sqrt(whole.XX), Is.EqualTo(Math.Sqrt(6.0 * 6 + 0.7 * 0.7)).Within(1e-6)); // 0.9 pixels of 640 / 96, and 3.5 % of 20
        Assert.That(Math.Sqrt(close.XX), Is.EqualTo(Math.Sqrt(0.81 + 0.49)).Within(1e-6));
        Assert.That(close.YY, Is.EqualTo(close.XX).Within(1e-9));
    }
}
