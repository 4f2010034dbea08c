using RobotVision.Data.Randomness;

namespace RobotVision.Curation.Tests;

public class HashIndexTests
{
    static readonly PerceptualHash[] Hashes = Make(9000);

    [TestCase(0)]
    [TestCase(3)]
    [TestCase(4)]
    [TestCase(6)]
    [TestCase(7)]
    [TestCase(8)]
    [TestCase(11)]
    [TestCase(24)]
    [TestCase(64)]
    public void Near_AnyDistance_FindsWhatComparingAllFinds(int distance)
    {
        var index = new HashIndex();
        foreach (var hash in Hashes) index.Add(hash);
        var found = 0;
        foreach (var hash in Hashes.Take(100))
        {
            var near = index.Near(hash, distance);
            Assert.That(near, Is.EqualTo(Enumerable.Range(0, Hashes.Length).Where(i => hash.DistanceTo(Hashes[i]) <= distance)));
            found += near.Count;
        }

        Assert.That(found, Is.GreaterThan(100), "the test has near ones besides each hash itself");
    }

    [Test]
    public void Near_InAnEmptyIndexOrOutOfRange_IsNothingOrRefused()
    {
        Assert.That(new HashIndex().Near(Hashes[0], 6), Is.Empty);
        Assert.That(() => new HashIndex().Near(Hashes[0], 65), Throws.TypeOf<ArgumentOutOfRangeException>());
        var index = new HashIndex();
        index.Add(Hashes[0]);
        Assert.That(index.Near(Hashes[0], -1), Is.Empty);
    }

    /// <summary>Groups of ten: one at random and others up to 12 bits from it, the last of them equal.</summary>
    static PerceptualHash[] Make(int count)
    {
        var random = new RandomSequence(7, 0);
        var hashes = new PerceptualHash[count];
        for (var i = 0; i < count; i++)
        {
            var bits = i % 10 == 0 ? (ulong)random.NextInt32(1 << 30) << 34 ^ (ulong)random.NextInt32(1 << 30) << 12 : hashes[i / 10 * 10].Bits;
            for (var bit = i % 10 == 9 ? 0 : i % 10 * 4 / 3; bit > 0; bit--) bits ^= 1UL << random.NextInt32(64);
            hashes[i] = new(bits);
        }

        return hashes;
    }
}
