using RobotVision.Imaging;
using RobotVision.Training.Augmentation;
using RobotVision.Training.Randomness;

namespace RobotVision.Training.Tests.Augmentation;

public class PhotometryTests
{
    [Test]
    public void AddNoise_GreySample_HasTheDeviationAskedFor()
    {
        var sample = new float[SampleFormat.Length];
        var random = new RandomSequence(1, 1);
        Photometry.AddNoise(sample, 0.05f, ref random);
        Assert.Multiple(() =>
        {
            Assert.That(sample.Average(), Is.EqualTo(0).Within(0.002));
            // White is 2 above black, so 5 % of it are 0.1.
            Assert.That(Math.Sqrt(sample.Average(value => value * value)), Is.EqualTo(0.1).Within(0.002));
        });
    }

    [TestCase(4f, 0.25f)]
    [TestCase(0.25f, 0.8f)]
    public void Brighten_Factor_MultipliesPixelValues(float factor, float pixel)
    {
        var sample = new float[] { pixel * 2 - 1, -1 };
        Photometry.Brighten(sample, factor);
        Assert.That(sample[0], Is.EqualTo(Math.Min(1, pixel * factor) * 2 - 1).Within(1e-5));
        Assert.That(sample[1], Is.EqualTo(-1));
    }

    [Test]
    public void BrightnessFactor_ManyDraws_ReachNearBothEndsAndNoFurther()
    {
        var random = new RandomSequence(1, 2);
        var factors = Enumerable.Range(0, 2000).Select(_ => Photometry.BrightnessFactor(4, ref random)).ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(factors.Min(), Is.InRange(0.25, 0.3));
            Assert.That(factors.Max(), Is.InRange(3.5, 4));
            Assert.That(factors.Count(factor => factor < 1), Is.EqualTo(1000).Within(100));
        });
    }

    [Test]
    public void ChangeColors_GreySample_OnlyTintsIt()
    {
        var sample = new float[SampleFormat.Length];
        var random = new RandomSequence(1, 4);
        Photometry.ChangeColors(sample, ref random);
        const int plane = SampleFormat.Size * SampleFormat.Size;
        for (var channel = 0; channel < 3; channel++)
        {
            var values = sample.AsSpan(channel * plane, plane);
            Assert.That(values.IndexOfAnyExcept(values[0]), Is.EqualTo(-1));
            Assert.That(values[0], Is.InRange(-0.6f, 0.6f));
        }
    }

    [Test]
    public void Blur_FlatSample_StaysFlat()
    {
        var sample = new float[SampleFormat.Length];
        Array.Fill(sample, 0.5f);
        Blur.Focus(sample, 1);
        Blur.Motion(sample, 5, alongRows: false);
        Assert.That(sample.Max(value => Math.Abs(value - 0.5f)), Is.LessThan(1e-5f));
    }
}
