using RobotVision.Geometry;
using RobotVision.Poses;

namespace RobotVision.Tests.Poses;

public class PoseUseTests
{
    const long Second = 1_000_000, Date = 1_783_300_000 * Second;

    /// <summary>Two seconds of poses, 50 a second.</summary>
    static PoseUse Use(long start, double unit = 1, long interval = 20_000)
    {
        var poses = new PoseHistory();
        for (var i = 0; i < 100; i++)
            poses.Add(new((long)((start + i * interval) / unit), Rotation.FromAngles(0, 0.4, 0), new(0, 0, 0.5)));
        return new PoseUse(poses);
    }

    static string? Problem(PoseUse use, params IEnumerable<long?> times)
    {
        foreach (var time in times) use.At(time, out _);
        return use.Problem;
    }

    static IEnumerable<long?> Frames(long start) => Enumerable.Range(0, 60).Select(i => (long?)(start + i * 33_333));

    [Test]
    public void Problem_PosesOfTheFrames_IsNone() => Assert.That(Problem(Use(0), Frames(0)), Is.Null);

    [Test]
    public void Problem_PosesOfHalfOfTheFrames_IsNone() => Assert.That(Problem(Use(-Second), Frames(0)), Is.Null);

    [Test]
    public void Problem_PosesOfALessThanHalfOfTheFrames_SaysHowMany() =>
        Assert.That(Problem(Use(-1_500_000), Frames(0)), Does.StartWith("poses: known at 16 of 60 frames.").And.Contain("record both together"));

    [Test]
    public void Problem_PosesCountFrom1970_SaysBothRangesAndGivesThatReason() => Assert.That(
        Problem(Use(Date), Frames(0)),
        Is.EqualTo("poses: known at 0 of 60 frames. The frames are of 0.000 s to 1.967 s, the poses of 1783300000.000 s to 1783300001.980 s: "
            + "they count from 1970, the frames from the beginning of the recording; subtract the time at which it began."));

    [Test]
    public void Problem_FramesCountFrom1970_GivesThatReason() =>
        Assert.That(Problem(Use(500 * Second), Frames(Date)), Does.Contain("the frames count from 1970, they from another moment"));

    [TestCase(0, 0, 1e3, "milliseconds")]
    [TestCase(Date, Date, 1e3, "milliseconds")]
    [TestCase(0, 0, 1e-3, "nanoseconds")]
    public void Problem_AnotherUnit_NamesIt(long poses, long frames, double unit, string name) =>
        Assert.That(Problem(Use(poses, unit), Frames(frames)), Does.Contain($": they seem to be {name}; send microseconds."));

    [Test]
    public void Problem_MillisecondsSince1970InAReplay_NamesBoth() =>
        Assert.That(Problem(Use(Date, 1e3), Frames(0)), Does.Contain("they seem to be milliseconds; send microseconds, and they count from 1970"));

    [TestCase(7200, "is one of them in local time?")]
    [TestCase(-3600, "3600.000 s earlier")]
    [TestCase(100, "100.000 s later; synchronise the clocks")]
    public void Problem_ClocksApart_SaysByHowMuch(int seconds, string text) =>
        Assert.That(Problem(Use(Date + seconds * Second), Frames(Date)), Does.Contain(text));

    [Test]
    public void Problem_PosesTooFarApart_SaysSo() => Assert.That(Problem(Use(0, interval: 300_000), Frames(0)), Does.Contain("too far apart"));

    [Test]
    public void Problem_FramesWithoutTimes_SaysSo() =>
        Assert.That(Problem(Use(0), Enumerable.Repeat((long?)null, 60)), Does.Contain("The frames have no times"));

    [Test]
    public void Problem_NoPoseCame_SaysSo() => Assert.That(Problem(new PoseUse(new PoseHistory()), Frames(Date)), Does.Contain("No pose came"));

    [Test]
    public void Counts_InTheFirstSeconds_SayNothingOfUse()
    {
        var use = Use(Date);
        Problem(use, Frames(0));
        Assert.That(use.Counts, Has.Property("Frames").EqualTo(60).And.Property("Known").Zero.And.Property("FirstProblem").Null);
        Problem(use, Frames(0));
        Assert.That(use.Counts.FirstProblem, Is.EqualTo(use.Problem).And.Contain("0 of 120"));
    }
}
