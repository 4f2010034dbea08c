using RobotVision.Detections;
using RobotVision.Inference;
using RobotVision.Training.Losses;
using RobotVision.Training.Network;
using RobotVision.Training.Recipes;
using RobotVision.Training.Runs;

namespace RobotVision.Tests;

/// <summary>
/// A valid model with untrained weights, made once for all tests by the first that asks. It is sure of nothing: at the
/// thresholds in its file nothing counts, at <see cref="LowThresholds"/> nearly everything.
/// </summary>
[SetUpFixture]
public class TestModel
{
    static readonly Lazy<string> File = new(Write);

    /// <summary>Thresholds that every peak passes.</summary>
    public static Thresholds LowThresholds { get; } = new(Enumerable.Repeat(1e-6f, ObjectClasses.Count));

    /// <summary>What the model says of itself.</summary>
    public static ModelContract Contract { get; } = new()
    {
        Network = "grid",
        Output = ModelOutput.Grid,
        Thresholds = [.. Enumerable.Repeat(1 - 1e-6f, ObjectClasses.Count)],
    };

    /// <summary>The model's file; borrowed.</summary>
    public static string Path => File.Value;

    /// <summary>Loads the model for one thread of the CPU; the caller owns it.</summary>
    public static VisionModel Load(int maxSamples = 1) =>
        VisionModel.Load(Path, new InferenceOptions { Accelerator = Accelerator.Cpu, MaxSamples = maxSamples });

    [OneTimeTearDown]
    public void Remove()
    {
        if (File.IsValueCreated) Directory.Delete(System.IO.Path.GetDirectoryName(Path)!, recursive: true);
    }

    static string Write()
    {
        var path = System.IO.Path.Combine(Directory.CreateTempSubdirectory("robotvision-test-").FullName, "untrained.onnx");
        using var trainer = new Trainer(GridNetwork.Create(), new GridLoss(), new TrainingOptions { BatchSize = 1, Threads = 1, Steps = 1, WarmUpSteps = 0 });
        trainer.Export(path, Contract.ToMetadata());
        return path;
    }
}
