using RobotVision.Data.Randomness;

namespace RobotVision.Data.Tests.Randomness;

public class RandomSequenceTests
{
    // Known answers that the authors publish with Random123 (kat_vectors, philox4x32 10).
    [TestCase(0u, 0u, 0ul, 0ul, 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u)]
    [TestCase(0x243f6a88u, 0x85a308d3u, 0x0370734413198a2eul, 0x299f31d0a4093822ul, 0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u)]
    public void Block_KnownCounter_GivesPublishedAnswer(uint block, uint subsequence, ulong sequence, ulong seed, uint r0, uint r1, uint r2, uint r3) =>
        Assert.That(RandomSequence.Block(seed, sequence, subsequence, block), Is.EqualTo((r0, r1, r2, r3)));

    [Test]
    public void NextUInt32_SameNumbers_GivesSameSequence()
    {
        var first = new RandomSequence(7, 11, 13);
        var second = new RandomSequence(7, 11, 13);
        for (var i = 0; i < 20; i++) Assert.That(first.NextUInt32(), Is.EqualTo(second.NextUInt32()));
    }

    [TestCase(8ul, 11ul, 13u)]
    [TestCase(7ul, 12ul, 13u)]
    [TestCase(7ul, 11ul, 14u)]
    public void NextUInt32_OtherNumbers_GivesOtherSequence(ulong seed, ulong sequence, uint subsequence)
    {
        var first = new RandomSequence(7, 11, 13);
        var second = new RandomSequence(seed, sequence, subsequence);
        Assert.That(first.NextUInt32(), Is.Not.EqualTo(second.NextUInt32()));
    }

    [Test]
    public void Draws_ManyOfThem_HaveTheirDistribution()
    {
        var random = new RandomSequence(1, 2);
        const int count = 20000;
        double sum = 0, normalSum = 0, normalSquares = 0;
        var buckets = new int[5];
        for (var i = 0; i < count; i++)
        {
            sum += random.NextSingle();
            var normal = random.Normal();
            normalSum += normal;
            normalSquares += normal * normal;
            buckets[random.NextInt32(5)]++;
        }
        Assert.Multiple(() =>
        {
            Assert.That(sum / count, Is.EqualTo(0.5).Within(0.01));
            Assert.That(normalSum / count, Is.EqualTo(0).Within(0.03));
            Assert.That(normalSquares / count, Is.EqualTo(1).Within(0.04));
            Assert.That(buckets, Is.All.EqualTo(count / 5).Within(300));
        });
    }

    [Test]
    public void LogUniform_ManyDraws_StayInRange()
    {
        var random = new RandomSequence(1, 3);
        for (var i = 0; i < 1000; i++) Assert.That(random.LogUniform(6, 70), Is.InRange(5.999f, 70.001f));
    }
}
