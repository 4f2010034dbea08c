using RobotVision.Health;
using RobotVision.Sampling;
using RobotVision.Testing;

namespace RobotVision.Tests.Health;

public class PictureWatchTests
{
    static readonly SampleFormat Format = SampleFormat.Default;

    readonly ManualTimeProvider _clock = new();
    PictureWatch _watch = null!;

    [SetUp]
    public void Begin() => _watch = new(_clock);

    /// <summary>A sample whose pixels are a level plus noise, 0..255.</summary>
    static float[] Sample(float level, float noise, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, SampleFormat.Length).Select(_ => (level + noise * (random.NextSingle() - 0.5f) - Format.Mean) * Format.Scale)];
    }

    /// <summary>Shows pictures, ten a second.</summary>
    void Show(int count, Func<int, float[]> picture)
    {
        for (var i = 0; i < count; i++)
        {
            _watch.Look(picture(i), Format, _clock.GetTimestamp());
            _clock.Advance(TimeSpan.FromMilliseconds(100));
        }
    }

    [Test]
    public void Look_PicturesThatDiffer_FindsNothing()
    {
        Show(30, i => Sample(100, 80, i));
        Assert.That(_watch.Fault, Is.Null);
    }

    [Test]
    public void Look_TheSamePictureAgainAndAgain_IsFrozenUntilAnotherComes()
    {
        var picture = Sample(100, 80, 1);
        Show(10, _ => picture);
        Assert.That(_watch.Fault, Is.Null, "0.9 s");
        Show(11, _ => picture);
        Assert.That(_watch.Fault, Is.EqualTo((HealthProblem.Frozen, TimeSpan.FromSeconds(2))));
        Show(1, _ => Sample(100, 80, 2));
        Assert.That(_watch.Fault, Is.Null);
    }

    [Test]
    public void Look_OnePictureASecondThatIsRepeatedOnce_IsNotFrozen()
    {
        for (var i = 0; i < 8; i++)
        {
            _watch.Look(Sample(100, 80, i / 2), Format, _clock.GetTimestamp());
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.That(_watch.Fault, Is.Null);
    }

    [TestCase(2, 4, HealthProblem.Black)]
    [TestCase(120, 8, HealthProblem.Covered)]
    public void Look_PicturesWithoutContent_AreToldAfterASecond(float level, float noise, HealthProblem expected)
    {
        Show(10, i => Sample(level, noise, i));
        Assert.That(_watch.Fault, Is.Null);
        Show(6, i => Sample(level, noise, 10 + i));
        Assert.That(_watch.Fault, Is.EqualTo((expected, TimeSpan.FromSeconds(1.5))));
        Show(1, i => Sample(100, 80, i));
        Assert.That(_watch.Fault, Is.Null);
    }

    [Test]
    public void Look_ADarkHallWithLamps_IsNotBlack()
    {
        Show(20, i =>
        {
            var sample = Sample(4, 4, i);
            sample.AsSpan(0, SampleFormat.Length / 50).Fill(1); // a lamp
            return sample;
        });
        Assert.That(_watch.Fault, Is.Null);
    }

    [Test]
    public void Restart_AfterALoss_BeginsAnew()
    {
        var picture = Sample(100, 80, 1);
        Show(20, _ => picture);
        _watch.Restart();
        Show(9, _ => picture);
        Assert.That(_watch.Fault, Is.Null);
    }
}
