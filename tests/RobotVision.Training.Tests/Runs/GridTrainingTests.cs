using RobotVision.Data.Labels;
using RobotVision.Data.Randomness;
using RobotVision.Detections;
using RobotVision.Inference;
using RobotVision.Sampling;
using RobotVision.Training.Losses;
using RobotVision.Training.Network;
using RobotVision.Training.Recipes;
using RobotVision.Training.Runs;
using RobotVision.Training.Steps;
using RobotVision.Training.Targets;

namespace RobotVision.Training.Tests.Runs;

/// <summary>Trains a model and decodes its detections as the robot does.</summary>
public class GridTrainingTests
{
    string _path = "";

    [SetUp]
    public void MakeFolder() => _path = Path.Combine(Directory.CreateTempSubdirectory("robotvision").FullName, "grid.onnx");

    [TearDown]
    public void RemoveFolder() => Directory.Delete(Path.GetDirectoryName(_path)!, recursive: true);

    [Test]
    public void Train_WhiteAndBlackSquares_ExportedModelFindsThem()
    {
        var options = new TrainingOptions { BatchSize = 8, Steps = 120, WarmUpSteps = 10, AverageDecay = 0.95, Threads = 1 };
        using (var trainer = new Trainer(GridNetwork.Create(width: 0.5f, cells: 12), new GridLoss(), options))
        {
            trainer.Train(new Squares());
            trainer.Export(
                _path, new ModelContract { Network = "grid", Output = ModelOutput.Grid, Thresholds = Enumerable.Repeat(0.4f, 8).ToArray() }.ToMetadata());
        }

        using var model = VisionModel.Load(_path, new() { Accelerator = Accelerator.Cpu });
        using var runner = model.CreateRunner();
        var sample = new float[SampleFormat.Length];
        var output = new float[model.OutputLength];
        var right = 0;
        for (var i = 0; i < 20; i++)
        {
            var truth = Squares.Draw(new(99, (ulong)i), sample);
            runner.Run(sample, 1, output);
            var detections = new DetectionList();
            GridDecoder.Decode(output, ImageRegion.Whole(96, 96), 96, 96, new Thresholds(model.Contract.Thresholds), detections, new());
            if (detections.Count == 1 && detections.Span[0].Class == truth.Class && detections.Span[0].Box.Overlap(truth.Box) > 0.5f) right++;
        }
        Assert.That(right, Is.GreaterThanOrEqualTo(16));
    }

    /// <summary>One square on grey: a ball when it is white, a robot when it is black.</summary>
    sealed class Squares : IBatchSource
    {
        public void Fill(long stepIndex, TrainingBatch batch)
        {
            for (var i = 0; i < batch.Size; i++)
                GridTargets.Write([Draw(new(7, (ulong)stepIndex, (uint)i), batch.Sample(i))], ClassSet.BuiltIn, batch.Target(i), batch.Weight(i));
        }

        public static Label Draw(RandomSequence random, Span<float> sample)
        {
            foreach (ref var value in sample) value = random.Uniform(-0.2f, 0.2f);
            int side = 12 + random.NextInt32(16), x = random.NextInt32(96 - side), y = random.NextInt32(96 - side);
            var white = random.Chance(0.5f);
            for (var i = 0; i < 3 * side * side; i++) sample[((i / (side * side) * 96) + y + i / side % side) * 96 + x + i % side] = white ? 1 : -1;
            return new(white ? ObjectClass.Ball : ObjectClass.Robot, new(x, y, x + side, y + side));
        }
    }
}
