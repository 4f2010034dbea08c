using RobotVision.Imaging;
using RobotVision.Sampling;
using RobotVision.Testing;

namespace RobotVision.Tests.Sampling;

[Category("AnyProcessor")]
public class SamplerTests
{
    static BgrImage Noise(int width, int height, int seed = 1)
    {
        var image = new BgrImage(width, height);
        new Random(seed).NextBytes(image.Pixels);
        return image;
    }

    static float[] Sample(BgrImage image, ImageRegion region, SampleFormat? format = null)
    {
        var sample = new float[SampleFormat.Length];
        new Sampler().Sample(image.View, region, format ?? SampleFormat.Default, sample);
        return sample;
    }

    /// <summary>The plain twin: integrates the image, continued by the mean, over each sample pixel's area, in double precision.</summary>
    static double Twin(BgrImage image, ImageRegion region, int x, int y, int channel)
    {
        double Overlap(double a1, double a2, int pixel) => Math.Max(0, Math.Min(a2, pixel + 1) - Math.Max(a1, pixel));
        double stepX = region.Width / 96.0, stepY = region.Height / 96.0;
        double x1 = region.X + x * stepX, y1 = region.Y + y * stepY, sum = 0;
        for (var v = 0; v < image.Height; v++)
        {
            var rows = Overlap(y1, y1 + stepY, v);
            if (rows == 0) continue;
            for (var u = 0; u < image.Width; u++)
                sum += rows * Overlap(x1, x1 + stepX, u) * (image.Pixels[(v * image.Width + u) * 3 + channel] - 127.5);
        }

        return sum / (stepX * stepY) / 127.5;
    }

    [TestCase(0, 0, 640, 480)]
    [TestCase(13.25f, 7.5f, 211, 199)]
    [TestCase(-40, -30, 320, 240)]
    [TestCase(500, 400, 300, 300)]
    public void Sample_CoarserThanImage_EqualsAreaMean(float x, float y, float width, float height)
    {
        var image = Noise(640, 480);
        var region = new ImageRegion(x, y, width, height);
        var sample = Sample(image, region);
        for (var row = 0; row < 96; row += 19)
            for (var column = 0; column < 96; column += 5)
                for (var channel = 0; channel < 3; channel++)
                    Assert.That(sample[(channel * 96 + row) * 96 + column],
                        Is.EqualTo(Twin(image, region, column, row, 2 - channel)).Within(2e-5));
    }

    [Test]
    public void Sample_SameSize_CopiesPixels()
    {
        var image = Noise(96, 96);
        var sample = Sample(
            image, ImageRegion.Whole(96, 96), SampleFormat.Default with { Mean = 0, Scale = 1, Layout = SampleLayout.Hwc, Order = ColorOrder.Bgr });
        Assert.That(sample, Is.EqualTo(image.Pixels.Select(p => (float)p)));
    }

    [Test]
    public void Sample_FinerThanImage_InterpolatesLinearly()
    {
        var image = new BgrImage(2, 1);
        image.Pixels.AsSpan(3).Fill(200);
        var sample = Sample(image, new ImageRegion(0.5f, 0.25f, 1, 0.5f), SampleFormat.Default with { Mean = 0, Scale = 1 });
        Assert.That(sample[47], Is.EqualTo(200 * 47.5f / 96).Within(0.01));
    }

    [Test]
    public void Sample_LayoutsAndOrders_HoldTheSameValues()
    {
        var image = Noise(320, 200);
        var region = ImageRegion.Whole(320, 200);
        var planes = Sample(image, region);
        var pixels = Sample(image, region, SampleFormat.Default with { Layout = SampleLayout.Hwc, Order = ColorOrder.Bgr });
        for (var i = 0; i < 96 * 96; i++)
            for (var channel = 0; channel < 3; channel++)
                Assert.That(pixels[i * 3 + 2 - channel], Is.EqualTo(planes[channel * 96 * 96 + i]));
    }

    [Test]
    public void Sample_RegionOutsideImage_IsZero() =>
        Assert.That(Sample(Noise(64, 64), new ImageRegion(100, 100, 50, 50)), Is.All.EqualTo(0f));

    [Test]
    public void Sample_ImageWithPaddedRows_IgnoresThePadding()
    {
        var image = Noise(33, 20);
        var padded = new byte[20 * 128];
        padded.AsSpan().Fill(99);
        for (var y = 0; y < 20; y++) image.View.Row(y).CopyTo(padded.AsSpan(y * 128));
        var sample = new float[SampleFormat.Length];
        new Sampler().Sample(new ImageView(padded, 33, 20, 128), ImageRegion.Whole(33, 20), SampleFormat.Default, sample);
        Assert.That(sample, Is.EqualTo(Sample(image, ImageRegion.Whole(33, 20))));
    }

    [TestCase(0, 10)]
    [TestCase(10, -1)]
    [TestCase(float.NaN, 10)]
    public void Sample_EmptyRegion_Throws(float width, float height) =>
        Assert.That(() => Sample(Noise(10, 10), new ImageRegion(0, 0, width, height)), Throws.ArgumentException);

    [Test]
    public void Sample_SecondTime_AllocatesNothing()
    {
        var image = Noise(640, 480);
        var sampler = new Sampler();
        var sample = new float[SampleFormat.Length];
        sampler.Sample(image.View, ImageRegion.Whole(640, 480), SampleFormat.Default, sample);
        for (var i = 0; i < 10; i++) sampler.Sample(image.View, new ImageRegion(i, i, 400, 300), SampleFormat.Default, sample);
        Assert.That(Allocations.Of(() =>
        {
            for (var i = 0; i < 10; i++) sampler.Sample(image.View, new ImageRegion(i, i, 400, 300), SampleFormat.Default, sample);
        }), Is.Zero);
    }
}
