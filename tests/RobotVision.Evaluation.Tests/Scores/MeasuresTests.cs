using RobotVision.Data.Labels;
using RobotVision.Detections;
using RobotVision.Evaluation.Matching;
using RobotVision.Evaluation.Pages;
using RobotVision.Evaluation.Scores;
using RobotVision.Testing;

namespace RobotVision.Evaluation.Tests.Scores;

/// <summary>Each measure on a case small enough to count by hand.</summary>
public class MeasuresTests
{
    static readonly Box Here = new(10, 10, 30, 30);
    static readonly Box Far = new(200, 200, 220, 220);

    [Test]
    public void Confusion_OneOfEach_IsCountedInItsCell()
    {
        var frame = TestFrames.Of(0,
            [
                new(ObjectClass.Ball, Here), new(ObjectClass.PenaltyMark, Far),
                new(ObjectClass.Robot, new(400, 100, 450, 200)), new(ObjectClass.Goalpost, new(300, 0, 310, 100)),
            ],
            [
                new(ObjectClass.Ball, 0.9f, Here), // right
                new(ObjectClass.Ball, 0.8f, Far), // a mark confused with a ball
                new(ObjectClass.Robot, 0.7f, new(0, 400, 20, 420)), // a false alarm
                new(ObjectClass.Robot, 0.1f, new(400, 100, 450, 200)), // below its threshold: missed
            ], new(0b1000_0011)); // goal posts are not labelled
        var counts = ConfusionMatrix.Of([frame], TestFrames.Half).Counts;
        int ball = (int)ObjectClass.Ball, robot = (int)ObjectClass.Robot, mark = (int)ObjectClass.PenaltyMark;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(counts[ball][ball], Is.EqualTo(1));
            Assert.That(counts[mark][ball], Is.EqualTo(1));
            Assert.That(counts[ObjectClasses.Count][robot], Is.EqualTo(1));
            Assert.That(counts[robot][ObjectClasses.Count], Is.EqualTo(1));
            Assert.That(counts.Sum(row => row.Sum()), Is.EqualTo(4));
        }
    }

    [Test]
    public void Calibration_KnownConfidences_GiveTheErrorByHand()
    {
        // Ten with 0.95 of which nine are right: error 0.05. Ten with 0.25 of which five are right: error 0.25.
        var judged = Enumerable.Range(0, 10).SelectMany(i => new[] { (0.95f, i > 0), (0.25f, i < 5) });
        var calibration = ConfidenceCalibration.Of(judged);
        Assert.That(calibration.ExpectedError, Is.EqualTo(0.15).Within(1e-6));
        Assert.That(calibration.Bins.Select(bin => (bin.From, bin.Count, bin.Right)), Is.EqualTo(new[] { (0.2, 10, 0.5), (0.9, 10, 0.9) }));
    }

    [Test]
    public void Calibration_ConfidenceOne_IsInTheLastBin() =>
        Assert.That(ConfidenceCalibration.Of([(1f, true)]).Bins.Single().From, Is.EqualTo(0.9));

    [Test]
    public void Calibration_NoDetections_IsNull() => Assert.That(ConfidenceCalibration.Of([]).ExpectedError, Is.Null);

    [Test]
    public void BySize_BallsAtTheEdgesOfBins_CountInTheUpperBin()
    {
        Label Ball(float size, float x) => new(ObjectClass.Ball, new(x, 0, x + size, size));
        Label[] labels = [Ball(7.9f, 0), Ball(8, 100), Ball(300, 200), new(ObjectClass.Ball, Far, Ignore: true)];
        var frame = TestFrames.Of(0, labels, [new(ObjectClass.Ball, 0.9f, new(100, 0, 108, 8))]);
        var bins = RecallBin.BySize([new(frame, ObjectClass.Ball)], 0.5f);
        (double, double?, int, int)[] expected = [(0, 8, 1, 0), (8, 12, 1, 1), (192, null, 1, 0)];
        Assert.That(bins.Select(bin => (bin.From, bin.To, bin.Labels, bin.Hits)), Is.EqualTo(expected));
    }

    [Test]
    public void PlaceRecall_ObjectInACorner_CountsInItsCell()
    {
        var frame = TestFrames.Of(0, [new(ObjectClass.Ball, new(630, 470, 640, 480))], [new(ObjectClass.Ball, 0.9f, new(630, 470, 640, 480))]);
        var places = PlaceRecall.Of(Enumerable.Repeat(new FrameMatch(frame, ObjectClass.Ball), 5), 0.5f);
        Assert.That((places.Labels[5][7], places.Hits[5][7]), Is.EqualTo((5, 5)));
        Assert.That(places.ToPercentages()[5, 7], Is.EqualTo(100));
        Assert.That(places.ToPercentages()[0, 0], Is.NaN);
    }

    [Test]
    public void CenterError_ThreeHits_GivesMeanAndPercentiles()
    {
        FrameMatch Off(int pixels)
        {
            var box = new Box(10 + pixels, 10, 30 + pixels, 30);
            return new(TestFrames.Of(0, [new(ObjectClass.LineX, Here)], [new(ObjectClass.LineX, 0.9f, box)]), ObjectClass.LineX);
        }

        Assert.That(CenterError.Of([Off(1), Off(2), Off(6), Off(100)], 0.5f), Is.EqualTo(new CenterError(3, 3, 2, 6)));
    }

    [Test]
    public void FalseAlarms_FramesWithOnlyAnIgnoredLabel_AreLeftOut()
    {
        FrameMatch[] frames =
        [
            new(TestFrames.Of(0, [], [new(ObjectClass.Ball, 0.9f, Far), new(ObjectClass.Ball, 0.3f, Here)]), ObjectClass.Ball),
            new(TestFrames.Of(1, [], []), ObjectClass.Ball),
            new(TestFrames.Of(2, [new(ObjectClass.Ball, Here, Ignore: true)], [new(ObjectClass.Ball, 0.9f, Far)]), ObjectClass.Ball),
        ];
        Assert.That(FalseAlarms.Of(frames, 0.5f), Is.EqualTo(new FalseAlarms(2, 1)));
        Assert.That(FalseAlarms.Of(frames, 0.5f).PerFrame, Is.EqualTo(0.5));
    }

    [Test]
    public void Choose_Mistakes_MostConfidentFalseAlarmsThenLargestMisses()
    {
        var frame = TestFrames.Of(0,
            [new(ObjectClass.Ball, Here), new(ObjectClass.Ball, new(300, 300, 400, 400))],
            [new(ObjectClass.Ball, 0.6f, Far), new(ObjectClass.Ball, 0.9f, new(500, 0, 510, 10)), new(ObjectClass.Ball, 0.2f, Here)]);
        var evaluation = ModelEvaluation.Of(new("m", "d", 0, TestFrames.Half, [frame])).Classes[0];
        Assert.That(MistakeGallery.Choose(evaluation).Select(mistake => mistake.Description), Is.EqualTo(new[]
            { "wrong ball 0.90", "wrong ball 0.60", "missed ball of 100x100, no candidate", "missed ball of 20x20, confidence 0.20" }));
    }
}
