using RobotVision.Cameras;
using RobotVision.Detections;
using RobotVision.Geometry;
using RobotVision.Placing;

namespace RobotVision.Tests.Placing;

public class UprightFootTests
{
    // A humanoid's head: 140 degrees across, looking down and leaning to a side.
    static readonly FisheyeCamera Camera = new(new(640, 480, 262, 262, 320, 240), 0);
    static readonly TimedPose Pose = TimedPose.Of(new CameraPose(1.1, 0.12, 0.55, 0.1));
    static readonly DetectionPlacer Placer = new(new GroundProjector(Camera, new GroundOptions()));

    [TestCase(1.5, 1.8)]
    [TestCase(1.5, -1.8)]
    [TestCase(2.5, 2)]
    [TestCase(2, 0.3)]
    [TestCase(4, -3)]
    public void Place_GoalPost_StandsAtItsFootWhereverItLeansTo(double x, double y)
    {
        var box = PostBox(x, y, 0.05, 1.1);
        var placed = Placer.Place(new(ObjectClass.Goalpost, 0.9f, box), Pose).Ground;
        Assert.That(placed, Is.Not.Null);
        // The lower edge of the box is that of the post's near side, 5 cm before its middle.
        Assert.That(Math.Sqrt(Math.Pow(placed!.Value.X - x, 2) + Math.Pow(placed.Value.Y - y, 2)), Is.LessThan(0.1));
    }

    [Test]
    public void Place_GoalPostAtTheSide_IsOffWithoutItsLean()
    {
        var box = PostBox(1.5, 1.8, 0.05, 1.1);
        Assert.That(Placer.Projector.TryLocate(Pose, box.CenterX, box.Y2, 0, out var middle), Is.True);
        Assert.That(Math.Sqrt(Math.Pow(middle.X - 1.5, 2) + Math.Pow(middle.Y - 1.8, 2)), Is.GreaterThan(0.25));
    }

    [Test]
    public void Place_GoalPostOfWhichTheTopIsCutOff_StandsAtItsFoot()
    {
        var placed = Placer.Place(new(ObjectClass.Goalpost, 0.9f, PostBox(2.5, 1.5, 0.05, 0.5)), Pose).Ground!.Value;
        Assert.That((placed.X, placed.Y), Is.EqualTo((2.5, 1.5)).Using<(double X, double Y)>((a, b) => Math.Abs(a.X - b.X) + Math.Abs(a.Y - b.Y) < 0.1));
    }

    [Test]
    public void Place_Bearing_IsThatOfTheFoot()
    {
        var placed = Placer.Place(new(ObjectClass.Goalpost, 0.9f, PostBox(1.5, 1.8, 0.05, 1.1)), Pose);
        Camera.TryProject(Pose.ToCamera(new(1.5, 1.8, 0)), out var x, out var y);
        Camera.TryUnproject(x, y, out var ray);
        Assert.That(placed.Bearing!.Value.Azimuth, Is.EqualTo(Bearing.Of(ray).Azimuth).Within(0.03));
    }

    [Test]
    public void X_LowerEdgeAboveTheHorizon_IsTheMiddle() =>
        Assert.That(UprightFoot.X(Placer.Projector, TimedPose.Of(new CameraPose(1, 0, -0.3, 0)), new(300, 10, 340, 60)), Is.EqualTo(320));

    [Test]
    public void X_BoxOfAnyShape_StaysInTheBox()
    {
        for (var width = 2f; width < 300; width *= 2)
            for (var x = 10f; x + width < 630; x += 60)
                for (var y = 100f; y < 470; y += 60)
                    Assert.That(UprightFoot.X(Placer.Projector, Pose, new(x, 20, x + width, y)), Is.InRange(x, x + width));
    }

    // The box around a round post's image, by points of its outline.
    static Box PostBox(double x, double y, double radius, double height)
    {
        double x1 = double.MaxValue, y1 = double.MaxValue, x2 = double.MinValue, y2 = double.MinValue;
        for (var level = 0; level <= 40; level++)
            for (var turn = 0; turn < 32; turn++)
            {
                var (sin, cos) = Math.SinCos(2 * Math.PI * turn / 32);
                Assert.That(Camera.TryProject(Pose.ToCamera(new(x + radius * cos, y + radius * sin, height * level / 40)), out var u, out var v), Is.True);
                (x1, y1, x2, y2) = (Math.Min(x1, u), Math.Min(y1, v), Math.Max(x2, u), Math.Max(y2, v));
            }
        return new((float)x1, (float)y1, (float)x2, (float)y2);
    }
}
