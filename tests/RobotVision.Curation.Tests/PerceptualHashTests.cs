using RobotVision.Imaging;

namespace RobotVision.Curation.Tests;

public class PerceptualHashTests
{
    [Test]
    public void DistanceTo_NextFrame_IsMuchSmallerThanToAnotherImage()
    {
        var hash = Hash(DrawnSet.Draw(1, 0));
        Assert.That(hash.DistanceTo(Hash(DrawnSet.Draw(1, 1))), Is.LessThanOrEqualTo(NearDuplicates.DefaultDistance));
        Assert.That(hash.DistanceTo(Hash(DrawnSet.Draw(2, 0))), Is.GreaterThan(2 * NearDuplicates.DefaultDistance));
    }

    [Test]
    public void Of_DarkerCompressedImage_IsNearlyTheSame()
    {
        var (image, darker) = (DrawnSet.Draw(1, 0), DrawnSet.Draw(1, 0));
        for (var i = 0; i < darker.Pixels.Length; i++) darker.Pixels[i] = (byte)(darker.Pixels[i] * 0.8);
        ImageFile.Compress(darker, 60);
        Assert.That(Hash(image).DistanceTo(Hash(darker)), Is.LessThanOrEqualTo(NearDuplicates.DefaultDistance));
    }

    static PerceptualHash Hash(BgrImage image) => PerceptualHash.Of(Thumbnail.Of(image.View));
}
