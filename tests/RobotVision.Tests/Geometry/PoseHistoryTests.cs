using RobotVision.Geometry;

namespace RobotVision.Tests.Geometry;

public class PoseHistoryTests
{
    static TimedPose Pose(long milliseconds, double yaw = 0, double height = 0.5) =>
        new(milliseconds * 1000, Rotation.FromAngles(0, 0.4, yaw), new(0.05, 0, height));

    static PoseHistory History(params TimedPose[] poses)
    {
        var history = new PoseHistory();
        foreach (var pose in poses) Assert.That(history.Add(pose), Is.True);
        return history;
    }

    [Test]
    public void At_BetweenTwoPoses_IsOnTheWay()
    {
        var history = History(Pose(0), Pose(20, 0.1, 0.5), Pose(40, 0.3, 0.52));
        Assert.That(history.At(25_000, out var pose), Is.EqualTo(PoseStatus.Known));
        Assert.That(pose.Position.Z, Is.EqualTo(0.505).Within(1e-12));
        // Yaw is the outermost turn, so that the way between two yaws at one pitch is the yaw between them.
        Assert.That(pose.Orientation.AngleTo(Rotation.FromAngles(0, 0.4, 0.15)), Is.LessThan(1e-7));
    }

    [Test]
    public void At_BetweenTwoOdometries_TurnsTheShorterWay()
    {
        var history = History(Pose(0) with { Odometry = new(1, 2, 3) }, Pose(10) with { Odometry = new(1.1, 2, -3) });
        history.At(5_000, out var pose);
        Assert.That(Math.Abs(pose.Odometry!.Value.Heading), Is.EqualTo(Math.PI).Within(1e-9));
        Assert.That(pose.Odometry!.Value.X, Is.EqualTo(1.05).Within(1e-12));
    }

    [TestCase(-1, PoseStatus.Missing)]
    [TestCase(0, PoseStatus.Known)]
    [TestCase(50, PoseStatus.Known)]
    [TestCase(110, PoseStatus.Known)]
    [TestCase(111, PoseStatus.Gap)]
    [TestCase(150, PoseStatus.Gap)]
    [TestCase(220, PoseStatus.Known)]
    [TestCase(221, PoseStatus.Stale)]
    public void At_AnyTime_SaysWhatIsKnown(int milliseconds, PoseStatus expected) =>
        Assert.That(History(Pose(0), Pose(90), Pose(200)).At(milliseconds * 1000, out _), Is.EqualTo(expected));

    [Test]
    public void At_Empty_IsMissing() => Assert.That(new PoseHistory().At(0, out _), Is.EqualTo(PoseStatus.Missing));

    [Test]
    public void At_AfterTheNewest_IsLessSure()
    {
        History(Pose(0)).At(20_000, out var pose);
        Assert.That(pose.OrientationSigma, Is.EqualTo(Math.Sqrt(0.01 * 0.01 + 0.02 * 0.02)).Within(1e-12));
    }

    [Test]
    public void At_MoreThanTheCapacity_KeepsTheNewest()
    {
        var history = new PoseHistory(3);
        for (var i = 0; i < 8; i++) history.Add(Pose(10 * i, 0.01 * i));
        Assert.That(history.At(49_000, out _), Is.EqualTo(PoseStatus.Missing));
        Assert.That(history.At(65_000, out var pose), Is.EqualTo(PoseStatus.Known));
        Assert.That(pose.Orientation.AngleTo(Rotation.FromAngles(0, 0.4, 0.065)), Is.LessThan(1e-7));
    }

    [Test]
    public void At_FixedPose_HoldsAtAnyTime() =>
        Assert.That(new PoseHistory(Pose(0)).At(long.MaxValue / 2, out _), Is.EqualTo(PoseStatus.Known));

    [Test]
    public void Add_Jump_PlacesNothingInBetweenAndSaysSo()
    {
        var history = History(Pose(0), Pose(10, 1.5), Pose(20, 1.5));
        Assert.That(history.At(0, out _), Is.EqualTo(PoseStatus.Known));
        Assert.That(history.At(5_000, out _), Is.EqualTo(PoseStatus.Gap));
        Assert.That(history.At(15_000, out _), Is.EqualTo(PoseStatus.Known));
        Assert.That(history.Counts.Jumps, Is.EqualTo(1));
        Assert.That(history.Counts.Problem, Does.Contain("jumped by 1.").And.Contain("Check joint angles"));
    }

    [TestCase(10)]
    [TestCase(9)]
    [TestCase(-900)]
    public void Add_TimeNotLater_IsRefused(int milliseconds)
    {
        var history = History(Pose(10));
        Assert.That(history.Add(Pose(milliseconds)), Is.False);
        Assert.That(history.Counts, Has.Property(nameof(PoseCounts.Refused)).EqualTo(1).And.Property(nameof(PoseCounts.Problem)).Contain("in order"));
    }

    [Test]
    public void Add_TimeFarBack_BeginsAnew()
    {
        var history = History(Pose(100_000));
        Assert.That(history.Add(Pose(10)), Is.True);
        Assert.That(history.Counts.Restarts, Is.EqualTo(1));
        Assert.That(history.At(10_000, out _), Is.EqualTo(PoseStatus.Known));
    }

    [Test]
    public void At_BetweenTimesAsFarApartAsTheyMayBe_IsAGap()
    {
        var history = History(Pose(0), Pose(9_000_000_000_000));
        Assert.That(history.At(1_000_000, out _), Is.EqualTo(PoseStatus.Gap));
    }

    static IEnumerable<TestCaseData> Unusable()
    {
        yield return new TestCaseData(Pose(0) with { Position = new(double.NaN, 0, 1) }, "finite");
        yield return new TestCaseData(Pose(0) with { Odometry = new(0, double.PositiveInfinity, 0) }, "finite");
        yield return new TestCaseData(Pose(0) with { Orientation = new(1, 1, 0, 0) }, "Normalise");
        yield return new TestCaseData(Pose(0, height: -0.1), "above the ground");
        yield return new TestCaseData(Pose(0, height: 550), "Send metres");
        yield return new TestCaseData(Pose(0) with { OrientationSigma = -1 }, "standard deviations");
        yield return new TestCaseData(Pose(0) with { TimeMicroseconds = 1_700_000_000_000_000_000 }, "Send microseconds");
        yield return new TestCaseData(Pose(0) with { TimeMicroseconds = long.MinValue }, "Send microseconds");
    }

    [TestCaseSource(nameof(Unusable))]
    public void Add_Unusable_IsRefusedWithWhatToDo(TimedPose pose, string words)
    {
        var history = new PoseHistory();
        Assert.That(history.Add(pose), Is.False);
        Assert.That(history.Counts.Problem, Does.Contain(words));
        Assert.That(history.At(0, out _), Is.EqualTo(PoseStatus.Missing));
    }
}
