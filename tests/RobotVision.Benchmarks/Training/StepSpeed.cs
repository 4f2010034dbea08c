using System.Diagnostics;
using System.Globalization;
using RobotVision.Inference;

namespace RobotVision.Benchmarks.Training;

/// <summary>
/// Prints only the images per second of the training step, for scripts that compare complete programs in turn:
/// <c>RobotVision.Benchmarks step grid|lecture BATCH STEPS THREADS [cpu|cuda]</c>.
/// </summary>
static class StepSpeed
{
    const int WarmUp = 3;

    public static void Print(string network, int batch, int steps, int threads, Accelerator device)
    {
        using var trainer = TrainingStepBenchmark.CreateTrainer(network, batch, threads, device);
        var source = new NoiseSource();
        trainer.TrainUntil(WarmUp, source);
        var start = Stopwatch.GetTimestamp();
        trainer.TrainUntil(WarmUp + steps, source);
        Console.WriteLine((batch * steps / Stopwatch.GetElapsedTime(start).TotalSeconds).ToString("F1", CultureInfo.InvariantCulture));
    }
}
