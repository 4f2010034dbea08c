using System.Globalization;
using BenchmarkDotNet.Attributes;
using RobotVision.Pipeline;

namespace RobotVision.Benchmarks.Pipeline;

/// <summary>
/// The complete pipeline in a replay of decoded frames. The time of an operation is a frame's share of the run, so frames per second are its inverse;
/// median and p99 of the latency of single frames, while other frames are in other stages, are printed at the end.
/// </summary>
[MemoryDiagnoser]
public class PipelineBenchmark
{
    const int Frames = 500;

    BenchmarkModel _model = null!;
    PipelineMetrics _metrics = null!;

    /// <summary>Loads the model.</summary>
    [GlobalSetup]
    public void Load() => _model = new BenchmarkModel();

    /// <summary>Prints the latencies of the last run and frees the model.</summary>
    [GlobalCleanup]
    public void Free()
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"// a frame's way: p50 {_metrics.Total.Percentile(0.5).TotalMilliseconds:F3} ms, p99 {_metrics.Total.Percentile(0.99).TotalMilliseconds:F3} ms"));
        _model.Dispose();
    }

    /// <summary>One run; the allocations belong to its start.</summary>
    [Benchmark(OperationsPerInvoke = Frames)]
    public async Task Replay()
    {
        var pipeline = new VisionPipeline(new DecodedSource(640, 480, Frames), _model.Model, [], TimeProvider.System);
        await pipeline.RunAsync(CancellationToken.None);
        _metrics = pipeline.Metrics;
    }
}
