using RobotVision.CloseUps;

namespace RobotVision.Tests.CloseUps;

public class CloseUpOptionsTests
{
    static readonly CloseUpOptions Options = new() { CloseUps = 6, Budget = TimeSpan.FromMilliseconds(10) };

    [TestCase(1, 6)]
    [TestCase(2, 4)]
    [TestCase(4, 1)]
    [TestCase(6, 0)]
    [TestCase(50, 0)]
    public void CloseUpsInTime_SlowInference_LeavesFewer(int milliseconds, int expected) =>
        Assert.That(Options.CloseUpsInTime(TimeSpan.FromMilliseconds(milliseconds)), Is.EqualTo(expected));

    [Test]
    public void Validate_OutOfRange_ListsEverything() =>
        Assert.That(() => new CloseUpOptions { CloseUps = 17, Budget = TimeSpan.Zero }.Validate(samples: 16),
            Throws.TypeOf<OptionException>().With.Message.Contain("found 17").And.Message.Contain("budget"));

    [Test]
    public void Validate_MoreThanTheModelTakes_SaysSo() =>
        Assert.That(() => Options.Validate(samples: 1), Throws.TypeOf<OptionException>().With.Message.Contain("at most 1").And.Message.Contain("found 6"));
}
