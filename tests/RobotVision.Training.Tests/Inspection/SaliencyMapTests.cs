using RobotVision.Detections;
using RobotVision.Imaging;
using RobotVision.Inference;
using RobotVision.Sampling;
using RobotVision.Training.Inspection;

namespace RobotVision.Training.Tests.Inspection;

public class SaliencyMapTests
{
    BlobModel _blob = null!;

    [OneTimeSetUp]
    public void MakeModel() => _blob = new BlobModel();

    [OneTimeTearDown]
    public void RemoveModel() => _blob.Dispose();

    [TestCase(1)]
    [TestCase(64)]
    public void Of_BrightSquare_PeaksThereAndNowhereElse(int samplesAtOnce)
    {
        // The square fills the cell of row 5, column 3: rows 40 to 47, columns 24 to 31.
        using var model = VisionModel.Load(_blob.Path, new() { Accelerator = Accelerator.Cpu, MaxSamples = samplesAtOnce });
        var map = SaliencyMap.Of(model, BlobModel.Sample(24, 40, 8), ObjectClass.Ball);
        float At(int x, int y) => map.Drops[y * SampleFormat.Size + x];
        using (Assert.EnterMultipleScope())
        {
            Assert.That((map.Row, map.Column), Is.EqualTo((5, 3)));
            Assert.That(map.Confidence, Is.EqualTo(1 / (1 + MathF.Exp(-BlobModel.Gain))).Within(1e-5));
            // A patch over the whole square reduces the confidence to that of grey, one half.
            Assert.That(map.Drops.Max(), Is.LessThanOrEqualTo(map.Confidence - 0.5f + 1e-5f));
            Assert.That(At(28, 44), Is.GreaterThan(0.2f));
            Assert.That(At(28, 44), Is.GreaterThan(At(20, 44)).And.GreaterThan(At(28, 36)));
            Assert.That(At(80, 80), Is.Zero.Within(1e-6));
            Assert.That(map.Drops, Has.All.GreaterThan(-1e-6f));
        }
    }

    [Test]
    public void Of_ClassThatLooksAtNothing_IsFlat()
    {
        using var model = VisionModel.Load(_blob.Path, new() { Accelerator = Accelerator.Cpu, MaxSamples = 64 });
        Assert.That(SaliencyMap.Of(model, BlobModel.Sample(24, 40, 8), ObjectClass.Robot).Drops, Is.All.Zero);
    }

    [Test]
    public void Draw_PixelsThatMatter_AreRed()
    {
        var drops = new float[SampleFormat.Size * SampleFormat.Size];
        (drops[0], drops[1]) = (0.5f, -0.5f);
        var map = new SaliencyMap(ObjectClass.Ball, 0.9f, null, null, drops) { Name = "ball" };
        var drawn = map.Draw(new BgrImage(SampleFormat.Size, SampleFormat.Size).View, 1);
        Assert.That(drawn.Pixels[..9], Is.EqualTo(new byte[] { 0, 0, 191, 191, 0, 0, 0, 0, 0 }));
    }
}
