using RobotVision.Files;

namespace RobotVision.Tests.Files;

public class NumberedNamesTests
{
    [TestCase("frame2.png", "frame10.png")]
    [TestCase("a10b2", "a10b10")]
    [TestCase("frame", "frame1")]
    [TestCase("frame0099", "frame100")]
    [TestCase("99999999999999999999998", "99999999999999999999999")]
    [TestCase("frame01", "frame1")]
    [TestCase("a", "b")]
    public void Compare_SmallerAndLarger_OrdersThemBothWays(string smaller, string larger)
    {
        Assert.That(NumberedNames.Compare(smaller, larger), Is.Negative);
        Assert.That(NumberedNames.Compare(larger, smaller), Is.Positive);
    }

    [Test]
    public void Compare_SameName_IsZero() => Assert.That(NumberedNames.Compare("a01b", "a01b"), Is.Zero);
}
