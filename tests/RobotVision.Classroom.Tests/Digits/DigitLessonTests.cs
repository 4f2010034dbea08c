using RobotVision.Classroom.Digits;

namespace RobotVision.Classroom.Tests.Digits;

public class DigitLessonTests
{
    static readonly PenPoint[][] Seven = [[new(60, 40), new(200, 40), new(110, 240)]];

    static readonly PenPoint[][] One = [[new(140, 30), new(140, 250)]];

    [Test]
    public void Advance_ThroughPartOfTheTraining_ReadsDrawnDigits()
    {
        using var lesson = new DigitLesson(new());
        var before = lesson.Advance(0, Seven);
        Assert.That(before.Curve[^1].Wrong, Is.GreaterThan(0.6));
        var seven = lesson.Advance(150, Seven);
        Assert.That((seven.Step, seven.Reading!.Digit), Is.EqualTo((150, 7)));
        Assert.That(seven.Curve[^1].Wrong, Is.LessThan(0.1));
        Assert.That(seven.Reading.Probabilities.Sum(), Is.EqualTo(1).Within(1e-5));
        Assert.That(seven.Reading.Layers.Select(layer => string.Join("x", layer.Shape)),
            Is.EqualTo(new[] { "1x32x32", "6x28x28", "6x14x14", "16x10x10", "16x5x5", "120", "84", "10" }));
        foreach (var layer in seven.Reading.Layers) Assert.That(layer.Levels, Has.Length.EqualTo(layer.Shape.Aggregate((all, axis) => all * axis)));
        Assert.That(lesson.Advance(0, One).Reading!.Digit, Is.EqualTo(1));
        Assert.That(lesson.Advance(0, null).Reading, Is.Null);
    }

    /// <summary>A flat line is no digit; drawn by the learner as a 4, it is trained as one.</summary>
    [Test]
    public void Examples_WithDrawingsOfTheLearner_ContainThem()
    {
        PenPoint[][] flat = [[new(0, 0), new(100, 0)]];
        using var lesson = new DigitLesson(new() { Own = [new(4, flat)] });
        // A line from left to right: ink in few rows, in many columns.
        static bool IsFlat(DigitExample example) =>
            Enumerable.Range(0, 32).Count(row => Enumerable.Range(0, 32).Any(column => example.Levels[row * 32 + column] > 200)) < 14;
        var examples = lesson.Examples(200);
        Assert.That(examples.Count(example => IsFlat(example) && example.Digit == 4), Is.GreaterThan(15));
        Assert.That(examples.Select(example => example.Digit).Distinct().Count(), Is.EqualTo(10));
    }

    [Test]
    public void Draw_ADot_IsInkInTheMiddle()
    {
        var picture = new float[32 * 32];
        DigitPicture.Draw([[new(5, 5)]], picture, 32, 20, 3);
        Assert.That((picture[16 * 32 + 16], picture[0]), Is.EqualTo((1f, -1f)));
        Assert.That(picture.Count(value => value > -1), Is.LessThan(25));
    }

    [Test]
    public void Begin_WrongDrawings_AreRefused()
    {
        Assert.That(() => new DigitLesson(new() { Own = [new(10, Seven)] }), Throws.TypeOf<OptionException>().With.Message.Contains("0..9, found 10"));
        Assert.That(() => new DigitLesson(new() { Own = [new(1, [])] }), Throws.TypeOf<OptionException>());
        Assert.That(() => new DigitLesson(new() { Own = [new(1, [[]])] }), Throws.TypeOf<OptionException>());
        using var lesson = new DigitLesson(new());
        Assert.That(() => lesson.Advance(0, [[new(float.NaN, 0)]]), Throws.TypeOf<OptionException>());
        Assert.That(() => lesson.Advance(0, [new PenPoint[4001]]), Throws.TypeOf<OptionException>());
    }
}
