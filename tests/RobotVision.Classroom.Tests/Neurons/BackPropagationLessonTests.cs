using RobotVision.Classroom.Neurons;
using RobotVision.Data.Randomness;

namespace RobotVision.Classroom.Tests.Neurons;

public class BackPropagationLessonTests
{
    [TestCase(0.9)]
    [TestCase(10)]
    public void Advance_Xor_IsLearnedByTheRatesOfTheLecture(double rate)
    {
        var state = new BackPropagationLesson(new() { LearningRate = rate }).Advance(50_000, untilLearned: true);
        Assert.That(state.LearnedAt, Is.EqualTo(state.Epoch));
        foreach (var row in state.Rows) Assert.That(row.Output, Is.EqualTo(row.Target).Within(BackPropagationLesson.Tolerance));
        Assert.That(state.History[0].Error, Is.GreaterThan(10 * state.Error));
        Assert.That(state.History, Has.Count.LessThanOrEqualTo(402));
    }

    [Test]
    public void Advance_MoreEpochsThanTheCurveHolds_TheCurveEndsAtTheLast()
    {
        var state = new BackPropagationLesson(new() { LearningRate = 30 }).Advance(1601, untilLearned: false);
        Assert.That(state.History[^1], Is.EqualTo(new ErrorPoint(1601, state.Error)));
        Assert.That(state.History.Select(point => point.Epoch), Is.Ordered.Ascending.And.Unique);
    }

    [Test]
    public void Begin_RateOutOfRange_IsRefused() =>
        Assert.That(() => new BackPropagationLesson(new() { LearningRate = double.NaN }), Throws.TypeOf<OptionException>());

    /// <summary>Every delta times its input is the slope of the error, measured by small changes of the weight.</summary>
    [TestCase(false, 0)]
    [TestCase(true, 0)]
    [TestCase(true, 0.5)]
    public void AddSample_Gradients_AreThoseOfSmallChanges(bool hasCrossEntropy, double dropout)
    {
        const double change = 1e-6;
        DenseNetwork Create() => new([2, 4, 3, 1], Activation.Tanh, Activation.Sigmoid, hasBiases: true, hasCrossEntropy, _ => 1, seed: 5);
        double Error(DenseNetwork network)
        {
            var random = new RandomSequence(3, 1);
            return network.AddSample([0.3, -0.8], [1], dropout, ref random);
        }

        var stepped = Create();
        Error(stepped);
        stepped.Step(1);
        for (var layer = 0; layer < 3; layer++)
            for (var i = 0; i < stepped.Weights[layer].Length; i++)
            {
                var (above, below, start) = (Create(), Create(), Create());
                above.Weights[layer][i] += change;
                below.Weights[layer][i] -= change;
                var slope = (Error(above) - Error(below)) / (2 * change);
                Assert.That(start.Weights[layer][i] - stepped.Weights[layer][i], Is.EqualTo(slope).Within(1e-7), $"layer {layer}, weight {i}");
            }
    }

    [Test]
    public void Step_Penalties_ShrinkWeightsAndL1SetsThemToZero()
    {
        var network = new DenseNetwork([1, 1], Activation.Linear, Activation.Linear, hasBiases: false, hasCrossEntropy: false, _ => 0, seed: 1);
        RandomSequence random = default;
        void Step(double decay, double lasso)
        {
            network.AddSample([0], [0], 0, ref random); // no gradient of the error
            network.Step(0.1, decay, lasso);
        }

        network.Weights[0][0] = 1;
        Step(decay: 0.5, lasso: 0);
        Assert.That(network.Weights[0][0], Is.EqualTo(0.95).Within(1e-12));
        network.Weights[0][0] = -0.04;
        Step(decay: 0, lasso: 0.5);
        Assert.That(network.Weights[0][0], Is.Zero);
    }
}
