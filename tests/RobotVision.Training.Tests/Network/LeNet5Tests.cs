using RobotVision.Training.Losses;
using RobotVision.Training.Network;
using RobotVision.Training.Recipes;
using RobotVision.Training.Runs;
using RobotVision.Training.Tests.Runs;

namespace RobotVision.Training.Tests.Network;

/// <summary>Trains LeNet-5 on digits drawn here and tests it on other digits.</summary>
public class LeNet5Tests
{
    [Test]
    public void Train_SegmentDigits_ReadsNewOnes() =>
        Assert.That(AccuracyAfter(SegmentDigits.Draw, steps: 300, tested: 500), Is.GreaterThanOrEqualTo(0.95));

    [Test]
    [Category("Slow")]
    [Explicit("Takes about a minute on one core.")]
    public void Train_DigitsOfSevenFonts_ReadsNewOnes() =>
        Assert.That(AccuracyAfter(FontDigits.Draw, steps: 4000, tested: 4000), Is.GreaterThanOrEqualTo(0.98));

    static double AccuracyAfter(DigitArtist artist, int steps, int tested)
    {
        var options = new TrainingOptions { Steps = steps, WarmUpSteps = 20, LearningRate = 3e-3, AverageDecay = 0.98, Threads = 1, CheckpointEvery = 0 };
        var network = LeNet5.Create();
        using var trainer = new Trainer(network, new SoftmaxCrossEntropyLoss(), options);
        trainer.Train(new Digits(artist, seed: 1));

        var samples = new float[tested * Digits.Length];
        var truth = Enumerable.Range(0, tested).Select(i => artist(new(2, (ulong)i), samples.AsSpan(i * Digits.Length, Digits.Length))).ToArray();
        var output = ModelExporter.Run(network.ToInferenceModel(trainer.ToInferenceValues()), network, samples);
        var right = output.Chunk(10).Zip(truth).Count(pair => Array.IndexOf(pair.First, pair.First.Max()) == pair.Second);
        TestContext.Out.WriteLine(FormattableString.Invariant($"{right} of {tested} right"));
        return (double)right / tested;
    }
}
