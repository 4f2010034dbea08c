using RobotVision.Imaging;
using RobotVision.Sampling;

namespace RobotVision.Tests.Sampling;

/// <summary>Samples of pictures in YUV against samples of the same pictures converted to BGR.</summary>
[Category("AnyProcessor")]
public class SamplerYuvTests
{
    static readonly SampleFormat Bytes = new() { Mean = 0, Scale = 1 };

    /// <summary>A smooth picture, so that how colours between two values of U are found does not matter.</summary>
    static byte[] Smooth(PictureLayout layout)
    {
        var pixels = new byte[layout.Length];
        byte Y(int x, int y) => (byte)(60 + 100 * x / layout.Width + 40 * y / layout.Height);
        byte U(int x) => (byte)(110 + 30 * x / layout.ChromaWidth);
        byte V(int y) => (byte)(150 - 30 * y / layout.ChromaHeight);
        for (var y = 0; y < layout.Height; y++)
            for (var x = 0; x < layout.Width; x++)
                pixels[layout.Format == PixelFormat.Yuyv ? (y * layout.Width + x) * 2 : y * layout.Width + x] = Y(x, y);
        var plane = layout.ChromaWidth * layout.ChromaHeight;
        for (var y = 0; y < layout.ChromaHeight; y++)
            for (var x = 0; x < layout.ChromaWidth; x++)
            {
                var at = y * layout.ChromaWidth + x;
                var (u, v) = layout.Format == PixelFormat.Yuyv
                    ? (at * 4 + 1, at * 4 + 3)
                    : (layout.Width * layout.Height + at, layout.Width * layout.Height + plane + at);
                (pixels[u], pixels[v]) = (U(x), V(y));
            }

        return pixels;
    }

    static float[] Sample(PictureView picture, ImageRegion region, SampleFormat format)
    {
        var sample = new float[SampleFormat.Length];
        new Sampler().Sample(picture, region, format, sample);
        return sample;
    }

    static IEnumerable<TestCaseData> Pictures() =>
        from format in new[] { PixelFormat.Yuv420, PixelFormat.Yuyv }
        from standard in Enum.GetValues<YuvStandard>()
        from full in new[] { false, true }
        select new TestCaseData(format, standard, full);

    [TestCaseSource(nameof(Pictures))]
    public void Sample_Yuv_AgreesWithTheSamePictureInBgr(PixelFormat format, YuvStandard standard, bool full)
    {
        var layout = new PictureLayout(format, 320, 241, new(standard, full));
        var picture = new PictureView(Smooth(layout), layout);
        var bgr = new BgrImage(layout.Width, layout.Height);
        picture.CopyToBgr(bgr.Pixels);
        foreach (var region in new ImageRegion[] { new(0, 0, 320, 241), new(30, 20, 60, 60), new(-40, 100, 200, 200) })
            Assert.That(Sample(picture, region, Bytes), Is.EqualTo(Sample(bgr.View, region, Bytes)).Within(1.5f), $"{region}");
    }

    [TestCase(PixelFormat.Yuv420)]
    [TestCase(PixelFormat.Yuyv)]
    public void Sample_RegionBesideThePicture_IsZeroAsInBgr(PixelFormat format)
    {
        var layout = new PictureLayout(format, 64, 64);
        Assert.That(Sample(new PictureView(Smooth(layout), layout), new(200, 200, 50, 50), SampleFormat.Default), Is.All.Zero);
    }

    [TestCase(YuvStandard.Bt601, false, 102, 98, 191)]
    [TestCase(YuvStandard.Bt601, true, 100, 94, 200)]
    [TestCase(YuvStandard.Bt709, false, 92, 105, 190)]
    public void CopyToBgr_EncodedColour_ComesBack(YuvStandard standard, bool full, byte y, byte u, byte v)
    {
        // (200, 60, 40) by the standards' formulas.
        byte[] pixels = [y, y, y, y, u, v];
        var bgr = new byte[12];
        new PictureView(pixels, new(PixelFormat.Yuv420, 2, 2, new(standard, full))).CopyToBgr(bgr);
        Assert.That((bgr[2], bgr[1], bgr[0]), Is.EqualTo(((byte)200, (byte)60, (byte)40)).Using<(byte R, byte G, byte B)>((a, b) =>
            Math.Abs(a.R - b.R) <= 2 && Math.Abs(a.G - b.G) <= 2 && Math.Abs(a.B - b.B) <= 2));
    }
}
