using RobotVision.Data.Labels;
using RobotVision.Detections;
using RobotVision.Evaluation.Scores;
using RobotVision.Testing;

namespace RobotVision.Evaluation.Tests.Scores;

public class PresenceScoreTests
{
    /// <summary>Balls: a true positive, a false negative, a false positive, two true negatives, and one image without labels.</summary>
    static ScoreRow Ball()
    {
        var score = new DetectionScore();
        (bool, float)[] images = [(true, 0.9f), (true, 0.2f), (false, 0.6f), (false, 0.1f), (false, 0.05f)];
        foreach (var (present, confidence) in images) score.Add(TestFrames.Presence(present, confidence));
        score.Add(TestFrames.Presence(false, 0.99f) with { Labelled = default });
        return ScoreReport.Of(score, TestFrames.Half).Classes.Single();
    }

    [Test]
    public void Of_SixImages_CountsTheLabelledOnes() =>
        Assert.That((Ball().Frames, Ball().Labels, Ball().Hits, Ball().Mistakes, Ball().Misses), Is.EqualTo((5, 2, 1, 1, 1)));

    [Test]
    public void Of_SixImages_GivesKnownRates()
    {
        var ball = Ball();
        Assert.That(ball.Precision, Is.EqualTo(0.5));
        Assert.That(ball.Recall, Is.EqualTo(0.5));
        Assert.That(ball.F1, Is.EqualTo(0.5));
        Assert.That(ball.Accuracy, Is.EqualTo(0.6).Within(1e-12));
        Assert.That(ball.BalancedAccuracy, Is.EqualTo((1 / 2.0 + 2 / 3.0) / 2).Within(1e-12));
        Assert.That(ball.BaseRate, Is.EqualTo(0.4).Within(1e-12));
        Assert.That((ball.BestF1, ball.BestThreshold), Is.EqualTo((0.8, 0.2f)));
    }

    [Test]
    public void Of_Detections_HaveNoAccuracy()
    {
        var score = new DetectionScore();
        score.Add([], ClassSet.Of(ObjectClass.Ball), [], 96);
        var row = ScoreReport.Of(score, TestFrames.Half).Classes.Single();
        Assert.That((row.Accuracy, row.BaseRate), Is.EqualTo(((double?)null, (double?)null)));
    }
}
