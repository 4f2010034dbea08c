using RobotVision.Training.Layers;
using RobotVision.Training.Losses;
using RobotVision.Training.Optimisers;
using RobotVision.Training.Recipes;
using RobotVision.Training.Runs;
using RobotVision.Training.Steps;

namespace RobotVision.Training.Tests.Runs;

/// <summary>The lecture's first examples, made of the same parts as the large networks.</summary>
public class LectureStepsTests
{
    static readonly TrainingOptions Plain = new()
    {
        BatchSize = 4,
        Optimiser = OptimiserKind.Sgd,
        Momentum = 0,
        WeightDecay = 0,
        WarmUpSteps = 0,
        Schedule = RateSchedule.Constant,
        AverageDecay = 0,
        Threads = 1,
        CheckpointEvery = 0,
    };

    static NetworkDefinition Perceptron { get; } = new("perceptron", [2], "y", [new Dense("neuron", 1)]);

    /// <summary>Delta rule on the neuron's value before its threshold of 1/2: w grows by rate * (t - y) * x, mean over the truth table.</summary>
    [Test]
    public void Perceptron_OneStep_IsTheDeltaRule()
    {
        const double rate = 0.1;
        using var trainer = new Trainer(Perceptron, new SquaredLoss(), Plain with { Steps = 1, LearningRate = rate });
        var before = trainer.ToCheckpoint().State;
        double[] w = [before["neuron.weight"][0], before["neuron.weight"][1], before["neuron.bias"][0]];
        double[] expected = [.. w];
        foreach (var (x1, x2, t) in Table.And)
        {
            var delta = rate * (t - (w[0] * x1 + w[1] * x2 + w[2])) / 4;
            expected = [expected[0] + delta * x1, expected[1] + delta * x2, expected[2] + delta];
        }
        trainer.Train(new Table(Table.And));
        var after = trainer.ToCheckpoint().State;
        Assert.That(new double[] { after["neuron.weight"][0], after["neuron.weight"][1], after["neuron.bias"][0] }, Is.EqualTo(expected).Within(1e-6));
    }

    [Test]
    public void Perceptron_And_IsLearnedByTheDeltaRule() =>
        Assert.That(Answers(Perceptron, new SquaredLoss(), Plain with { Steps = 300, LearningRate = 0.5 }, Table.And),
            Is.EqualTo(new[] { false, false, false, true }));

    /// <summary>XOR is not linearly separable: the best output of a single neuron is 1/2 for all inputs.</summary>
    [Test]
    public void Perceptron_Xor_IsNotLearned() =>
        Assert.That(Answers(Perceptron, new SquaredLoss(), Plain with { Steps = 300, LearningRate = 0.5 }, Table.Xor),
            Is.Not.EqualTo(Table.Xor.Select(row => row.Answer > 0.5f).ToArray()));

    /// <summary>Three inputs, of which the third is always 1, three hidden neurons, one output.</summary>
    [TestCase(1UL)]
    [TestCase(2UL)]
    [TestCase(3UL)]
    public void Network331_Xor_IsLearned(ulong seed)
    {
        var network = new NetworkDefinition("xor", [3], "y", [new Dense("hidden", 3), new Tanh("tanh"), new Dense("output", 1)]);
        var options = Plain with { Seed = seed, Steps = 1500, LearningRate = 0.5, Momentum = 0.9, Optimiser = OptimiserKind.Nesterov };
        Assert.That(Answers(network, new BinaryCrossEntropyLoss(), options, Table.Xor, threshold: 0), Is.EqualTo(new[] { false, true, true, false }));
    }

    static bool[] Answers(NetworkDefinition network, Loss loss, TrainingOptions options, (float, float, float)[] table, float threshold = 0.5f)
    {
        using var trainer = new Trainer(network, loss, options);
        trainer.Train(new Table(table));
        float[] samples = [.. table.SelectMany(row => network.InputShape[0] == 3 ? [row.Item1, row.Item2, 1f] : new[] { row.Item1, row.Item2 })];
        return [.. ModelExporter.Run(network.ToInferenceModel(trainer.ToInferenceValues()), network, samples).Select(value => value > threshold)];
    }

    /// <summary>A truth table as the batch of every step.</summary>
    sealed class Table((float X1, float X2, float Answer)[] rows) : IBatchSource
    {
        public static (float X1, float X2, float Answer)[] And { get; } = [(0, 0, 0), (0, 1, 0), (1, 0, 0), (1, 1, 1)];

        public static (float X1, float X2, float Answer)[] Xor { get; } = [(0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 0)];

        public void Fill(long stepIndex, TrainingBatch batch)
        {
            for (var i = 0; i < batch.Size; i++)
            {
                var sample = batch.Sample(i);
                sample.Fill(1);
                (sample[0], sample[1], batch.Target(i)[0]) = rows[i];
                batch.Weight(i).Fill(1);
            }
        }
    }
}
