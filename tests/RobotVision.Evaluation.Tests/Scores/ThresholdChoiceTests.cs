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
    public void Best_ObjectsThatNoCandidateHits_DoNotDrawItDown()
    {
        // Right at 0.9, wrong twice at 0.5, right at 0.4. Keeping the sure one is best, F1 2/3 against 2/3.5 with all.
        FrameResult Frame(params Label[] unseen) => TestFrames.Of(0, [new(ObjectClass.Ball, Here), new(ObjectClass.Ball, Far), .. unseen],
        [
            new(ObjectClass.Ball, 0.9f, Here), new(ObjectClass.Ball, 0.5f, new(300, 0, 310, 10)), new(ObjectClass.Ball, 0.5f, new(400, 0, 410, 10)),
            new(ObjectClass.Ball, 0.4f, Far), new(ObjectClass.Ball, 0.3f, new(500, 0, 510, 10)),
        ]);
        var unseen = Enumerable.Range(0, 6).Select(i => new Label(ObjectClass.Ball, new(20 * i, 400, 20 * i + 4, 404))).ToArray();
        var score = Score(Frame(unseen));
        Assert.That(score[ObjectClass.Ball].Best()!.Value.Threshold, Is.EqualTo(0.4f), "the F1 with the unseen counted as misses does fall for it");
        Assert.That(Choose(score), Is.EqualTo(0.9f));
        Assert.That(Choose(Score(Frame())), Is.EqualTo(0.9f));
    }

    [Test]
    public void Best_FalseAlarmsInFramesWithoutObjects_Count()
    {
        var full = TestFrames.Of(0, [new(ObjectClass.Ball, Here), new(ObjectClass.Ball, Far)], [new(ObjectClass.Ball, 0.9f, Here), new(ObjectClass.Ball, 0.4f, Far)]);
        var empty = TestFrames.Of(1, [], [.. Enumerable.Range(0, 3).Select(i => new RobotVision.Detections.Detection(ObjectClass.Ball, 0.5f, new(50 * i, 0, 50 * i + 10, 10)))]);
        Assert.That(Choose(Score(full)), Is.EqualTo(0.4f));
        Assert.That(Choose(Score(full, empty)), Is.EqualTo(0.9f));
    }

    [Test]
    public void Best_TwoSets_CountAlikeWhateverTheirSizes()
    {
        // The small set has its alarms at 0.5, the large one has its second ball there.
        var small = Score(TestFrames.Of(0, [new(ObjectClass.Ball, Here)], [new(ObjectClass.Ball, 0.9f, Here), .. Enumerable.Range(0, 4).Select(i => new RobotVision.Detections.Detection(ObjectClass.Ball, 0.5f, new(50 * i, 300, 50 * i + 10, 310)))]));
        var large = Score([.. Enumerable.Range(0, 20).Select(i => TestFrames.Of(i, [new(ObjectClass.Ball, Here), new(ObjectClass.Ball, Far)], [new(ObjectClass.Ball, 0.9f, Here), new(ObjectClass.Ball, 0.5f, Far)]))]);
        Assert.That(Choose(DetectionScore.Together([small, large])), Is.EqualTo(0.5f), "pooled, the large set has it");
        Assert.That(Choose(small, large), Is.EqualTo(0.9f));
    }

    [Test]
    public void Best_PresenceThatNearlyEachImageShows_IsNotAlwaysYes()
    {
        // Nine of ten images show a ball. Answers above 0.7 are right; the one without a ball answers 0.6, one ball 0.5.
        var frames = Enumerable.Range(0, 8).Select(i => TestFrames.Presence(true, 0.7f + i * 0.01f)).Append(TestFrames.Presence(false, 0.6f)).Append(TestFrames.Presence(true, 0.5f)).ToArray();
        var score = Score(frames);
        Assert.That(score[ObjectClass.Ball].Best()!.Value.Threshold, Is.EqualTo(0.5f), "by F1 it is");
        Assert.That(Choose(score), Is.EqualTo(0.7f));
    }

    [Test]
    public void Best_NothingToTellApart_IsNotKnown()
    {
        Assert.That(Choose(Score(TestFrames.Presence(true, 0.9f))), Is.Null, "every image shows it");
        Assert.That(Choose(Score(TestFrames.Of(0, [], [new(ObjectClass.Ball, 0.9f, Here)]))), Is.Null, "no image shows it");
        Assert.That(ThresholdChoice.Best([]), Is.Null);
    }

    static DetectionScore Score(params FrameResult[] frames)
    {
        var score = new DetectionScore();
        foreach (var frame in frames) score.Add(frame);
        return score;
    }

    static float? Choose(params DetectionScore[] scores) => ThresholdChoice.Best(scores.Select(score => score[ObjectClass.Ball]));
}
