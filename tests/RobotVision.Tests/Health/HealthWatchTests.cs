using RobotVision.Health;
using RobotVision.Testing;

namespace RobotVision.Tests.Health;

public class HealthWatchTests
{
    readonly ManualTimeProvider _clock = new();
    double? _promised;
    HealthWatch _watch = null!;

    [SetUp]
    public void Begin()
    {
        _promised = null;
        _watch = new(_clock, () => _promised);
    }

    void Frames(double seconds, double rate)
    {
        for (var i = 0; i < seconds * rate; i++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1 / rate));
            _watch.Source.Frame(_clock.GetTimestamp());
        }
    }

    HealthReport Judge(string? missing = null, long unsent = 0) => _watch.Judge(missing, unsent, []);

    [Test]
    public void Judge_FramesAsPromised_IsOk()
    {
        _promised = 30;
        Frames(10, 30);
        var report = Judge();
        Assert.That((report.ToString(), report.Quality, report.Stalls, report.Losses), Is.EqualTo(("ok", SourceQuality.Good, 0, 0)));
        Assert.That(report.FramesPerSecond, Is.EqualTo(30).Within(0.1));
    }

    [TestCase(15, true)]
    [TestCase(20, false)]
    public void Judge_FewerFramesThanPromised_IsDegradedBelowSixTenths(double rate, bool isSlow)
    {
        _promised = 30;
        Frames(10, rate);
        Assert.That(Judge().ToString(), Is.EqualTo(isSlow
            ? "degraded: 15 of 30 frames/s: too little light for the exposure, too slow a connection or a busy processor" : "ok"));
    }

    [Test]
    public void Judge_NoFrames_IsLostForThatReasonAlone()
    {
        Frames(3, 30);
        _watch.Lose();
        var report = _watch.Judge("the camera is gone", 5, [new(HealthProblem.Recording, "full")]);
        Assert.That((report.ToString(), report.FramesPerSecond, report.Losses), Is.EqualTo(("lost: the camera is gone", 0.0, 1)));
    }

    [Test]
    public void Judge_Stalls_AreCountedForAnHour()
    {
        for (var i = 0; i < 7; i++)
        {
            Frames(2, 30);
            _clock.Advance(TimeSpan.FromSeconds(0.4));
        }

        Frames(2, 30);
        Assert.That((Judge().Stalls, Judge().Quality, Judge().Level), Is.EqualTo((7, SourceQuality.Unsteady, HealthLevel.Ok)));
        _clock.Advance(TimeSpan.FromMinutes(59));
        Assert.That(Judge().Stalls, Is.EqualTo(7));
        _clock.Advance(TimeSpan.FromMinutes(2));
        Assert.That((Judge().Stalls, Judge().Quality), Is.EqualTo((0, SourceQuality.Good)));
    }

    [Test]
    public void Judge_SourceOfOneFrameASecond_HasNoStalls()
    {
        Frames(30, 1);
        Assert.That((Judge().Stalls, Judge().FramesPerSecond), Is.EqualTo((0, 1.0)));
    }

    [Test]
    public void Judge_SixLosses_IsDegraded()
    {
        for (var i = 0; i < 6; i++)
        {
            Frames(1, 30);
            _watch.Lose();
        }

        Frames(3, 30);
        Assert.That(Judge().ToString(), Is.EqualTo("degraded: lost 6 times and stalled 0 times in an hour: check cable and connection"));
    }

    [Test]
    public void Judge_TimeStampsThatRunBackwards_AreToldForTenSeconds()
    {
        Frames(3, 30);
        _watch.Source.Frame(_clock.GetTimestamp() - _clock.TimestampFrequency);
        Assert.That(Judge().ToString(), Is.EqualTo("degraded: time stamps ran backwards"));
        Frames(11, 30);
        Assert.That(Judge().Level, Is.EqualTo(HealthLevel.Ok));
    }

    [Test]
    public void Judge_MessagesThatCouldNotBeSent_AreToldForTenSecondsAfterTheLast()
    {
        Frames(3, 30);
        Assert.That(Judge(unsent: 2).ToString(), Is.EqualTo("degraded: results are not sent"));
        _clock.Advance(TimeSpan.FromSeconds(9));
        Assert.That(Judge(unsent: 3).Level, Is.EqualTo(HealthLevel.Degraded));
        _clock.Advance(TimeSpan.FromSeconds(11));
        Assert.That(Judge(unsent: 3).Level, Is.EqualTo(HealthLevel.Ok));
    }
}
