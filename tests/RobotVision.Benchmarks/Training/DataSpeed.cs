using System.Diagnostics;
using System.Globalization;
using RobotVision.Data.Augmentation;
using RobotVision.Data.Synthesis;
using RobotVision.Detections;
using RobotVision.Training.Runs;
using RobotVision.Training.Steps;

namespace RobotVision.Benchmarks.Training;

/// <summary>
/// Compares the bare training step with the step on real data, in turn: images loaded from the cache, cropped, augmented, labelled, all on the same
/// threads. <c>RobotVision.Benchmarks data grid|lecture BATCH STEPS THREADS ROUNDS</c> prints both speeds of every round, the median of their ratio, the
/// time of the data alone, and the peak resident memory.
/// </summary>
static class DataSpeed
{
    /// <summary>Number of images: enough for different crops. They are rendered before the clock starts, as a long run has its images in the cache.</summary>
    const int Images = 64;

    public static void Print(string network, int batch, int steps, int threads, int rounds)
    {
        using var trainer = TrainingStepBenchmark.CreateTrainer(network, batch, threads);
        var mixer = new SampleMixer([new(new SyntheticDataset(new() { Seed = 1, Count = Images }), 1)], new AugmentationOptions(), seed: 1);
        var data = new SampleBatchSource(mixer, threads, TrainingTask.Find(network)!.TargetsFor(ObjectClasses.Count));
        var bare = new NoiseSource();
        var filled = new TrainingBatchProbe(data);
        for (var i = 0; i < 3 * Images / batch + 1; i++) trainer.TrainUntil(trainer.Step + 1, data);
        trainer.TrainUntil(trainer.Step + 3, bare);

        var ratios = new List<double>();
        for (var round = 0; round < rounds; round++)
        {
            var (alone, together) = (Speed(trainer, bare, batch, steps), Speed(trainer, filled, batch, steps));
            ratios.Add(together / alone);
            Console.WriteLine(FormattableString.Invariant($"step {alone:F1} images/s, with data {together:F1}, {together / alone:P1}"));
        }
        ratios.Sort();
        Console.WriteLine(FormattableString.Invariant(
            $"median {ratios[ratios.Count / 2]:P1}; a batch of data took {filled.MillisecondsPerBatch:F1} ms beside the step; ")
            + FormattableString.Invariant($"VmHWM {PeakResidentMegabytes()} MB"));
    }

    static double Speed(Trainer trainer, IBatchSource source, int batch, int steps)
    {
        var start = Stopwatch.GetTimestamp();
        trainer.TrainUntil(trainer.Step + steps, source);
        return batch * steps / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    static long PeakResidentMegabytes() => long.Parse(
        File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture) / 1024;

    /// <summary>Measures the time of a source.</summary>
    sealed class TrainingBatchProbe(IBatchSource source) : IBatchSource
    {
        readonly Stopwatch _clock = new();
        int _count;

        public double MillisecondsPerBatch => _clock.Elapsed.TotalMilliseconds / _count;

        public void Fill(long stepIndex, TrainingBatch batch)
        {
            _clock.Start();
            source.Fill(stepIndex, batch);
            _clock.Stop();
            _count++;
        }
    }
}
