using RobotVision.Cameras;
using RobotVision.Detections;
using RobotVision.Placing;

namespace RobotVision.Tests.Placing;

public class BallOutlineTests
{
    static readonly PinholeCamera Pinhole = new(new(640, 480, 500, 500, 320, 240));

    /// <summary>On the axis of a pinhole the outline is a circle of half angle asin(radius / distance).</summary>
    [Test]
    public void TryBox_OnTheAxis_IsTheCircleOfTheTouchingRays()
    {
        Assert.That(BallOutline.TryBox(Pinhole, new(0, 0, 2), 0.1, out var box), Is.True);
        var half = 500 * Math.Tan(Math.Asin(0.1 / 2));
        var expected = Box.FromCenter(320, 240, (float)(2 * half), (float)(2 * half));
        Assert.That(box, Is.EqualTo(expected).Using<Box>((a, b) => Math.Abs(a.X1 - b.X1) < 0.1 && Math.Abs(a.Y2 - b.Y2) < 0.1));
    }

    [Test]
    public void TryBox_AcrossTheEndOfTheLens_IsTheBoxOfWhatItSees()
    {
        // Half of it is behind the plane through the pinhole.
        Assert.That(BallOutline.TryBox(Pinhole, new(1, 0, 0), 0.1, out var box), Is.False);
        Assert.That(box.Width, Is.GreaterThan(0));
        Assert.That(BallOutline.TryBox(Pinhole, new(0, 0, -2), 0.1, out var nothing), Is.False);
        Assert.That(nothing, Is.EqualTo(default(Box)));
    }
}
