using RobotVision.Field;
using RobotVision.Geometry;
using RobotVision.Testing;

namespace RobotVision.Tests.Field;

[TestFixture]
public class CameraDriftTests
{
    static readonly FieldDimensions Field = FieldDimensions.Leagues["humanoid"];
    static readonly double Bump = 2 * Math.PI / 180;

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    public void Observe_HalfAnHourOfPlay_GivesNoFalseWarning(int seed)
    {
        var play = new SimulatedPlay(seed);
        var drift = new CameraDrift(SimulatedPlay.Camera, Field);
        var judged = 0;
        while (play.Time < TimeSpan.FromMinutes(30))
        {
            var (pose, crossings) = play.Next();
            Assert.That(drift.Observe(play.Time, TimedPose.Of(pose), crossings), Is.False, $"at {play.Time}, {drift.Error}");
            if (drift.Error != default) judged++;
        }

        Assert.That(judged, Is.GreaterThan(5000), "of 9000 frames: too little was seen to be warned of");
    }

    [TestCase(0, 1)]
    [TestCase(0, -1)]
    [TestCase(1, 0)]
    [TestCase(-1, 0)]
    public void Observe_BumpOfTwoDegreesInPlay_WarnsWithinFiveSeconds(int roll, int pitch)
    {
        for (var seed = 1; seed <= 10; seed++)
        {
            var play = new SimulatedPlay(100 + seed);
            var drift = new CameraDrift(SimulatedPlay.Camera, Field);
            while (play.Time < TimeSpan.FromSeconds(20 + 7 * seed)) Observe(drift, play);
            Assert.That(drift.IsDrifting, Is.False);
            play.Bump = (roll * Bump, pitch * Bump, 0);
            var bumped = play.Time;
            while (!Observe(drift, play))
                Assert.That(play.Time - bumped, Is.LessThanOrEqualTo(TimeSpan.FromSeconds(5)), $"seed {seed}, {drift.Error}");
            TestContext.Out.WriteLine($"seed {seed}: {play.Time - bumped}");
        }
    }

    /// <summary>Seeds on which nothing was chosen: how often, how soon.</summary>
    [Test]
    [Explicit("a few minutes")]
    public void Observe_FreshSeeds_HardlyEverWarnsFalselyOrLate()
    {
        var wrong = 0;
        for (var seed = 5000; seed < 5020; seed++)
        {
            var (play, drift) = (new SimulatedPlay(seed), new CameraDrift(SimulatedPlay.Camera, Field));
            while (play.Time < TimeSpan.FromMinutes(30))
                if (Observe(drift, play)) wrong++;
        }

        var waits = new List<double>();
        foreach (var (roll, pitch) in ((int, int)[])[(0, 1), (0, -1), (1, 0), (-1, 0)])
            for (var seed = 6000; seed < 6100; seed++)
            {
                var (play, drift) = (new SimulatedPlay(seed), new CameraDrift(SimulatedPlay.Camera, Field));
                while (play.Time < TimeSpan.FromSeconds(20 + seed % 50)) Observe(drift, play);
                play.Bump = (roll * Bump, pitch * Bump, 0);
                var bumped = play.Time;
                while (!Observe(drift, play) && play.Time - bumped < TimeSpan.FromSeconds(30)) { }
                waits.Add((play.Time - bumped).TotalSeconds);
            }

        waits.Sort();
        TestContext.Out.WriteLine(
            $"{wrong} false warnings in 20 half hours; {waits.Count} bumps: median {waits[waits.Count / 2]} s, "
            + $"99 % {waits[waits.Count * 99 / 100]} s, worst {waits[^1]} s, later than 5 s: {waits.Count(wait => wait > 5)}");
        Assert.That(wrong, Is.LessThanOrEqualTo(1), "of 20 half hours");
        Assert.That(waits.Count(wait => wait <= 5), Is.GreaterThanOrEqualTo(392), "98 % of 400");
    }

    [Test]
    public void Observe_TimeThatGoesBack_BeginsAnew()
    {
        var play = new SimulatedPlay(5) { Bump = (0, Bump, 0) };
        var drift = new CameraDrift(SimulatedPlay.Camera, Field);
        drift.Observe(TimeSpan.FromDays(20_000), TimedPose.Of(play.Next().Pose), []);
        while (!Observe(drift, play)) Assert.That(play.Time, Is.LessThan(TimeSpan.FromSeconds(30)));
    }

    [Test]
    public void Observe_BumpedCamera_SaysWhichWay()
    {
        var play = new SimulatedPlay(9) { Bump = (0, Bump, 0) };
        var drift = new CameraDrift(SimulatedPlay.Camera, Field);
        var errors = new List<double>();
        for (var i = 0; i < 300; i++)
        {
            Observe(drift, play);
            errors.Add(drift.Error.Pitch);
        }

        Assert.That(errors.Skip(50).Order().ElementAt(125), Is.EqualTo(Bump).Within(Bump / 4));
    }

    [Test]
    public void Observe_CameraPutBack_EndsTheWarning()
    {
        var play = new SimulatedPlay(5) { Bump = (0, Bump, 0) };
        var drift = new CameraDrift(SimulatedPlay.Camera, Field);
        while (!drift.IsDrifting) Observe(drift, play);
        play.Bump = default;
        for (var i = 0; i < 200 && drift.IsDrifting; i++) Observe(drift, play);
        Assert.That(drift.IsDrifting, Is.False);
    }

    [Test]
    public void Observe_AfterTheFirstFrames_AllocatesNothing()
    {
        var play = new SimulatedPlay(3);
        var frames = Enumerable.Range(0, 60).Select(_ => (play.Next(), play.Time)).ToArray();
        var drift = new CameraDrift(SimulatedPlay.Camera, Field);
        foreach (var ((pose, crossings), time) in frames.Take(30)) drift.Observe(time, TimedPose.Of(pose), crossings);
        Assert.That(Allocations.Of(() =>
        {
            for (var i = 30; i < 60; i++) drift.Observe(frames[i].Time, TimedPose.Of(frames[i].Item1.Pose), frames[i].Item1.Crossings);
        }), Is.Zero);
    }

    [Test]
    public void Constructor_OptionsOutOfRange_NamesThemAll() =>
        Assert.That(() => new CameraDrift(SimulatedPlay.Camera, Field, new() { Limit = -0.5, PixelDeviation = -1 }),
            Throws.ArgumentException.With.Message.Contains("Limit").And.Message.Contains("PixelDeviation"));

    static bool Observe(CameraDrift drift, SimulatedPlay play)
    {
        var (pose, crossings) = play.Next();
        return drift.Observe(play.Time, TimedPose.Of(pose), crossings);
    }
}
