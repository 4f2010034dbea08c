using RobotVision.Detection;
using RobotVision.Inference;
using RobotVision.Training.Learning;
using RobotVision.Training.Network;

namespace RobotVision.Benchmarks;

/// <summary>The shipped network with untrained weights, which takes as long as with trained ones; its file is gone with it.</summary>
sealed class BenchmarkModel : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("robotvision-benchmark-").FullName;

    /// <summary>Makes the model and loads it on the CPU.</summary>
    public BenchmarkModel(int threads = 1)
    {
        var path = System.IO.Path.Combine(_folder, "untrained.onnx");
        using (var trainer = new Trainer(GridNetwork.Create(), new GridLoss(), new TrainingOptions { BatchSize = 1, Threads = 1, Steps = 1, WarmUpSteps = 0 }))
            trainer.Export(path, new ModelContract { Network = "grid", Output = "grid", Thresholds = [.. Enumerable.Repeat(0.5f, ObjectClasses.Count)] }.ToMetadata());
        Model = VisionModel.Load(path, new InferenceOptions { Accelerator = Accelerator.Cpu, Threads = threads });
    }

    /// <summary>The model; owned by this.</summary>
    public VisionModel Model { get; }

    public void Dispose()
    {
        Model.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
