using RobotVision.Training.Quantisation;

namespace RobotVision.Training.Tests.Quantisation;

public class ActivationRangeTests
{
    [Test]
    public void Of_Range_WritesZeroExactly([Values(-3f, 0f)] float low, [Values(0f, 5f)] float high)
    {
        var quantity = Quantity.Of(low, high);
        Assert.That(quantity.Round(0), Is.Zero);
        Assert.That(quantity.Round(low), Is.EqualTo(low).Within(quantity.Scale));
        Assert.That(quantity.Round(high), Is.EqualTo(high).Within(quantity.Scale));
        if (low < high) Assert.That(quantity.Round(100), Is.EqualTo(high).Within(quantity.Scale), "cut off");
    }

    [Test]
    public void Best_OneOutlier_IsClipped()
    {
        var range = new ActivationRange(0, 10);
        range.Add([.. Enumerable.Range(0, 1_000_000).Select(i => i % 997 / 997f)]);
        range.Add([10]);
        Assert.That(range.Best(positive: true).Scale * 255, Is.InRange(1f, 6f));
    }

    [Test]
    public void Best_UniformValues_KeepsTheRange()
    {
        var range = new ActivationRange(-2, 2);
        range.Add([.. Enumerable.Range(0, 4001).Select(i => i / 1000f - 2)]);
        Assert.That(range.Best(positive: false).Scale * 255, Is.EqualTo(4).Within(0.2));
        Assert.That(range.Best(positive: true), Is.EqualTo(Quantity.Of(0, range.Best(positive: true).Scale * 255)),
            "what is below 0 takes no part of the scale");
    }
}
