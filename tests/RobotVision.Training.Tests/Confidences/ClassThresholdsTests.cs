using RobotVision.Data.Labels;
using RobotVision.Detections;
using RobotVision.Evaluation.Scores;
using RobotVision.Testing;
using RobotVision.Inference;
using RobotVision.Training.Confidences;
using Found = RobotVision.Detections.Detection;

namespace RobotVision.Training.Tests.Confidences;

public class ClassThresholdsTests
{
    static readonly ClassSet BallAndRobot = ClassSet.Of(ObjectClass.Ball, ObjectClass.Robot);

    /// <summary>The contract of a model trained on all classes but line_x.</summary>
    static readonly ModelContract Start = new()
    {
        Network = "grid",
        Output = ModelOutput.Grid,
        Thresholds = [0.2f, 0.3f, 0.4f, 0.5f, 0.6f, 0.7f, Thresholds.Off, 0.8f],
        CloseUpThresholds = [0.25f, 0.35f, 0.45f, 0.55f, 0.65f, 0.75f, Thresholds.Off, 0.85f],
    };

    [Test]
    public void Of_ClassesThatNoTrainingImageShows_AreOff()
    {
        var thresholds = ClassThresholds.Of(BallAndRobot, null, BallsAt(0.9f), BallsAt(0.7f));
        Assert.That(thresholds.Origins.Skip(2), Is.All.EqualTo(ThresholdOrigin.Off));
        Assert.That(thresholds.Values.Skip(2).Concat(thresholds.CloseUps!.Skip(2)), Is.All.EqualTo(Thresholds.Off));
        Assert.That((thresholds.Values[0], thresholds.CloseUps![0]), Is.EqualTo((0.9f, 0.7f)));
    }

    [Test]
    public void Of_TrainedClassThatNoValidationImageShows_HasTheDefault()
    {
        var thresholds = ClassThresholds.Of(BallAndRobot, null, BallsAt(0.9f), null);
        Assert.That(thresholds.From(ThresholdOrigin.Guess), Is.EqualTo(new[] { "robot" }));
        Assert.That(thresholds.Values[1], Is.EqualTo(0.5f));
        Assert.That(thresholds.CloseUps, Is.Null);
    }

    /// <summary>Kept thresholds used to become 0.5, which reduced 37 detected obstacles to 11 on the same images.</summary>
    [Test]
    public void Of_ClassesThatTheNewDataDoNotLabel_KeepTheThresholdsOfTheModel()
    {
        var thresholds = ClassThresholds.Of(ClassSet.Of(ObjectClass.Ball), Start, BallsAt(0.9f), BallsAt(0.7f));
        Assert.That(thresholds.Values, Is.EqualTo(new[] { 0.9f }.Concat(Start.Thresholds.Skip(1))));
        Assert.That(thresholds.CloseUps, Is.EqualTo(new[] { 0.7f }.Concat(Start.CloseUpThresholds!.Skip(1))));
        Assert.That(thresholds.From(ThresholdOrigin.Kept), Is.EqualTo(new[] { "robot", "goalpost", "obstacle", "line_l", "line_t", "penalty_mark" }));
        Assert.That(thresholds.From(ThresholdOrigin.Off), Is.EqualTo(new[] { "line_x" }));
    }

    [Test]
    public void Of_ModelWithoutCloseUpThresholds_KeepsItsOnlyOnesForThem() =>
        Assert.That(ClassThresholds.Of(ClassSet.Of(ObjectClass.Ball), Start with { CloseUpThresholds = null }, BallsAt(0.9f), BallsAt(0.7f)).CloseUps!.Skip(1),
            Is.EqualTo(Start.Thresholds.Skip(1)));

    [Test]
    public void Of_ClassThatOnlyTheNewDataTeach_ComesOn() =>
        Assert.That(ClassThresholds.Of(ClassSet.Of(ObjectClass.LineX), Start, [], null).Values[(int)ObjectClass.LineX], Is.EqualTo(0.5f));

    /// <summary>A score for which this confidence is the best threshold for balls.</summary>
    static DetectionScore[] BallsAt(float confidence)
    {
        var score = new DetectionScore();
        Box ball = new(10, 10, 30, 30), nothing = new(300, 300, 320, 320);
        score.Add(TestFrames.Of(0, [new(ObjectClass.Ball, ball)], [new Found(ObjectClass.Ball, confidence, ball), new Found(ObjectClass.Ball, 0.1f, nothing)],
            ClassSet.Of(ObjectClass.Ball)));
        return [score];
    }
}
