using RobotVision.Pipeline;
using RobotVision.Testing;

namespace RobotVision.Tests.Pipeline;

public class LatencyHistogramTests
{
    [TestCase(1e-6, 1e-3)]
    [TestCase(1e-4, 1)]
    [TestCase(1, 3600)]
    public void Percentile_ManyDurations_IsTheOneOfTheSortedListWithinABucket(double least, double most)
    {
        var random = new Random(1);
        var histogram = new LatencyHistogram();
        var durations = new TimeSpan[5000];
        for (var i = 0; i < durations.Length; i++)
        {
            durations[i] = TimeSpan.FromTicks((long)(TimeSpan.TicksPerSecond * least * Math.Pow(most / least, random.NextDouble())));
            histogram.Add(durations[i]);
        }

        Array.Sort(durations);
        foreach (var part in new[] { 0.001, 0.01, 0.25, 0.5, 0.9, 0.99, 1 })
        {
            var expected = durations[(int)Math.Ceiling(part * durations.Length) - 1];
            Assert.That((double)histogram.Percentile(part).Ticks, Is.EqualTo((double)expected.Ticks).Within(1.6).Percent, $"{part}");
        }

        Assert.That(histogram.Count, Is.EqualTo(durations.Length));
    }

    [Test]
    public void Percentile_Empty_IsZero() => Assert.That(new LatencyHistogram().Percentile(0.5), Is.EqualTo(TimeSpan.Zero));

    [Test]
    public void Percentile_BelowEightMicroseconds_IsExact()
    {
        for (var ticks = 0; ticks < 128; ticks++)
        {
            var histogram = new LatencyHistogram();
            histogram.Add(TimeSpan.FromTicks(ticks));
            Assert.That(histogram.Percentile(0.5).Ticks, Is.EqualTo(ticks));
        }
    }

    [Test]
    public void Add_OutOfRange_CountsAtTheEnds()
    {
        var histogram = new LatencyHistogram();
        histogram.Add(TimeSpan.FromSeconds(-1));
        histogram.Add(TimeSpan.MaxValue);
        Assert.That(histogram.Percentile(0.5), Is.EqualTo(TimeSpan.Zero));
        Assert.That(histogram.Percentile(1), Is.GreaterThan(TimeSpan.FromHours(1)));
    }

    [Test]
    public void Add_Always_AllocatesNothing()
    {
        var histogram = new LatencyHistogram();
        histogram.Add(TimeSpan.FromMilliseconds(1));
        Assert.That(Allocations.Of(() => histogram.Add(TimeSpan.FromMilliseconds(2))), Is.Zero);
    }

    [Test]
    public void Set_WithAnEarlierCopy_LeavesWhatWasAddedSince()
    {
        var (all, earlier, recent) = (new LatencyHistogram(), new LatencyHistogram(), new LatencyHistogram());
        for (var i = 0; i < 1000; i++) all.Add(TimeSpan.FromMilliseconds(1));
        earlier.Set(all);
        for (var i = 0; i < 10; i++) all.Add(TimeSpan.FromMilliseconds(50));
        recent.Set(all, earlier);
        Assert.That((earlier.Count, recent.Count, all.Count), Is.EqualTo((1000, 10, 1010)));
        Assert.That(recent.Percentile(0.01).TotalMilliseconds, Is.EqualTo(50).Within(1.6).Percent);
    }
}
