using BenchmarkDotNet.Attributes;
using RobotVision.Inference;
using RobotVision.Training.Losses;
using RobotVision.Training.Network;
using RobotVision.Training.Recipes;
using RobotVision.Training.Runs;

namespace RobotVision.Benchmarks.Training;

/// <summary>
/// One complete training step (forward, backward, optimiser, moving average, dropout masks) of the shipped networks on two threads. Images per second are
/// the batch size divided by the time of an operation.
/// </summary>
[MemoryDiagnoser]
public class TrainingStepBenchmark
{
    /// <summary>The steps of one operation, since a trainer prepares the next batch while a step runs.</summary>
    const int Steps = 10;

    Trainer _trainer = null!;

    /// <summary>Name of the network.</summary>
    [Params("grid", "lecture")]
    public string Network { get; set; } = "";

    /// <summary>Samples per step.</summary>
    [Params(32, 64)]
    public int BatchSize { get; set; }

    /// <summary>Loads the step.</summary>
    [GlobalSetup]
    public void Load() => _trainer = CreateTrainer(Network, BatchSize, threads: 2);

    /// <summary>Frees the step.</summary>
    [GlobalCleanup]
    public void Free() => _trainer.Dispose();

    /// <summary>One step; the source has no cost.</summary>
    [Benchmark(OperationsPerInvoke = Steps)]
    public void Step() => _trainer.TrainUntil(_trainer.Step + Steps, new NoiseSource());

    internal static Trainer CreateTrainer(string network, int batchSize, int threads, Accelerator device = Accelerator.Cpu)
    {
        var options = new TrainingOptions { BatchSize = batchSize, Threads = threads, Steps = 1_000_000 };
        return network == "grid"
            ? new(GridNetwork.Create(), new GridLoss(), options, device: device)
            : new(LectureNetwork.Create(), new BinaryCrossEntropyLoss(), options, device: device);
    }
}
