using RobotVision.Pipeline;
using RobotVision.Tools.Bench;

namespace RobotVision.Tools.Tests.Bench;

public class BenchReportTests
{
    [TestCase(99, false, false)]
    [TestCase(100, true, false)]
    [TestCase(999, true, false)]
    [TestCase(1000, true, true)]
    public void Latency_OfFewFrames_LeavesOutWhatRestsOnLessThanOne(int frames, bool hasP99, bool hasP999)
    {
        var times = new LatencyHistogram();
        for (var i = 1; i <= frames; i++) times.Add(TimeSpan.FromMilliseconds(i));
        var latency = Latency.Of(times);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((latency.P99 is not null, latency.P999 is not null), Is.EqualTo((hasP99, hasP999)));
            Assert.That(latency.P50, Is.EqualTo(frames / 2.0).Within(2).Percent);
            Assert.That(latency.Max, Is.EqualTo(frames).Within(2).Percent);
        }
    }

    [Test]
    public void Variants_OfTheOptions_ChangeOneThingAtATime()
    {
        var all = Variant.Of(new() { Models = ["a.onnx", "b.onnx"], Looks = [3, 0], Threads = [2, 1], Sizes = [1, 2], Cameras = [1, 4], IsLoaded = true });
        var names = all.GroupBy(variant => variant.Topic).Select(group => group.Select(variant => variant.Name).ToArray()).ToArray();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(names[0].Take(5), Is.EqualTo([
                "a.onnx, 3 close-ups, 2 threads", "a.onnx, no close-ups, 2 threads", "a.onnx, 3 close-ups, 1 thread",
                "a.onnx, 3 close-ups, 2 threads, loaded", "a.onnx, 3 close-ups, 1 thread, loaded"]));
            Assert.That(names[0].Skip(5), Is.EqualTo(names[0].Take(5).Select(name => $"b{name[1..]}")));
            Assert.That(names[1], Is.EqualTo(["a.onnx, 3 close-ups, 2 threads", "a.onnx, 3 close-ups, 2 threads, size x 2"]));
            Assert.That(names[2], Is.EqualTo(["a.onnx, 3 close-ups, 2 threads", "a.onnx, 3 close-ups, 2 threads, 4 cameras"]));
        }
    }

    [Test]
    public void BusyCores_WhileTheyAreOn_TakeProcessorTime()
    {
        using var busy = new BusyCores();
        var before = Environment.CpuUsage.UserTime;
        busy.IsOn = true;
        Assert.That(() => Environment.CpuUsage.UserTime - before, Is.GreaterThan(TimeSpan.FromMilliseconds(50)).After(60_000, 10));
        busy.IsOn = false;
        Assert.That(busy.IsOn, Is.False);
    }
}
