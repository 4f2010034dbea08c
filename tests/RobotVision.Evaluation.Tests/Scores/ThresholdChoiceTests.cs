using RobotVision.Data.Labels;
using RobotVision.Detections;
using RobotVision.Evaluation.Frames;
using RobotVision.Evaluation.Scores;
using RobotVision.Testing;

namespace RobotVision.Evaluation.Tests.Scores;

public class ThresholdChoiceTests
{
    static readonly Box Here = new(10, 10, 30, 30);
    static readonly Box Far = new(200, 200, 220, 220);

    [Test]
    public void Best_ObjectsThatNoCandidateHits_CountAsMisses()
    {
        // Right at 0.9, wrong twice at 0.5, right at 0.4: F1 2/3 with the first alone, 4/6 with all.
        FrameResult Frame(params Label[] unseen) => TestFrames.Of(0, [new(ObjectClass.Ball, Here), new(ObjectClass.Ball, Far), .. unseen],
        [
            new(ObjectClass.Ball, 0.9f, Here), new(ObjectClass.Ball, 0.5f, new(300, 0, 310, 10)), new(ObjectClass.Ball, 0.5f, new(400, 0, 410, 10)),
            new(ObjectClass.Ball, 0.4f, Far), new(ObjectClass.Ball, 0.3f, new(500, 0, 510, 10)),
        ]);
        Label Unseen(int i) => new(ObjectClass.Ball, new(20 * i, 400, 20 * i + 4, 404));
        Label[] unseen = [.. Enumerable.Range(0, 6).Select(Unseen)];
        Assert.That(Choose(Score(Frame())), Is.EqualTo(0.9f), "the higher of equally good ones");
        Assert.That(Choose(Score(Frame(unseen))), Is.EqualTo(0.4f), "2/9 with the first alone, 4/12 with all");
        Assert.That(Choose(Score(Frame([.. unseen.Select(label => label with { Ignore = true })]))), Is.EqualTo(0.9f), "what is ignored does not count");
    }

    [Test]
    public void Best_FalseAlarmsInFramesWithoutObjects_Count()
    {
        var full = TestFrames.Of(0, Balls, [Seen(0.9f, Here), Seen(0.4f, Far)]);
        var empty = TestFrames.Of(1, [], [.. Enumerable.Range(0, 3).Select(i => Seen(0.5f, new(50 * i, 0, 50 * i + 10, 10)))]);
        Assert.That(Choose(Score(full)), Is.EqualTo(0.4f));
        Assert.That(Choose(Score(full, empty)), Is.EqualTo(0.9f));
    }

    [Test]
    public void Best_TwoSets_AreWeightedEqually()
    {
        // At 0.5 the small set has its false alarms and the large one its second ball.
        var alarms = Enumerable.Range(0, 4).Select(i => Seen(0.5f, new(50 * i, 300, 50 * i + 10, 310)));
        var small = Score(TestFrames.Of(0, [new(ObjectClass.Ball, Here)], [Seen(0.9f, Here), .. alarms]));
        var large = Score([.. Enumerable.Range(0, 20).Select(i => TestFrames.Of(i, Balls, [Seen(0.9f, Here), Seen(0.5f, Far)]))]);
        Assert.That(Choose(DetectionScore.Together([small, large])), Is.EqualTo(0.5f), "pooled, the large set dominates");
        Assert.That(Choose(small, large), Is.EqualTo(0.9f));
    }

    [Test]
    public void Best_PresenceInNearlyEveryImage_DoesNotAcceptAll()
    {
        // Nine of ten images show a ball. Eight of them have confidences from 0.7, one has 0.5; the image without a ball has 0.6.
        var clear = Enumerable.Range(0, 8).Select(i => TestFrames.Presence(true, 0.7f + i * 0.01f));
        var score = Score([.. clear, TestFrames.Presence(false, 0.6f), TestFrames.Presence(true, 0.5f)]);
        Assert.That(score[ObjectClass.Ball].Best()!.Value.Threshold, Is.EqualTo(0.5f), "the best F1 accepts all");
        Assert.That(Choose(score), Is.EqualTo(0.7f));
    }

    [Test]
    public void Best_AllImagesAlike_IsNull()
    {
        Assert.That(Choose(Score(TestFrames.Presence(true, 0.9f))), Is.Null, "every image shows it");
        Assert.That(Choose(Score(TestFrames.Of(0, [], [new(ObjectClass.Ball, 0.9f, Here)]))), Is.Null, "no image shows it");
        Assert.That(ThresholdChoice.Best([]), Is.Null);
    }

    static Label[] Balls => [new(ObjectClass.Ball, Here), new(ObjectClass.Ball, Far)];

    static RobotVision.Detections.Detection Seen(float confidence, Box box) => new(ObjectClass.Ball, confidence, box);

    static DetectionScore Score(params FrameResult[] frames)
    {
        var score = new DetectionScore();
        foreach (var frame in frames) score.Add(frame);
        return score;
    }

    static float? Choose(params DetectionScore[] scores) => ThresholdChoice.Best(scores.Select(score => score[ObjectClass.Ball]));
}
