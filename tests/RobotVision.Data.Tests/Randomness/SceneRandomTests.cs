using RobotVision.Data.Randomness;

namespace RobotVision.Data.Tests.Randomness;

[TestFixture]
public class SceneRandomTests
{
    [Test]
    public void Next_ManyTimes_IsUniformlyDistributed()
    {
        var random = new SceneRandom(9);
        var buckets = new int[10];
        for (var i = 0; i < 10_000; i++) buckets[(int)(random.Next() * 10)]++;
        Assert.That(buckets, Is.All.InRange(900, 1100));
    }

    [Test]
    public void NextBits_OfNeighbouringStreams_Differ() =>
        Assert.That(new SceneRandom(1, 1).NextBits(), Is.Not.EqualTo(new SceneRandom(1, 2).NextBits()));

    [Test]
    public void Direction_Always_HasLengthOne()
    {
        var random = new SceneRandom(2);
        for (var i = 0; i < 100; i++) Assert.That(random.Direction().Length(), Is.EqualTo(1).Within(1e-5));
    }

    [Test]
    public void Normal_ManyTimes_HasMeanZeroAndStandardDeviationOne()
    {
        var random = new SceneRandom(3);
        var values = Enumerable.Range(0, 20_000).Select(_ => (double)random.Normal()).ToArray();
        Assert.That(values.Average(), Is.EqualTo(0).Within(0.03));
        Assert.That(values.Average(value => value * value), Is.EqualTo(1).Within(0.04));
    }
}
