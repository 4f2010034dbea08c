using RobotVision.Data.Labels;
using RobotVision.Detections;
using RobotVision.Evaluation.Robustness;
using RobotVision.Imaging;

namespace RobotVision.Evaluation.Tests.Robustness;

public class ImageChangeTests
{
    [TestCase(2, 128, 176)] // sRGB 128 is 0.2159 of white; twice that is 0.4317, which is sRGB 176
    [TestCase(0.5, 128, 92)] // half of it is 0.1079, which is sRGB 92
    [TestCase(8, 128, 255)]
    [TestCase(0.125, 255, 99)] // an eighth of white is 0.125, which is sRGB 99
    [TestCase(4, 0, 0)]
    public void Expose_KnownLight_GivesItsSrgbValue(double factor, byte value, byte expected)
    {
        var image = new BgrImage(2, 1);
        Array.Fill(image.Pixels, value);
        Assert.That(ImageChange.Expose(image, factor).Pixels, Is.All.EqualTo(expected));
    }

    [Test]
    public void Blur_UniformImage_IsUnchanged()
    {
        var image = new BgrImage(7, 5);
        Array.Fill(image.Pixels, (byte)77);
        Assert.That(ImageChange.Blur(image, 2).Pixels, Is.All.EqualTo(77));
    }

    [Test]
    public void Blur_OneBrightPixel_SpreadsAsAGaussian()
    {
        var image = new BgrImage(41, 41);
        image.Pixels.AsSpan((20 * 41 + 20) * 3, 3).Fill(255);
        var blurred = ImageChange.Blur(image, 1);
        byte At(int x, int y) => blurred.Pixels[(y * 41 + x) * 3 + 1];
        Assert.That(At(20, 20), Is.EqualTo(255 / (2 * Math.PI)).Within(1));
        Assert.That(At(21, 20), Is.EqualTo(255 / (2 * Math.PI) * Math.Exp(-0.5)).Within(1));
        Assert.That(At(20, 21), Is.EqualTo(At(21, 20)));
        Assert.That(At(20, 26), Is.Zero);
    }

    [Test]
    public void Shift_FrameWithObjects_MovesPixelsAndBoxesAndScoresTheSameObjectsAtEveryStep()
    {
        var image = new BgrImage(40, 20);
        image.Pixels[(9 * 40 + 15) * 3] = 200;
        Label[] labels =
        [
            new(ObjectClass.Ball, new(15, 9, 16, 10)), // a quarter of the frame away from every edge
            new(ObjectClass.Robot, new(9, 9, 12, 11)), // moved out by the largest shift to the left
            new(ObjectClass.Obstacle, new(15, 2, 16, 5)), // moved out by the largest shift upwards
        ];
        foreach (var part in new[] { -0.25, 0, 0.125, 0.25 })
        {
            var right = ImageChange.Shift("right", 1, 0, part).Apply(new("", image, labels, default));
            var down = ImageChange.Shift("down", 0, 1, part).Apply(new("", image, labels, default));
            using (Assert.EnterMultipleScope())
            {
                Assert.That(right.Image.Pixels[(9 * 40 + 15 + (int)(40 * part)) * 3], Is.EqualTo(200));
                Assert.That(right.Image.Pixels.Sum(value => value), Is.EqualTo(200), "the rest stays black");
                Assert.That(right.Labels[0].Box, Is.EqualTo(new Box(15 + 40 * (float)part, 9, 16 + 40 * (float)part, 10)));
                Assert.That(right.Labels.Select(label => label.Ignore), Is.EqualTo(new[] { false, true, false }));
                Assert.That(down.Image.Pixels[((9 + (int)(Math.Round(20 * part))) * 40 + 15) * 3], Is.EqualTo(200));
                Assert.That(down.Labels.Select(label => label.Ignore), Is.EqualTo(new[] { false, false, true }));
            }
        }
    }

    [Test]
    public void All_Steps_KeepTheSize()
    {
        var image = new BgrImage(64, 48);
        var changed = ImageChange.All.Select(change => change.Apply(new("", image, [], default)).Image);
        Assert.That(changed.Select(one => (one.Width, one.Height)), Is.All.EqualTo((64, 48)));
        Assert.That(ImageChange.All.Select(change => (change.Curve, change.Step)).Distinct().Count(), Is.EqualTo(ImageChange.All.Count));
    }
}
