using RobotVision.Calibration.Latency;
using RobotVision.Geometry;
using RobotVision.Poses;

namespace RobotVision.Calibration.Tests.Latency;

[TestFixture]
public class LatencyEstimatorTests
{
    const double Seconds = 4;
    const double PoseNoise = 0.002; // radians, drawn anew for each pose: worse than any joint's

    static List<SweepTurn>? _rendered;

    /// <summary>The rotations measured in one rendered sweep, with time stamps without latency.</summary>
    static List<SweepTurn> Rendered()
    {
        if (_rendered is not null) return _rendered;
        var meter = new TurnMeter(SweepScene.Camera);
        var (turns, count) = (new List<SweepTurn>(), (int)(Seconds * SweepScene.Fps));
        for (var i = 0; i < count; i++)
        {
            var isClear = meter.TryMeasure(SweepScene.Render(i / SweepScene.Fps, (ulong)i).View, out var turn);
            Assert.That(isClear, Is.EqualTo(i > 0), $"frame {i}");
            if (i > 0) turns.Add(new(SweepScene.Stamp((i - 1) / SweepScene.Fps, 0), SweepScene.Stamp(i / SweepScene.Fps, 0), turn));
        }

        return _rendered = turns;
    }

    [Test]
    public void TryMeasure_RenderedFrames_FindTheTurnToATenthOfAPixel()
    {
        var truth = SweepScene.Turns(Seconds, 0, 0);
        var errors = Rendered().Select((turn, i) => (turn.Turn - truth[i].Turn).Length).Order().ToArray();
        TestContext.Out.WriteLine($"median {errors[errors.Length / 2]}, worst {errors[^1]} rad");
        Assert.That(errors[errors.Length / 2], Is.LessThan(0.1 / 145), "radians a pixel");
        Assert.That(truth.Max(turn => turn.Turn.Length), Is.GreaterThan(0.02), "frames that hardly move tell nothing");
    }

    [TestCase(0)]
    [TestCase(7.3)]
    [TestCase(41)]
    [TestCase(120)]
    [TestCase(333)]
    [TestCase(-15)]
    public void Estimate_RenderedSweep_FindsTheLatencyToTwoMilliseconds(double milliseconds)
    {
        var late = (long)(milliseconds * 1000);
        var turns = Rendered().Select(turn => turn with { From = turn.From + late, To = turn.To + late }).ToList();
        var found = LatencyEstimator.Estimate(turns, SweepScene.Poses(Seconds, PoseNoise));
        TestContext.Out.WriteLine(
            $"{found.Latency.TotalMilliseconds} +- {found.Deviation.TotalMilliseconds} ms, gain {found.Gain}, correlation {found.Correlation}");
        Assert.That(found.Latency.TotalMilliseconds, Is.EqualTo(milliseconds).Within(2));
        Assert.That(found.Deviation.TotalMilliseconds, Is.LessThan(2));
        Assert.That(found.Gain, Is.EqualTo(1).Within(0.05));
    }

    [Test]
    [Category("AnyProcessor")]
    public void Estimate_NoisyTurns_DeviationMatchesTheError()
    {
        var late = SweepScene.Turns(10, 0.05, 0.003);
        var found = LatencyEstimator.Estimate(late, SweepScene.Poses(10));
        TestContext.Out.WriteLine($"{found.Latency.TotalMilliseconds} +- {found.Deviation.TotalMilliseconds} ms");
        Assert.That(found.Deviation.TotalMilliseconds, Is.InRange(0.2, 4));
        Assert.That(Math.Abs(found.Latency.TotalMilliseconds - 50), Is.LessThan(3 * found.Deviation.TotalMilliseconds));
    }

    [Test]
    public void Estimate_SomeOutliers_StillFindsIt()
    {
        var turns = SweepScene.Turns(10, 0.05, 0.001);
        for (var i = 0; i < turns.Count; i += 50) turns[i] = turns[i] with { Turn = new(0.03, -0.03, 0) };
        Assert.That(LatencyEstimator.Estimate(turns, SweepScene.Poses(10)).Latency.TotalMilliseconds, Is.EqualTo(50).Within(2));
    }

