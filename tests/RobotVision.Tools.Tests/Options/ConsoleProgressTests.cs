using RobotVision.Tools.Output;

namespace RobotVision.Tools.Tests.Options;

public class ConsoleProgressTests
{
    [TestCase(754L, "images", "set: 151 of 754 images")]
    [TestCase(null, "images, board in 3", "set: 151 images, board in 3")]
    [TestCase(2000L, "3.2 images/s, loss 0.5", "set: 151 of 2000, 3.2 images/s, loss 0.5")]
    [TestCase(754L, "", "set: 151 of 754")]
    public void Line_OfProgress_HasOneBlankBetweenWords(long? total, string text, string line) =>
        Assert.That(new PartProgress("set", 151, total, text).ToString(), Is.EqualTo(line));
}
