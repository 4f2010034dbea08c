namespace RobotVision.Training.Learning;

public class PhiloxTests
{
    // Known answers of Random123 (kat_vectors, philox4x32 10).
    [TestCase(0u, 0u, 0u, 0u, 0u, 0u, 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u)]
    [TestCase(0xffffffffu, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu)]
    [TestCase(0x243f6a88u, 0x85a308d3u, 0x13198a2eu, 0x03707344u, 0xa4093822u, 0x299f31d0u, 0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u)]
    public void Block_KnownVector_GivesKnownWords(
        uint c0, uint c1, uint c2, uint c3, uint k0, uint k1, uint x0, uint x1, uint x2, uint x3) =>
        Assert.That(Philox.Block(c0, c1, c2, c3, k0, k1), Is.EqualTo((x0, x1, x2, x3)));

    [Test]
    public void FillMask_ManyValues_LeavesOutTheRateAndKeepsTheMean()
    {
        var mask = new float[100_001];
        Philox.FillMask(mask, 0.25f, 3, 4, 5);
        Assert.That(mask.Count(value => value == 0) / (double)mask.Length, Is.EqualTo(0.25).Within(0.01));
        Assert.That(mask.Average(), Is.EqualTo(1).Within(0.01));
    }

    [Test]
    public void FillMask_OtherStep_GivesOtherMask()
    {
        float[] first = new float[64], again = new float[64], next = new float[64];
        Philox.FillMask(first, 0.5f, 3, 4, 0);
        Philox.FillMask(again, 0.5f, 3, 4, 0);
        Philox.FillMask(next, 0.5f, 3, 5, 0);
        Assert.That(again, Is.EqualTo(first));
        Assert.That(next, Is.Not.EqualTo(first));
    }

    [Test]
    public void FillNormal_ManyValues_HasMeanAndDeviation()
    {
        var values = new float[50_000];
        Philox.FillNormal(values, 2, 1, 1);
        Assert.That(values.Average(), Is.EqualTo(0).Within(0.03));
        Assert.That(Math.Sqrt(values.Average(value => (double)value * value)), Is.EqualTo(2).Within(0.03));
    }
}
