using RobotVision.Classroom.Neurons;

namespace RobotVision.Classroom.Tests.Neurons;

public class PerceptronLessonTests
{
    /// <summary>Calculated by hand: weights of 0 at the start, learning rate 1, rows in the order 00, 01, 10, 11.</summary>
    static readonly (decimal W1, decimal W2, decimal Bias, int Errors)[] And =
    [
        (1, 1, 1, 1), (2, 1, 0, 3), (2, 1, -1, 3), (2, 2, -1, 2), (2, 1, -2, 1), (2, 1, -2, 0),
    ];

    [Test]
    public void Advance_AndEpochByEpoch_IsTheCalculationByHand()
    {
        var lesson = new PerceptronLesson(new() { LearningRate = 1 });
        foreach (var (epoch, expected) in And.Index())
        {
            var state = lesson.Advance(4);
            Assert.That((state.W1, state.W2, state.Bias, state.Errors[^1]), Is.EqualTo(expected));
            Assert.That(state.Epoch, Is.EqualTo(epoch + 1));
        }

        Assert.That(lesson.IsLearned, Is.True);
    }

    /// <summary>With weights of 0 at the start every rate takes the same way; 0.1 is no binary number.</summary>
    [TestCase(0.1)]
    [TestCase(0.5)]
    [TestCase(2)]
    public void Advance_AndByAnyRate_IsLearnedInTheSixthEpoch(double rate)
    {
        var state = new PerceptronLesson(new() { LearningRate = (decimal)rate }).Advance(1000);
        Assert.That((state.IsLearned, state.Epoch), Is.EqualTo((true, 6)));
        Assert.That(state.Outputs, Is.EqualTo(new[] { 0, 0, 0, 1 }));
    }

    [Test]
    public void Advance_OneRow_TellsItsSumErrorAndChanges()
    {
        var state = new PerceptronLesson(new() { LearningRate = 0.5m, W1 = 1, W2 = -1, Bias = 0.5m }).Advance(1);
        Assert.That(state.Last, Is.EqualTo(new PerceptronStep(0, 0.5m, 1, -1, 0, 0, -0.5m)));
        Assert.That((state.Next, state.Bias), Is.EqualTo((1, 0m)));
    }

    [Test]
    public void Advance_Xor_IsNeverLearned()
    {
        var state = new PerceptronLesson(new() { Table = TruthTable.Xor }).Advance(4000);
        Assert.That((state.IsLearned, state.Epoch), Is.EqualTo((false, 1000)));
    }

    [TestCase(0)]
    [TestCase(11)]
    public void Begin_RateOutOfRange_IsRefused(double rate) =>
        Assert.That(
            () => new PerceptronLesson(new() { LearningRate = (decimal)rate }),
            Throws.TypeOf<OptionException>().With.Message.StartsWith("Learning rate: expected"));
}
