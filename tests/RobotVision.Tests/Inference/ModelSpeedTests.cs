using RobotVision.Inference;

namespace RobotVision.Tests.Inference;

public class ModelSpeedTests
{
    [Test]
    public void Measure_Model_TakesTimeAndStopsSoon()
    {
        using var model = TestModel.Load(3);
        using var runner = model.CreateRunner();
        var speed = ModelSpeed.Measure(runner, TimeSpan.FromMilliseconds(1), TimeProvider.System);
        Assert.That(speed.WholeView, Is.GreaterThan(TimeSpan.Zero));
    }

    [TestCase(10, 2, 9, 0)]
    [TestCase(10, 2, 16, 3)]
    [TestCase(10, 2, 15.9, 2)]
    [TestCase(10, -1, 100, 0)]
    public void CloseUpsIn_ATime_AreThoseThatFit(double wholeView, double closeUp, double time, int expected) => Assert.That(
        new ModelSpeed(TimeSpan.FromMilliseconds(wholeView), TimeSpan.FromMilliseconds(closeUp)).CloseUpsIn(TimeSpan.FromMilliseconds(time)),
        Is.EqualTo(expected));

    [TestCase(10, 2, 0, 10)]
    [TestCase(10, 2, 3, 16)]
    [TestCase(10, -1, 3, 10)]
    public void TimeFor_CloseUps_IsThatOfAllViews(double wholeView, double closeUp, int closeUps, double expected) => Assert.That(
        new ModelSpeed(TimeSpan.FromMilliseconds(wholeView), TimeSpan.FromMilliseconds(closeUp)).TimeFor(closeUps).TotalMilliseconds,
        Is.EqualTo(expected));
}
