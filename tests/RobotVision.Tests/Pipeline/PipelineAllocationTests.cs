using RobotVision.Pipeline;

namespace RobotVision.Tests.Pipeline;

public class PipelineAllocationTests
{
    [Test]
    [CancelAfter(120_000)]
    public async Task RunAsync_SteadyState_AllocatesNothing([Values(0, 3)] int closeUps, CancellationToken cancellationToken)
    {
        const int warm = 300, frames = 1300, window = 10;
        var readings = new long[frames / window + 1];
        using var model = TestModel.Load(maxSamples: Math.Max(1, closeUps));
        var publisher = new AllocationMeter(observation =>
        {
            var number = (int)observation.Frame.Number;
            if (number % window == 0) readings[number / window] = GC.GetTotalAllocatedBytes(precise: true);
        });
        var pipeline = new VisionPipeline(ScriptedSource.Of(frames + 1), model, [publisher], TimeProvider.System, new() { CloseUps = closeUps })
        {
            Thresholds = TestModel.LowThresholds,
        };
        await pipeline.RunAsync(cancellationToken);
        Assert.That(pipeline.Pool.Outstanding, Is.Zero);

        // The whole process is measured, and the test runner allocates every tenth of a second: windows are shorter than that, and
        // what a frame costs is in every one of them.
        var windows = readings.Zip(readings.Skip(1), (before, after) => after - before).Skip(warm / window).ToList();
        Assert.That(windows.Count(bytes => bytes == 0), Is.GreaterThan(windows.Count / 2), $"bytes in windows of {window} frames: {string.Join(", ", windows)}");
    }

    sealed class AllocationMeter(Action<Observation> onFrame) : RobotVision.Publishing.IPublisher
    {
        public void Publish(Observation observation) => onFrame(observation);

        public void Publish(PipelineState state) => throw new InvalidOperationException("A replay has no states.");

        public void Complete()
        {
            // Nothing to end.
        }

        public void Dispose()
        {
            // Owns nothing.
        }
    }
}
