using System.Diagnostics;
using System.Globalization;
using RobotVision.Inference;
using RobotVision.Sampling;

namespace RobotVision.Benchmarks.Inference;

/// <summary>
/// Prints the cold start, the median and the 99th percentile of one run of the shipped network in milliseconds and nothing else, for
/// scripts: <c>RobotVision.Benchmarks latency SAMPLES RUNS cpu|cuda [THREADS]</c>.
/// </summary>
static class Latency
{
    const int WarmUp = 20;

    public static void Print(int samples, int runs, Accelerator accelerator, int threads)
    {
        using var model = new BenchmarkModel(threads, accelerator, samples);
        var input = new float[samples * SampleFormat.Length];
        var output = new float[samples * model.Model.OutputLength];
        var random = new Random(1);
        foreach (ref var value in input.AsSpan()) value = random.NextSingle() * 2 - 1;

        var times = new double[runs];
        for (var run = -WarmUp; run < runs; run++)
        {
            var start = Stopwatch.GetTimestamp();
            model.Runner.Run(input, samples, output);
            if (run >= 0) times[run] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }
        Array.Sort(times);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{model.LoadTime.TotalMilliseconds:F0} {times[runs / 2]:F2} {times[runs * 99 / 100]:F2}"));
    }
}
