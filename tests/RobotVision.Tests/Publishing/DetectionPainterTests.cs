using RobotVision.Detection;
using RobotVision.Imaging;
using RobotVision.Publishing;

namespace RobotVision.Tests.Publishing;

public class DetectionPainterTests
{
    [Test]
    public void Paint_Box_IsDrawnOnTheCopyAlone()
    {
        var picture = new BgrImage(64, 48);

        var painted = DetectionPainter.Paint(picture.View, [new(ObjectClass.Ball, 0.9f, new Box(10, 20, 30, 40))]);

        Assert.That((painted.Width, painted.Height), Is.EqualTo((64, 48)));
        Assert.That(picture.Pixels, Is.All.Zero);
        Assert.That(ColorAt(painted, 10, 30), Is.EqualTo((0, 140, 255)));
        Assert.That(ColorAt(painted, 30, 30), Is.EqualTo((0, 140, 255)));
        Assert.That(ColorAt(painted, 20, 35), Is.EqualTo((0, 0, 0)));
    }

    [Test]
    public void Paint_Scaled_BoxMovesWithThePicture()
    {
        var painted = DetectionPainter.Paint(new BgrImage(64, 48).View, [new(ObjectClass.Ball, 0.9f, new Box(10, 20, 30, 40))], scale: 3);

        Assert.That((painted.Width, painted.Height), Is.EqualTo((192, 144)));
        Assert.That(ColorAt(painted, 30, 90), Is.EqualTo((0, 140, 255)));
    }

    [Test]
    public void Paint_Point_IsACrossAtItsCenter()
    {
        var painted = DetectionPainter.Paint(new BgrImage(320, 240).View, [new(ObjectClass.PenaltyMark, 0.9f, new Box(20, 100, 60, 140))]);

        Assert.That(ColorAt(painted, 40, 120), Is.Not.EqualTo((0, 0, 0)));
        Assert.That(ColorAt(painted, 20, 120), Is.EqualTo((0, 0, 0)), "no box about a point");
    }

    static (int Blue, int Green, int Red) ColorAt(BgrImage image, int x, int y)
    {
        var at = (y * image.Width + x) * 3;
        return (image.Pixels[at], image.Pixels[at + 1], image.Pixels[at + 2]);
    }
}
