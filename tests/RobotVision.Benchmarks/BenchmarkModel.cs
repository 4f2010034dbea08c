using System.Diagnostics;
using RobotVision.Detections;
using RobotVision.Inference;
using RobotVision.Training.Losses;
using RobotVision.Training.Network;
using RobotVision.Training.Recipes;
using RobotVision.Training.Runs;

namespace RobotVision.Benchmarks;

/// <summary>The shipped network with random weights, which takes as long as with trained ones; Dispose deletes the file.</summary>
sealed class BenchmarkModel : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("robotvision-benchmark-").FullName;

    /// <summary>Creates the model and loads it, by default on the CPU.</summary>
    public BenchmarkModel(int threads = 1, Accelerator accelerator = Accelerator.Cpu, int maxSamples = 1)
    {
        var path = System.IO.Path.Combine(_folder, "untrained.onnx");
        using (var trainer = new Trainer(GridNetwork.Create(), new GridLoss(), new TrainingOptions { BatchSize = 1, Threads = 1, Steps = 1, WarmUpSteps = 0 }))
            trainer.Export(path,
                new ModelContract { Network = "grid", Output = ModelOutput.Grid, Thresholds = [.. Enumerable.Repeat(0.5f, ObjectClasses.Count)] }.ToMetadata());
        var start = Stopwatch.GetTimestamp();
        Model = VisionModel.Load(path, new InferenceOptions { Accelerator = accelerator, Threads = threads, MaxSamples = maxSamples });
        Runner = Model.CreateRunner();
        LoadTime = Stopwatch.GetElapsedTime(start);
    }

    /// <summary>Time from loading the file to the first results, one run for every batch size.</summary>
    public TimeSpan LoadTime { get; }

    /// <summary>The model; owned by this.</summary>
    public VisionModel Model { get; }

    /// <summary>Runs it.</summary>
    public ModelRunner Runner { get; }

    public void Dispose()
    {
        Runner.Dispose();
        Model.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
