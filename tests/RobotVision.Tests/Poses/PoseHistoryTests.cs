using RobotVision.Geometry;
using RobotVision.Poses;
using RobotVision.Testing;

namespace RobotVision.Tests.Poses;

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

    /// <summary>Odometry that comes with every fourth pose, and stops: it is interpolated, held for a while and then gone.</summary>
    [TestCase(10, 0.1)]
    [TestCase(60, 0.6)]
    [TestCase(80, 0.8)]
    [TestCase(320, 0.8)]
    [TestCase(335, null)]
    public void At_OdometryOfSomePoses_IsThatBetweenThem(int milliseconds, double? x)
    {
        var history = History([.. Enumerable.Range(0, 18).Select(i =>
            Pose(20 * i) with { Odometry = i % 4 == 0 && i <= 4 ? new RobotPose(0.2 * i, 0, 0) : null })]);
        Assert.That(history.At(milliseconds * 1000, out var pose), Is.EqualTo(PoseStatus.Known));
        Assert.That(pose.Odometry?.X, x is null ? Is.Null : Is.EqualTo(x.Value).Within(1e-9));
    }

    [Test]
    public void Read_FileWithALineOutOfOrder_UsesAllOfIt()
    {
        using var folder = new TemporaryFolder();
        var lines = Enumerable.Range(0, 90).Select(i =>
            $$"""{"schema":"robotvision.pose/1","time_us":{{20_000 * i}}.0,"position_m":[0,0,0.5],"orientation":[1,0,0,0]}""").ToList();
        lines.Insert(70, lines[10]);
        var history = PoseFile.Read(folder.Write("poses.jsonl", string.Join('\n', lines)));
        Assert.That(Enumerable.Range(0, 89).Select(i => history.At(20_000 * i + 1, out _)), Has.All.EqualTo(PoseStatus.Known));
        Assert.That((history.Counts.Received, history.Counts.Refused), Is.EqualTo((90, 1)));
    }

    [TestCase(-1, PoseStatus.Missing)]
    [TestCase(0, PoseStatus.Known)]
    [TestCase(15, PoseStatus.Known)]
    [TestCase(45, PoseStatus.Known)]
    [TestCase(46, PoseStatus.Gap)]
    [TestCase(129, PoseStatus.Gap)]
    [TestCase(155, PoseStatus.Known)]
    [TestCase(156, PoseStatus.Stale)]
    public void At_AnyTime_SaysWhatIsKnown(int milliseconds, PoseStatus expected) =>
        Assert.That(History(Pose(0), Pose(10), Pose(20), Pose(130)).At(milliseconds * 1000, out _), Is.EqualTo(expected));

    /// <summary>One pose at 50 a second used to hold for the 20 ms until the next one, so that any that came late made it stale.</summary>
    [TestCase(1000, 20)]
    [TestCase(100, 25)]
    [TestCase(50, 50)]
    [TestCase(30, 83)]
    [TestCase(10, 100)]
    [TestCase(2, 100)]
    public void At_AfterTheNewest_HoldsByTheRateOfThePoses(int posesPerSecond, int milliseconds)
    {
        var history = new PoseHistory();
        for (var i = 0; i <= 40; i++) history.Add(Pose(0) with { TimeMicroseconds = i * 1_000_000L / posesPerSecond });
        var newest = history.Span!.Value.Last;
        Assert.That(history.At(newest + milliseconds * 1000, out _), Is.EqualTo(PoseStatus.Known));
        Assert.That(history.At(newest + (milliseconds + 1) * 1000, out _), Is.EqualTo(PoseStatus.Stale));
    }

    [Test]
    public void At_PosesOfFiftyASecondWithJitterAndALostOne_IsKnownAllAlong([Values(1, 2, 3)] int seed)
    {
        // Live: at each frame the poses up to 5 ms before it are there.
        var (random, history, next) = (new Random(seed), new PoseHistory(), 0L);
        for (var frame = 100_000L; frame < 5_000_000; frame += 33_333)
        {
            for (; next + 5_000 <= frame; next += 20_000)
                if (next % 500_000 != 0 || next == 0) history.Add(Pose(0) with { TimeMicroseconds = next + random.Next(-4_000, 4_000) });
            Assert.That(history.At(frame, out _), Is.EqualTo(PoseStatus.Known), $"at {frame} us");
        }
    }

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
    [TestCase(-80)]
    public void Add_TimeNotLater_IsRejected(int milliseconds)
    {
        var history = History(Pose(10));
        Assert.That(history.Add(Pose(milliseconds)), Is.False);
        Assert.That(history.Counts, Has.Property(nameof(PoseCounts.Refused)).EqualTo(1).And.Property(nameof(PoseCounts.Problem)).Contain("in order"));
    }

    /// <summary>A clock that was set back by less than a second used to leave the poses of before in force until it had caught up.</summary>
    [TestCase(99_890)]
    [TestCase(99_100)]
    [TestCase(10)]
    public void Add_TimeFarBack_BeginsAnew(int milliseconds)
    {
        var history = History(Pose(99_990), Pose(100_000));
        Assert.That(history.Add(Pose(milliseconds, 1)), Is.True);
        Assert.That(history.Counts.Restarts, Is.EqualTo(1));
        Assert.That(history.At(milliseconds * 1000, out var pose), Is.EqualTo(PoseStatus.Known));
        Assert.That(pose.Orientation, Is.EqualTo(Pose(0, 1).Orientation.Normalized()));
    }

    static IEnumerable<TestCaseData> CameraTurns()
    {
        foreach (var yaw in new[] { 0, 60, -90, 120 })
            foreach (var pitch in new[] { 0, 15, 40, 70 }) yield return new TestCaseData(Rotation.FromAngles(0.05, pitch * Math.PI / 180, yaw * Math.PI / 180));
    }

    [TestCaseSource(nameof(CameraTurns))]
    public void Counts_OrientationsAsWXYZ_HaveNothingOdd(Rotation turn)
    {
        var history = History([.. Enumerable.Range(0, 20).Select(i => Pose(10 * i) with { Orientation = turn })]);
        Assert.That(history.Counts.Orientations, Is.Null);
    }

    /// <summary>Used to put objects behind the robot without a word.</summary>
    [TestCaseSource(nameof(CameraTurns))]
    public void Counts_OrientationsAsXYZW_SayThatTheyAreNotInThatOrder(Rotation turn)
    {
        var history = History([.. Enumerable.Range(0, 20).Select(i => Pose(10 * i) with { Orientation = new(turn.X, turn.Y, turn.Z, turn.W) })]);
        Assert.That(history.Counts.Orientations, Does.Contain("20 of 20").And.Contain("w x y z"));
        Assert.That(history.Counts.Warning, Is.EqualTo(history.Counts.Orientations));
    }

    [Test]
    public void Counts_CameraIsUpsideDownNowAndThen_HaveNothingOdd()
    {
        var history = History([.. Enumerable.Range(0, 20).Select(i => Pose(1000 * i) with { Orientation = Rotation.FromAngles(i < 9 ? Math.PI : 0, 0.3, 0) })]);
        Assert.That(history.Counts.Orientations, Is.Null);
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
    public void Add_Unusable_IsRejectedWithAdvice(TimedPose pose, string message)
    {
        var history = new PoseHistory();
        Assert.That(history.Add(pose), Is.False);
        Assert.That(history.Counts.Problem, Does.Contain(message));
        Assert.That(history.At(0, out _), Is.EqualTo(PoseStatus.Missing));
    }
}
