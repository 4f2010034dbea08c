using RobotVision.Data.Labels;
using RobotVision.Detections;
using RobotVision.Evaluation.Frames;
using RobotVision.Evaluation.Scores;
using Found = RobotVision.Detections.Detection;

namespace RobotVision.Evaluation.Tests.Scores;

public class DetectionScoreTests
{
    static readonly Box Here = new(10, 10, 30, 30);
    static readonly Box Far = new(200, 200, 220, 220);

    [Test]
    public void Add_CentreInBox_IsAHitWhateverTheSize() =>
        Assert.That(Score([Ball(Here)], [Seen(0.9f, Box.FromCenter(11, 29, 300, 2))]), Is.EqualTo((1, 0, 0)));

    [Test]
    public void Add_CentreOutsideBox_IsAMistakeAndAMiss() =>
        Assert.That(Score([Ball(Here)], [Seen(0.9f, Far)]), Is.EqualTo((0, 1, 1)));

    [Test]
    public void Add_TwoDetectionsOfOneLabel_SecondIsAMistake() =>
        Assert.That(Score([Ball(Here)], [Seen(0.6f, Here), Seen(0.9f, Here)]), Is.EqualTo((1, 1, 0)));

    [Test]
    public void Add_TwoDetectionsOfTwoOverlappingLabels_BothHit() =>
        Assert.That(Score([Ball(Here), Ball(new(12, 12, 32, 32))], [Seen(0.6f, Here), Seen(0.9f, Here)]), Is.EqualTo((2, 0, 0)));

    [Test]
    public void Add_ConfidentDetection_TakesItsNearestLabel()
    {
        // The more confident one is in both boxes and nearer to the second; if it took the first, the other would hit none.
        Label[] labels = [Ball(new(0, 0, 40, 40)), Ball(new(20, 20, 60, 60))];
        Assert.That(Score(labels, [Seen(0.9f, Box.FromCenter(35, 35, 4, 4)), Seen(0.6f, Box.FromCenter(5, 5, 4, 4))]), Is.EqualTo((2, 0, 0)));
    }

    [Test]
    public void Add_IgnoredLabel_TakesAnyNumberAndIsNotMissed()
    {
        Label ignored = new(ObjectClass.Ball, Here, Ignore: true);
        Assert.That(Score([ignored], [Seen(0.9f, Here), Seen(0.8f, Here)]), Is.EqualTo((0, 0, 0)));
        Assert.That(Score([ignored], []), Is.EqualTo((0, 0, 0)));
    }

    [Test]
    public void Add_DetectionInLabelAndIgnored_HitsTheLabelFirst() =>
        Assert.That(Score([new(ObjectClass.Ball, Here, Ignore: true), Ball(Here)], [Seen(0.9f, Here), Seen(0.8f, Here)]), Is.EqualTo((1, 0, 0)));

    [Test]
    public void Add_OtherClass_DoesNotMatch() =>
        Assert.That(Score([new(ObjectClass.Robot, Here)], [Seen(0.9f, Here)]), Is.EqualTo((0, 1, 0)));

    [Test]
    public void Add_UnlabelledClass_IsNotScored()
    {
        var score = new DetectionScore();
        score.Add([], ClassSet.Of(ObjectClass.Robot), [Seen(0.9f, Here)], 640);
        Assert.Multiple(() =>
        {
            Assert.That(score[ObjectClass.Ball].Frames, Is.Zero);
            Assert.That(score[ObjectClass.Ball].At(0).Mistakes, Is.Zero);
            Assert.That(score[ObjectClass.Robot].Frames, Is.EqualTo(1));
        });
    }

    [TestCase(19f, 1)]
    [TestCase(20f, 0)]
    public void Add_Point_IsMatchedByDistance(float distance, int hits)
    {
        // 3 % of 640 pixels are 19.2.
        var score = new DetectionScore();
        score.Add([new(ObjectClass.LineX, Box.FromCenter(100, 100, 60, 60))], ClassSet.BuiltIn,
            [new(ObjectClass.LineX, 0.9f, Box.FromCenter(100 + distance, 100, 60, 60))], 640);
        Assert.That(score[ObjectClass.LineX].At(0).Hits, Is.EqualTo(hits));
    }

