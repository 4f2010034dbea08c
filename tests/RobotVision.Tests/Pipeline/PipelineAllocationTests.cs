using RobotVision.Cameras;
using RobotVision.Capture;
using RobotVision.Geometry;
using RobotVision.Pipeline;
using RobotVision.Placing;
using RobotVision.Poses;

namespace RobotVision.Tests.Pipeline;

public class PipelineAllocationTests
{
    static readonly FisheyeCamera Camera = new(new(160, 120, 70, 70, 80, 60));

    static IEnumerable<TestCaseData> Placers()
    {
        var image = () => new FramePlacer();
        yield return new TestCaseData(0, image).SetArgDisplayNames("one view", "in the image");
        yield return new TestCaseData(3, image).SetArgDisplayNames("close-ups", "in the image");
        yield return new TestCaseData(0, () => new FramePlacer(new CameraSetup() { Camera = Camera, Poses = Poses(), Field = new() }))
            .SetArgDisplayNames("one view", "on the ground");
    }

    static PoseHistory Poses()
    {
        var poses = new PoseHistory(20_000);
        for (var i = 0; i < 20_000; i++)
            poses.Add(TimedPose.Of(new CameraPose(0.6, 0, 0.5, Math.Sin(i * 0.01)), i * 10_000) with { Odometry = new(0.001 * i, 0, 0) });
        return poses;
    }

    [TestCaseSource(nameof(Placers))]
    [CancelAfter(300_000)]
    public Task RunAsync_SteadyState_AllocatesNothing(int closeUps, Func<FramePlacer> placer) => MeasureAsync(closeUps, source => [new(source, placer())]);

    /// <summary>Of two cameras, whose frames are in one recording and whose tracks are in common.</summary>
    [Test]
    [CancelAfter(300_000)]
    public Task RunAsync_SteadyStateOfTwoCameras_AllocatesNothing()
    {
        FramePlacer Placer() => new(new CameraSetup() { Camera = Camera, Poses = Poses() });
        return MeasureAsync(0, source =>
        {
            var both = new AlternatingSource(source);
            return [new(both, Placer(), "head"), new(both, Placer(), "chest")];
        });
    }

    static async Task MeasureAsync(int closeUps, Func<ScriptedSource, VisionCamera[]> cameras)
    {
        var cancellationToken = TestContext.CurrentContext.CancellationToken;
        const int warm = 300, frames = 1300, window = 4;
        var readings = new long[frames / window + 1];
        using var model = TestModel.Load(maxSamples: Math.Max(1, closeUps));
        var publisher = new AllocationMeter(observation =>
        {
            var number = (int)observation.Frame.Number;
            if (number % window == 0) readings[number / window] = GC.GetTotalAllocatedBytes(precise: true);
        });
        var source = ScriptedSource.Of(frames + 1, interval: TimeSpan.FromMilliseconds(40));
        var pipeline = new VisionPipeline(cameras(source), model, [publisher], TimeProvider.System, new() { CloseUps = closeUps })
        {
            Thresholds = TestModel.LowThresholds,
        };
        await pipeline.RunAsync(cancellationToken);
        Assert.That(pipeline.Pool.Outstanding, Is.Zero);

        // The whole process is measured, and the test runner allocates every tenth of a second: windows are shorter than that, and
        // what a frame costs is in every one of them. A busy machine adds what waiting threads cost, so a tenth of the windows has to be clean.
        var windows = readings.Zip(readings.Skip(1), (before, after) => after - before).Skip(warm / window).ToList();
        Assert.That(
            windows.Count(bytes => bytes == 0), Is.GreaterThan(windows.Count / 10), $"bytes in windows of {window} frames: {string.Join(", ", windows)}");
    }

    /// <summary>A recording of two cameras whose frames come in turn.</summary>
    sealed class AlternatingSource(ScriptedSource frames) : IFrameSource
    {
        public string Name => frames.Name;

        public bool IsLive => false;

        public long? FrameCount => null;

        public double? FramesPerSecond => null;

        public string? Problem => null;

        public ReadOutcome Read(Frame frame)
        {
            var outcome = frames.Read(frame);
            frame.Camera = (int)(frame.Number % 2);
            return outcome;
        }

        public void Dispose() => frames.Dispose();
    }

    sealed class AllocationMeter(Action<Observation> onFrame) : RobotVision.Pipeline.IPublisher
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
