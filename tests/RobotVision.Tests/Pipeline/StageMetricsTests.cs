using RobotVision.Pipeline;

namespace RobotVision.Tests.Pipeline;

public class StageMetricsTests
{
    [Test]
    public void CountDrop_FromManyThreads_LosesNone()
    {
        var metrics = new StageMetrics();
        Parallel.For(0, 10_000, new ParallelOptions { MaxDegreeOfParallelism = 2 },
            i => metrics.CountDrop(i % 2 == 0 ? DropReason.NewerFrame : DropReason.BadFrame));
        Assert.That(metrics.DroppedBecause(DropReason.NewerFrame), Is.EqualTo(5000));
        Assert.That(metrics.DroppedBecause(DropReason.BadFrame), Is.EqualTo(5000));
        Assert.That(metrics.DroppedBecause(DropReason.PoolEmpty), Is.Zero);
        Assert.That(metrics.Dropped, Is.EqualTo(10_000));
    }

    [Test]
    public void Drops_OfAPipeline_NameStageAndReason()
    {
        var metrics = new PipelineMetrics();
        metrics[Stage.Infer].CountDrop(DropReason.NewerFrame);
        metrics[Stage.Capture].CountDrop(DropReason.PoolEmpty);
        metrics[Stage.Publish].Time.Add(TimeSpan.FromMilliseconds(1));
        Assert.That(metrics.Drops(), Is.EqualTo(new[] { (Stage.Capture, DropReason.PoolEmpty, 1L), (Stage.Infer, DropReason.NewerFrame, 1L) }));
        Assert.That(metrics.Dropped, Is.EqualTo(2));
        Assert.That(metrics.Published, Is.EqualTo(1));
    }
}
