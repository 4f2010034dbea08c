using RobotVision.Data.Labels;
using RobotVision.Detections;
using RobotVision.Evaluation.Scores;
using RobotVision.Training.Confidences;
using Found = RobotVision.Detections.Detection;

namespace RobotVision.Training.Tests.Confidences;

public class ExpectedThresholdTests
{
    /// <summary>Calibrated confidences c, spread evenly, a label in every frame: F1 = (1 - c²) / (2 - c) is best at 0.268, half of the best.</summary>
    [Test]
    public void Of_CalibratedConfidences_IsHalfOfTheBestF1()
    {
        var score = new DetectionScore();
        for (var i = 0; i < 1000; i++) Add(score, (i % 100 + 0.5f) / 100, isRight: i / 100 * 10 + 5 < i % 100);
        var threshold = ExpectedThreshold.Of([score[ObjectClass.Ball]]);
        Assert.That(threshold, Is.EqualTo(0.268f).Within(0.03f));
    }

    /// <summary>One false alarm that is very sure of itself must not throw away nearly everything.</summary>
    [Test]
    public void Of_OneSureFalseAlarm_StaysInTheMiddle()
    {
        var score = new DetectionScore();
        for (var i = 0; i < 10; i++) Add(score, 0.6f + i / 100f, isRight: true);
        Add(score, 0.99f, isRight: false);
        Assert.That(ExpectedThreshold.Of([score[ObjectClass.Ball]]), Is.InRange(0.2f, 0.6f));
    }

    [Test]
    public void Of_NothingFound_DoesNotTell()
    {
        var score = new DetectionScore();
        Add(score, 0.5f, isRight: false);
        Assert.That(ExpectedThreshold.Of([score[ObjectClass.Ball]]), Is.Null);
        Assert.That(ExpectedThreshold.Of([]), Is.Null);
    }

    // A frame with one ball, and a detection that hits it or is elsewhere.
    static void Add(DetectionScore score, float confidence, bool isRight) => score.Add(
        [new Label(ObjectClass.Ball, new Box(10, 10, 20, 20))], ClassSet.Of(ObjectClass.Ball),
        [new Found(ObjectClass.Ball, confidence, isRight ? new Box(10, 10, 20, 20) : new Box(50, 50, 60, 60))], 100);
}