    [Test]
    public void Curve_KnownCase_GivesKnownFigures()
    {
        // Falling confidence: hit, mistake, hit; three labels. Precision 1, 1/2, 2/3 at recall 1/3, 1/3, 2/3.
        var score = new DetectionScore();
        score.Add([Ball(Here), Ball(Far)], ClassSet.BuiltIn, [Seen(0.5f, Far), Seen(0.9f, Here), Seen(0.7f, new(300, 0, 310, 10))], 640);
        score.Add([Ball(Here)], ClassSet.BuiltIn, [], 640);
        var ball = score[ObjectClass.Ball];
        Assert.Multiple(() =>
        {
            Assert.That(ball.Labels, Is.EqualTo(3));
            Assert.That(ball.AveragePrecision(), Is.EqualTo(1.0 / 3 + 2.0 / 9).Within(1e-12));
            Assert.That(ball.Best(), Is.EqualTo(new ScorePoint(0.5f, 2, 1, 1)));
            Assert.That(ball.Best()!.Value.F1, Is.EqualTo(2.0 / 3).Within(1e-12));
            Assert.That(ball.At(0.6f), Is.EqualTo(new ScorePoint(0.6f, 1, 1, 2)));
        });
    }

    [Test]
    public void Curve_EqualConfidences_AreOnePoint()
    {
        var score = new DetectionScore();
        score.Add([Ball(Here)], ClassSet.BuiltIn, [Seen(0.5f, Far), Seen(0.5f, Here)], 640);
        Assert.That(score[ObjectClass.Ball].Curve(), Is.EqualTo(new[] { new ScorePoint(0.5f, 1, 1, 0) }));
    }

    [Test]
    public void AveragePrecision_NoLabels_IsNull()
    {
        var score = new DetectionScore();
        score.Add([], ClassSet.BuiltIn, [Seen(0.5f, Far)], 640);
        Assert.That(score[ObjectClass.Ball].AveragePrecision(), Is.Null);
        Assert.That(score[ObjectClass.Ball].Best(), Is.Null);
    }

    /// <summary>A post of which only the place is labelled: found high above it in the middle, but standing on it.</summary>
    [Test]
    public void Add_LabelOfAFoot_IsHitByTheMiddleOfTheLowerEdge()
    {
        var foot = new Label(ObjectClass.Goalpost, new(95, 190, 115, 210));
        Found post = new(ObjectClass.Goalpost, 0.9f, new(100, 20, 110, 201)), scrap = new(ObjectClass.Goalpost, 0.8f, new(95, 190, 115, 240));
        var score = new DetectionScore();
        score.Add(new FrameResult(0, "", 640, 480, [foot], ClassSet.BuiltIn, [post, scrap]) { Feet = ClassSet.Of(ObjectClass.Goalpost) });
        var one = score[ObjectClass.Goalpost];
        Assert.That((one.At(0).Hits, one.At(0).Mistakes, one.At(0).Misses), Is.EqualTo((1, 1, 0)));
        Assert.That(one.Curve()[0], Is.EqualTo(new ScorePoint(0.9f, 1, 0, 0)), "the post, not what lies about its foot");
        Assert.That(one.AveragePrecision50(), Is.Null, "the label's box says nothing of the post's");
    }

    /// <summary>The boxes are rough ones: 3 % of 640 pixels beside them is near enough.</summary>
    [TestCase(228, 1)]
    [TestCase(231, 0)]
    public void Add_FootBesideItsRoughBox_IsAHitWhereItIsNear(float lowerEdge, int hits)
    {
        var label = new Label(ObjectClass.Robot, new(95, 150, 135, 210));
        var score = new DetectionScore();
        score.Add(new FrameResult(0, "", 640, 480, [label], ClassSet.BuiltIn, [new(ObjectClass.Robot, 0.9f, new(90, 20, 140, lowerEdge))])
        {
            Feet = ClassSet.Of(ObjectClass.Robot),
        });
        Assert.That(score[ObjectClass.Robot].At(0).Hits, Is.EqualTo(hits));
    }

    static (int Hits, int Mistakes, int Misses) Score(Label[] labels, Found[] detections)
    {
        var score = new DetectionScore();
        score.Add(labels, ClassSet.BuiltIn, detections, 640);
        var point = score[ObjectClass.Ball].At(0);
        return (point.Hits, point.Mistakes, point.Misses);
    }

    static Label Ball(Box box) => new(ObjectClass.Ball, box);

    static Found Seen(float confidence, Box box) => new(ObjectClass.Ball, confidence, box);
}
