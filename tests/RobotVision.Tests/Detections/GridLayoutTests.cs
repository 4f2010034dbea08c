using RobotVision.Detections;

namespace RobotVision.Tests.Detections;

public class GridLayoutTests
{
    [TestCase(1)]
    [TestCase(12)]
    [TestCase(24)]
    [TestCase(96)]
    public void Of_LengthOfAGrid_IsThatGrid(int cells) => Assert.That(GridLayout.Of(40 * cells * cells), Is.EqualTo(new GridLayout(cells)));

    [Test]
    public void Start_ValueOfAClass_IsItsChannel() =>
        Assert.That(new GridLayout(24).Start(ObjectClass.Robot, GridLayout.LogHeight), Is.EqualTo((1 * 5 + 4) * 24 * 24));

    [TestCase(12, 1)]
    [TestCase(24, 2)]
    [TestCase(6, 1)]
    public void HighestAbout_PeakNearby_IsSeenAsFarAsATwelfthOfTheSample(int cells, int reach)
    {
        var layout = new GridLayout(cells);
        var logits = Enumerable.Repeat(-6f, layout.Plane).ToArray();
        logits[3 * cells + 3] = 2;
        Assert.That(logits[layout.HighestAbout(logits, 3 - reach, 3 + reach)], Is.EqualTo(2));
        Assert.That(logits[layout.HighestAbout(logits, 3 - reach - 1, 3)], Is.EqualTo(-6));
    }

    [TestCase(0)]
    [TestCase(40 * 12)]
    [TestCase(40 * 12 * 12 + 40)]
    [TestCase(8)]
    public void Of_OtherLength_SaysWhatIsWrong(int length) =>
        Assert.That(
            () => GridLayout.Of(length),
            Throws.ArgumentException.With.Message.Contains("40 values of each cell").And.Message.Contains($"found {length} values"));
}
