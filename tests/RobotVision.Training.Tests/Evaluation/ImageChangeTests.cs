using RobotVision.Imaging;
using RobotVision.Training.Evaluation;

namespace RobotVision.Training.Tests.Evaluation;

public class ImageChangeTests
{
    [TestCase(2, 128, 176)] // sRGB 128 is 0.2159 of white; twice that is 0.4317, which is 176.
    [TestCase(0.5, 128, 92)] // half of it is 0.1079, which is 92.
    [TestCase(8, 128, 255)]
    [TestCase(0.125, 255, 99)] // an eighth of white is 0.125, which is 99.
    [TestCase(4, 0, 0)]
    public void Expose_KnownLight_GivesTheCodeOfThatLight(double factor, byte value, byte expected)
    {
        var image = new BgrImage(2, 1);
        Array.Fill(image.Pixels, value);
        Assert.That(ImageChange.Expose(image, factor).Pixels, Is.All.EqualTo(expected));
    }

    [Test]
    public void Blur_EvenPicture_StaysAsItIs()
    {
        var image = new BgrImage(7, 5);
        Array.Fill(image.Pixels, (byte)77);
        Assert.That(ImageChange.Blur(image, 2).Pixels, Is.All.EqualTo(77));
    }

    [Test]
    public void Blur_OneBrightPixel_SpreadsAsAGaussianBothWays()
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
    public void All_Steps_LeaveTheSizeAlone()
    {
        var image = new BgrImage(64, 48);
        Assert.That(ImageChange.All.Select(change => change.Apply(image)).Select(changed => (changed.Width, changed.Height)), Is.All.EqualTo((64, 48)));
        Assert.That(ImageChange.All.Select(change => (change.Curve, change.Step)).Distinct().Count(), Is.EqualTo(ImageChange.All.Count));
    }
}
