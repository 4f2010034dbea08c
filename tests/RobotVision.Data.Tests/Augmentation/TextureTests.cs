using RobotVision.Data.Augmentation;
using RobotVision.Data.Randomness;
using RobotVision.Sampling;

namespace RobotVision.Data.Tests.Augmentation;

public class TextureTests
{
    const int Size = SampleFormat.Size, Plane = Size * Size;

    [Test]
    public void Filter_AnyKernel_KeepsTheMeanAndAddsNoContrast()
    {
        for (uint draw = 0; draw < 20; draw++)
        {
            var (sample, random) = (Halves(-0.2f, 0.2f), new RandomSequence(1, 1, draw));
            Texture.Filter(sample, new float[sample.Length], ref random);
            Assert.That(sample.Average(), Is.EqualTo(0).Within(0.03), $"{draw}");
            Assert.That(Math.Sqrt(sample.Average(value => value * value)), Is.InRange(0.01, 0.21), $"{draw}");
        }
    }

    [Test]
    public void Filter_TwoHalves_LeavesTheEdgeWhereItIs()
    {
        var (sample, random) = (Halves(-0.2f, 0.2f), new RandomSequence(1, 2));
        Texture.Filter(sample, new float[sample.Length], ref random);
        for (var plane = 0; plane < 3; plane++)
        {
            var row = sample.AsSpan(plane * Plane + 40 * Size, Size);
            Assert.That(row[..(Size / 2 - 1)].IndexOfAnyExceptInRange(row[0] - 1e-4f, row[0] + 1e-4f), Is.EqualTo(-1), "left");
            Assert.That(row[(Size / 2 + 1)..].IndexOfAnyExceptInRange(row[^1] - 1e-4f, row[^1] + 1e-4f), Is.EqualTo(-1), "right");
            Assert.That(Math.Abs(row[0] - row[^1]), Is.GreaterThan(0.01f));
        }
    }

    [Test]
    public void Sharpen_TwoHalves_OvershootsAtTheEdgeAlone()
    {
        var sample = Halves(-0.2f, 0.2f);
        Texture.Sharpen(sample, new float[sample.Length], 0.8f, 1);
        Assert.Multiple(() =>
        {
            Assert.That(sample[Size / 2 - 1], Is.LessThan(-0.22f));
            Assert.That(sample[Size / 2], Is.GreaterThan(0.22f));
            Assert.That(sample[10], Is.EqualTo(-0.2f).Within(1e-5));
            Assert.That(sample[Size - 10], Is.EqualTo(0.2f).Within(1e-5));
        });
    }

    [Test]
    public void Light_GreySample_ChangesSmoothlyAndByAFactorOfTwoAtMost()
    {
        var sample = new float[SampleFormat.Length];
        sample.AsSpan().Fill(-0.5f);
        var random = new RandomSequence(1, 3);
        Texture.Light(sample, ref random);
        var factors = sample.Select(value => (value + 1) / 0.5f).ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(factors, Is.All.InRange(0.499f, 2.001f));
            Assert.That(factors.Max() / factors.Min(), Is.GreaterThan(1.5f));
            Assert.That(factors[..Plane], Is.EqualTo(factors[Plane..(2 * Plane)]), "the same in every colour");
            Assert.That(Enumerable.Range(1, Size - 1).Select(x => Math.Abs(factors[x] - factors[x - 1])), Is.All.LessThan(0.08f));
        });
    }

    // Dark on the left, bright on the right, grey.
    static float[] Halves(float left, float right) =>
        [.. Enumerable.Range(0, SampleFormat.Length).Select(i => i % Size < Size / 2 ? left : right)];
}
