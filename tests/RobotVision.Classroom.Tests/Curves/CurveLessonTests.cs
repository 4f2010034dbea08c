using RobotVision.Classroom.Curves;

namespace RobotVision.Classroom.Tests.Curves;

public class CurveLessonTests
{
    static CurvePoint End(CurveOptions options)
    {
        using var lesson = new CurveLesson(options);
        var state = lesson.Advance(CurveLesson.Steps);
        Assert.That(state.Points[^1].Step, Is.EqualTo(CurveLesson.Steps));
        return state.Points[^1];
    }

    [Test]
    public void Advance_TooSmallANetwork_ErrsOnItsExamplesToo()
    {
        var end = End(new() { Hidden = 4 });
        Assert.That(Math.Min(end.TrainingWrong, end.TestWrong), Is.GreaterThan(0.4));
    }

    /// <summary>A fifth of its labels is wrong: it learns even these by heart.</summary>
    [Test]
    public void Advance_TooLargeANetwork_LearnsItsExamplesByHeart()
    {
        var end = End(new() { Hidden = 600 });
        Assert.That(end.TrainingWrong, Is.LessThan(0.05));
        Assert.That(end.TestWrong, Is.GreaterThan(end.TrainingWrong + 0.1));
    }

    [Test]
    public void Advance_Remedies_NarrowTheGap()
    {
        static double Gap(CurvePoint end) => end.TestWrong - end.TrainingWrong;
        CurveOptions large = new() { Hidden = 300, Examples = 500, WrongLabels = 0.15 };
        var plain = End(large);
        Assert.That(Gap(End(large with { Dropout = 0.8 })), Is.LessThan(Gap(plain)));
        var augmented = End(large with { IsAugmented = true });
        Assert.That(augmented.TestWrong, Is.LessThan(plain.TestWrong / 2));
        Assert.That(End(large with { WeightDecay = 1 }).TestError, Is.LessThan(plain.TestError));
    }

    [Test]
    public void Advance_MoreExamples_AreReadBetter()
    {
        CurveOptions few = new() { Hidden = 200, Examples = 50 };
        Assert.That(End(few with { Examples = 2000 }).TestWrong, Is.LessThan(End(few).TestWrong / 2));
    }

    [Test]
    public void Begin_OptionsOutOfRange_AreRefused() =>
        Assert.That(() => new CurveLesson(new() { Hidden = 0 }), Throws.TypeOf<OptionException>().With.Message.Contains("1..1024, found 0"));
}
