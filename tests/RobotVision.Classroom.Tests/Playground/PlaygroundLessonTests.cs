using RobotVision.Classroom.Neurons;
using RobotVision.Classroom.Playground;

namespace RobotVision.Classroom.Tests.Playground;

public class PlaygroundLessonTests
{
    [TestCase(PlaygroundSet.Circle)]
    [TestCase(PlaygroundSet.Xor)]
    [TestCase(PlaygroundSet.Gauss)]
    public void Advance_SetsOfTwoClasses_AreLearned(PlaygroundSet set)
    {
        var state = new PlaygroundLesson(new() { Set = set }).Advance(200, new());
        Assert.That(state.TestWrong, Is.LessThan(0.05));
        Assert.That(state.TestError, Is.LessThan(0.2));
    }

    [Test]
    public void Advance_SpiralWithMoreNeurons_IsLearned() => Assert.That(
        new PlaygroundLesson(new() { Set = PlaygroundSet.Spiral, Hidden = [8, 8], Features = [.. Enum.GetValues<PlaygroundFeature>()] })
            .Advance(400, new()).TestWrong, Is.LessThan(0.1));

    /// <summary>Without hidden layers, or with linear ones, only a line divides; with the squares as features a circle is one.</summary>
    [Test]
    public void Advance_CircleByALine_NeedsTheSquares()
    {
        Assert.That(new PlaygroundLesson(new() { Hidden = [] }).Advance(100, new()).TestWrong, Is.GreaterThan(0.25));
        Assert.That(new PlaygroundLesson(new() { Activation = Activation.Linear }).Advance(100, new()).TestWrong, Is.GreaterThan(0.25));
        PlaygroundFeature[] squares = [PlaygroundFeature.X1Squared, PlaygroundFeature.X2Squared];
        Assert.That(new PlaygroundLesson(new() { Hidden = [], Features = squares }).Advance(100, new()).TestWrong, Is.LessThan(0.02));
    }

    [Test]
    public void Advance_Penalties_MakeWeightsSmaller()
    {
        double Size(PlaygroundTuning tuning) =>
            new PlaygroundLesson(new()).Advance(100, tuning).Weights.Sum(layer => layer.Sum(Math.Abs));
        var plain = Size(new());
        Assert.That(Size(new() { L1 = 0.01 }), Is.LessThan(0.8 * plain));
        Assert.That(Size(new() { L2 = 0.01 }), Is.LessThan(0.8 * plain));
    }

    [Test]
    public void Advance_Maps_AreThoseOfThePlane()
    {
        var lesson = new PlaygroundLesson(new() { Set = PlaygroundSet.Gauss });
        var state = lesson.Advance(100, new());
        const int side = PlaygroundLesson.Side;
        Assert.That(state.Output, Has.Length.EqualTo(side * side));
        Assert.That((state.Neurons.Length, state.Neurons[0].Length, state.Neurons[0][0].Length), Is.EqualTo((2, 4, side * side / 4)));
        // Class 1 is up on the right.
        Assert.That(state.Output[side - 1], Is.GreaterThan(250));
        Assert.That(state.Output[(side - 1) * side], Is.LessThan(5));
        var x1 = lesson.Scene.Features[0];
        Assert.That((x1[0], x1[side / 2 - 1]), Is.EqualTo(((byte)0, (byte)255)));
        Assert.That(lesson.Scene.Points.Count(point => point.IsTest), Is.EqualTo(200).Within(40));
    }

    [Test]
    public void Begin_OptionsOutOfRange_AreRefused()
    {
        Assert.That(() => new PlaygroundLesson(new() { Features = [] }), Throws.TypeOf<OptionException>());
        Assert.That(() => new PlaygroundLesson(new() { Hidden = [9] }), Throws.TypeOf<OptionException>().With.Message.Contains("1..8, found 9"));
        Assert.That(() => new PlaygroundLesson(new()).Advance(1, new() { Dropout = 1 }), Throws.TypeOf<OptionException>());
    }
}