    [Test]
    public void Estimate_MotionThatRepeats_IsRejectedWithBothAnswers()
    {
        static CameraPose Shake(double seconds) => new(0.85, 0, 0.35, 0.2 * Math.Sin(2 * Math.PI * 2 * seconds));
        Rejects(SweepScene.Turns(8, 0.05, 0.0002, Shake), SweepScene.Poses(8, 0, Shake), "the motion repeats");
    }

    [Test]
    public void Estimate_HeadThatHardlyMoves_IsRejected()
    {
        static CameraPose Still(double seconds) => new(0.85, 0, 0.35, 0.02 * Math.Sin(2 * seconds));
        Rejects(SweepScene.Turns(8, 0.05, 0.0002, Still), SweepScene.Poses(8, 0, Still), "turns by 5 degrees or more");
    }

    [Test]
    public void Estimate_HeadAtConstantSpeed_IsRejected()
    {
        static CameraPose Constant(double seconds) => new(0.85, 0, 0.35, 0.3 * seconds);
        Rejects(SweepScene.Turns(8, 0.05, 0.0002, Constant), SweepScene.Poses(8, 0, Constant), "Sweep: expected");
    }

    [Test]
    public void Estimate_PosesOfAnotherRecording_AreRejected() =>
        Rejects(SweepScene.Turns(8, 0.05, 0.0002), SweepScene.Poses(8, 0, seconds => SweepScene.PoseAt(1.37 * seconds + 20)),
            "Are these the poses of this camera");

    [Test]
    public void Estimate_PosesOfAnotherClock_AreRejectedWithBothTimes() =>
        Rejects([.. SweepScene.Turns(8, 0.05, 0.0002).Select(
            turn => turn with { From = turn.From + 1_800_000_000_000_000, To = turn.To + 1_800_000_000_000_000 })],
            SweepScene.Poses(8), "poses: -1000000 to");

    [Test]
    public void Estimate_AnotherLens_IsRejected() =>
        Rejects([.. SweepScene.Turns(8, 0.05, 0.0002).Select(turn => turn with { Turn = turn.Turn * 1.6 })], SweepScene.Poses(8), "times as far");

    [Test]
    public void Estimate_TooFewFrames_AreRejected() => Rejects(SweepScene.Turns(0.9, 0, 0), SweepScene.Poses(2), "at least 30 frames");

    [Test]
    public void Estimate_NothingToSee_IsRejected()
    {
        var (meter, unclear) = (new TurnMeter(SweepScene.Camera), 0);
        var grey = new Imaging.BgrImage(320, 240);
        var random = new Random(1);
        for (var i = 0; i < 5; i++)
        {
            for (var at = 0; at < grey.Pixels.Length; at++) grey.Pixels[at] = (byte)(120 + random.Next(8));
            if (!meter.TryMeasure(grey.View, out _)) unclear++;
        }

        Assert.That(unclear, Is.EqualTo(5));
        Assert.That(() => LatencyEstimator.Estimate([], SweepScene.Poses(2), unclear),
            Throws.TypeOf<InvalidDataException>().With.Message.Contains("nothing to see"));
    }

    [Test]
    public void TryMeasure_StripesAlongThePan_AreNotClear()
    {
        var meter = new TurnMeter(SweepScene.Camera);
        var stripes = new Imaging.BgrImage(320, 240);
        for (var i = 0; i < 320 * 240; i++)
        {
            SweepScene.Camera.TryUnproject(i % 320 + 0.5, i / 320 + 0.5, out var ray);
            stripes.Pixels.AsSpan(3 * i, 3).Fill((byte)(128 + 100 * Math.Sin(20 * ray.Y)));
        }

        meter.TryMeasure(stripes.View, out _);
        Assert.That(meter.TryMeasure(stripes.View, out _), Is.False);
    }

    static void Rejects(List<SweepTurn> turns, PoseHistory poses, string words)
    {
        var error = Assert.Throws<InvalidDataException>(() => LatencyEstimator.Estimate(turns, poses));
        TestContext.Out.WriteLine(error!.Message);
        Assert.That(error.Message, Does.Contain(words));
    }
}
