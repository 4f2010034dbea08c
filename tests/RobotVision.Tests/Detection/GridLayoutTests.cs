using RobotVision.Detection;

namespace RobotVision.Tests.Detection;

public class GridLayoutTests
{
    [TestCase(1)]
    [TestCase(12)]
    [TestCase(24)]
    [TestCase(96)]
    public void Of_LengthOfAGrid_IsThatGrid(int cells) => Assert.That(GridLayout.Of(40 * cells * cells), Is.EqualTo(new GridLayout(cells)));

    [TestCase(0)]
    [TestCase(40 * 12)]
    [TestCase(40 * 12 * 12 + 40)]
    [TestCase(8)]
    public void Of_OtherLength_SaysWhatIsWrong(int length) =>
        Assert.That(() => GridLayout.Of(length), Throws.ArgumentException.With.Message.Contains("40 values of each cell").And.Message.Contains($"found {length} values"));
}
