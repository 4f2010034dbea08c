using RobotVision.Geometry;
using RobotVision.Poses;

namespace RobotVision.Tests.Poses;

public class TransformTreeTests
{
    static TransformTree.Transform At(double x, double yaw = 0) => new(Rotation.FromAngles(0, 0, yaw), new(x, 0, 0));

    [Test]
    public void TryGet_FramesOfDifferentTimes_IsTheWayAtTheEarlierOfTheLastTimes()
    {
        var tree = new TransformTree();
        tree.Set("body", "ground", 1_000_000, At(1));
        tree.Set("body", "ground", 1_020_000, At(2));
        tree.Set("head", "body", 1_010_000, At(0.5));
        tree.Set("camera", "head", null, At(0.1));
        Assert.That(tree.TryGet("camera", "ground", out var camera, out var time), Is.True);
        Assert.That(camera.Position.X, Is.EqualTo(2.1).Within(1e-12));
        Assert.That(time, Is.EqualTo(1_010_000));
    }

    [Test]
    public void TryGet_TurnedFrame_TurnsWhatIsInIt()
    {
        var tree = new TransformTree();
        tree.Set("head", "ground", 5, At(0, Math.PI / 2));
        tree.Set("camera", "head", null, At(1));
        Assert.That(tree.TryGet("camera", "ground", out var camera, out _), Is.True);
        Assert.That((camera.Position - new Vector3d(0, 1, 0)).Length, Is.LessThan(1e-12));
    }

    [Test]
    public void TryGet_NoWayOrACircle_IsFalse()
    {
        var tree = new TransformTree();
        tree.Set("a", "b", 1, At(0));
        tree.Set("b", "a", 1, At(0));
        Assert.That((tree.TryGet("a", "ground", out _, out _), tree.TryGet("c", "ground", out _, out _)), Is.EqualTo((false, false)));
    }

    [Test]
    public void Set_NotNewer_IsLeftOutUnlessTheClockWasSet()
    {
        var tree = new TransformTree();
        Assert.That(tree.Set("a", "b", 2_000_000, At(1)), Is.True);
        Assert.That(tree.Set("a", "b", 1_900_000, At(2)), Is.False);
        Assert.That(tree.Set("a", "b", 500_000, At(3)), Is.True);
    }
}
