using RobotVision.Data.Randomness;
using RobotVision.Training.Layers;
using RobotVision.Training.Recipes;
using RobotVision.Training.Steps;

namespace RobotVision.Training.Tests.Runs;

/// <summary>A small problem: in which half of an 8 x 8 image a bright square is.</summary>
sealed class ToyProblem : IBatchSource
{
    public static NetworkDefinition Network { get; } = new("toy", [1, 8, 8], "half",
    [
        new Convolution("conv1", 4, Padding: 1, Bias: false), new BatchNormalisation("norm1"), new MaxPool("pool1"), new Relu("relu1"),
        new Residual("residual", [new Convolution("conv2", 4, Padding: 1, Bias: false), new BatchNormalisation("norm2"), new Relu("relu2")]),
        new Dropout("dropout", 0.2f), new Flatten("flatten"), new Dense("dense", 2),
    ]);

    public static TrainingOptions Options { get; } = new()
    {
        Seed = 3,
        BatchSize = 8,
        Steps = 60,
        LearningRate = 0.02,
        WarmUpSteps = 5,
        AverageDecay = 0.9,
        Threads = 1,
        CheckpointEvery = 0,
        ReportEvery = 10,
    };

    public void Fill(long stepIndex, TrainingBatch batch)
    {
        for (var i = 0; i < batch.Size; i++)
        {
            var sample = batch.Sample(i);
            RandomTensors.FillNormal(sample, 0.2, 5, (uint)(stepIndex * batch.Size + i));
            var random = new RandomSequence(9, (ulong)stepIndex, (uint)i);
            int column = random.NextInt32(7), row = random.NextInt32(7), half = column + 1 < 4 ? 0 : 1;
            foreach (var pixel in new[] { 0, 1, 8, 9 }) sample[row * 8 + column + pixel] += 2;
            batch.Target(i)[0] = 1 - half;
            batch.Target(i)[1] = half;
            batch.Weight(i).Fill(1);
            batch.Names[i] = $"toy {stepIndex}/{i}";
        }
    }
}
