using RobotVision.Data.Datasets;
using RobotVision.Data.Synthesis;
using RobotVision.Data.Synthesis.Surfaces;

namespace RobotVision.Data.Tests.Datasets;

public class FingerprintTests
{
    static readonly SyntheticOptions Options = new() { Seed = 4, Count = 3, Width = 64, Height = 64 };

    static string Of(SyntheticOptions options) => ((IDataset)new SyntheticDataset(options)).Fingerprint();

    [Test]
    public void Synthetic_SameOptions_IsEqual() => Assert.That(Of(Options with { }), Is.EqualTo(Of(Options)));

    [Test]
    public void Synthetic_OtherSeedCountOrPatterns_Differs()
    {
        var withoutOnePattern = Enum.GetValues<BallPatternKind>().Select(kind => Of(Options with { WithoutPatterns = [kind] }));
        string[] fingerprints = [Of(Options), Of(Options with { Seed = 5 }), Of(Options with { Count = 2 }), .. withoutOnePattern];
        Assert.That(fingerprints, Is.Unique);
    }

    [Test]
    public void Limited_OtherChoice_Differs()
    {
        var all = new SyntheticDataset(Options);
        Assert.That(new[] { new LimitedDataset(all, 2, 1).Fingerprint(), new LimitedDataset(all, 1, 1).Fingerprint(), all.Fingerprint() }, Is.Unique);
    }

    [Test]
    public void Images_ChangedPixelOrLabel_Differs()
    {
        var image = new SyntheticDataset(Options).Load(0);
        var before = Fingerprint.Of([image]);
        var moved = image with { Labels = [.. image.Labels, new(RobotVision.Detections.ObjectClass.Ball, new(1, 2, 3, 4))] };
        Assert.That(Fingerprint.Of([moved]), Is.Not.EqualTo(before));
        image.Image.Pixels[7] ^= 1;
        Assert.That(Fingerprint.Of([image]), Is.Not.EqualTo(before));
    }
}
