using RobotVision.Imaging;
using RobotVision.Sampling;

namespace RobotVision.Tests.Sampling;

/// <summary>Samples against those of the plain twin, to the bit, whatever vectors the processor has.</summary>
[Category("AnyProcessor")]
public class SamplerTwinTests
{
    static readonly ImageRegion[] Odd =
        [new(13.25f, 7.5f, 211, 199), new(-40, -30, 320, 240), new(500, 400, 300, 300), new(100.5f, 50, 40, 30), new(3, 2, 96, 96)];

    static IEnumerable<TestCaseData> Pictures() =>
        from layout in Enum.GetValues<PixelFormat>()
        from size in new[] { (640, 480), (642, 359), (96, 96), (30, 3), (2, 1) }
        select new TestCaseData(layout, size.Item1, size.Item2);

    [TestCaseSource(nameof(Pictures))]
    public void Sample_OfNoise_EqualsThePlainTwin(PixelFormat format, int width, int height)
    {
        var layout = new PictureLayout(format, width, height, new(YuvStandard.Bt709, IsFullRange: false));
        var pixels = new byte[layout.Length];
        new Random(width).NextBytes(pixels);
        var sampler = new Sampler();
        foreach (var region in Odd.Append(ImageRegion.Whole(width, height)))
            foreach (var written in new[] { SampleFormat.Default, new() { Layout = SampleLayout.Hwc, Order = ColorOrder.Bgr, Mean = 10, Scale = 0.5f } })
            {
                var sample = new float[SampleFormat.Length];
                sampler.Sample(new PictureView(pixels, layout), region, written, sample);
                Assert.That(sample, Is.EqualTo(PlainSampler.Sample(new PictureView(pixels, layout), region, written)), $"{region} {written.Layout}");
            }
    }

    /// <summary>More rows than 16 bits hold the sum of.</summary>
    [Test]
    public void Sample_OfVeryHighPicture_IsWhiteWhereThePictureIs()
    {
        var layout = new PictureLayout(PixelFormat.Yuv420, 2, 258 * 96);
        var pixels = new byte[layout.Length];
        pixels.AsSpan(0, layout.Width * layout.Height).Fill(255);
        pixels.AsSpan(layout.Width * layout.Height).Fill(128);
        var sample = new float[SampleFormat.Length];
        new Sampler().Sample(new PictureView(pixels, layout), ImageRegion.Whole(layout.Width, layout.Height), SampleFormat.Default, sample);
        Assert.That(sample, Is.All.EqualTo(1f).Within(1e-5));
    }
}
