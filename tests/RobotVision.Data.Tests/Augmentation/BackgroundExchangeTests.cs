using RobotVision.Data.Augmentation;
using RobotVision.Data.Labels;
using RobotVision.Data.Randomness;
using RobotVision.Imaging;
using RobotVision.Sampling;

namespace RobotVision.Data.Tests.Augmentation;

public class BackgroundExchangeTests
{
    const int Width = 320, Height = 240;

    static readonly Detections.Box Nowhere = new(-9, -9, -9, -9);

    [Test]
    public void Augment_WithBackgroundImage_ChangesOnlyCommonBackground()
    {
        var image = BrightSquare.Image(new(140, 40, 180, 140)) with { Layers = Upper(100, new(140, 40, 180, 140)) };
        var other = Grey(200) with { Layers = Upper(60, Nowhere) };
        var before = Sample(image, null);
        var after = Sample(image, other, out var labels);
        var box = LabelGeometry.ToSample(image.Labels[0].Box, ImageRegion.Whole(Width, Height));
        Assert.That(labels.Labels, Is.EqualTo(new[] { image.Labels[0] with { Box = box } }));
        for (var y = 0; y < 96; y++)
            for (var x = 0; x < 96; x++)
            {
                // Rows 0..59 of 240 are background in both: rows 0..23 of 96. The white object fills columns 42..53 from row 16 on.
                var exchanged = y <= 14 || (y <= 22 && x is (< 41 or > 54));
                if (exchanged) Assert.That(after[y * 96 + x], Is.EqualTo(200 / 127.5f - 1).Within(0.01), $"{x} {y}");
                else if (y > 24 || y > 16 && x is > 42 and < 53) Assert.That(after[y * 96 + x], Is.EqualTo(before[y * 96 + x]), $"{x} {y}");
            }
    }

    [Test]
    public void Augment_ImageWithoutLayers_IsUnchanged()
    {
        var image = BrightSquare.Image(new(140, 40, 180, 140));
        Assert.That(Sample(image, Grey(200) with { Layers = Upper(60, Nowhere) }), Is.EqualTo(Sample(image, null)));
    }

    [Test]
    public void FillMask_ObjectThinnerThanASamplePixel_IsNoBackground()
    {
        var layers = Enumerable.Repeat(PixelLayer.Background, Width * Height).ToArray();
        for (var y = 0; y < Height; y++) layers[y * Width + 161] = PixelLayer.Solid;
        var mask = new bool[96 * 96];
        BackgroundExchange.FillMask(Grey(1) with { Layers = layers }, ImageRegion.Whole(Width, Height), mask);
        Assert.That(Enumerable.Range(0, 96).Select(y => mask[y * 96 + 48]), Is.All.False);
    }

    static float[] Sample(LabelledImage image, LabelledImage? other) => Sample(image, other, out _);

    static float[] Sample(LabelledImage image, LabelledImage? other, out SampleLabels labels)
    {
        var sample = new float[SampleFormat.Length];
        var random = new RandomSequence(1, 1, 1);
        labels = new SampleAugmenter(AugmentationOptions.None).Augment(image, ref random, sample, new(other));
        return sample;
    }

    static LabelledImage Grey(byte level)
    {
        var image = new BgrImage(Width, Height);
        image.Pixels.AsSpan().Fill(level);
        return new("grey", image, [], ClassSet.BuiltIn);
    }

    static PixelLayer[] Upper(int rows, Detections.Box without)
    {
        var layers = new PixelLayer[Width * Height];
        for (var y = 0; y < rows; y++)
            for (var x = 0; x < Width; x++) layers[y * Width + x] = without.Contains(x, y) ? PixelLayer.Solid : PixelLayer.Background;
        return layers;
    }
}
