using RobotVision.Data.Labels;
using RobotVision.Detections;
using RobotVision.Evaluation.Frames;
using RobotVision.Evaluation.Matching;
using RobotVision.Evaluation.Scores;
using RobotVision.Testing;
using Found = RobotVision.Detections.Detection;

namespace RobotVision.Evaluation.Tests.Matching;

public class OverlapPrecisionTests
{
    static readonly Box Here = new(0, 0, 10, 10);
    static readonly Box There = new(100, 0, 110, 10);
    static readonly Box Nowhere = new(200, 0, 210, 10);

    [Test]
    public void Of_PerfectBoxes_IsOne()
    {
        var precision = Of([new(ObjectClass.Ball, Here), new(ObjectClass.Ball, There)], [Seen(0.9f, Here), Seen(0.8f, There)]);
        Assert.That(precision!.At50, Is.EqualTo(1).Within(1e-12));
        Assert.That(precision.At50To95, Is.EqualTo(1).Within(1e-12));
    }

    [Test]
    public void AveragePrecision50_SumOfScores_IsThatOfAllFrames()
    {
        var (first, second, both) = (new DetectionScore(), new DetectionScore(), new DetectionScore());
        FrameResult[] frames =
        [
            TestFrames.Of(0, [new(ObjectClass.Ball, Here)], [Seen(0.9f, Nowhere), Seen(0.7f, Here)]),
            TestFrames.Of(1, [new(ObjectClass.Ball, There)], [Seen(0.8f, There)]),
        ];
        first.Add(frames[0]);
        second.Add(frames[1]);
        foreach (var frame in frames) both.Add(frame);

        var together = DetectionScore.Together([first, second])[ObjectClass.Ball].AveragePrecision50();
        var expected = OverlapPrecision.Of([.. frames.Select(frame => new FrameMatch(frame, ObjectClass.Ball))])!.At50;
        Assert.That(together, Is.EqualTo(both[ObjectClass.Ball].AveragePrecision50()).And.EqualTo(expected).Within(1e-12));
    }

    [Test]
    public void Of_BoxOfOverlapTwoThirds_CountsUpToThatOverlap()
    {
        // 10 x 10 against 10 x 15: 100 / 150. Right at 0.5, 0.55, 0.6 and 0.65, wrong at the six above.
        var precision = Of([new(ObjectClass.Ball, Here)], [Seen(0.9f, new(0, 0, 10, 15))]);
        Assert.That(precision!.At50, Is.EqualTo(1).Within(1e-12));
        Assert.That(precision.At50To95, Is.EqualTo(0.4).Within(1e-12));
    }

    [Test]
    public void Of_MistakeBetweenTwoHits_IsSampledAt101Recalls()
    {
        // Precision 1 up to recall 0.5 (51 of the 101 recalls), 2/3 from there to 1 (50).
        var precision = Of([new(ObjectClass.Ball, Here), new(ObjectClass.Ball, There)], [Seen(0.9f, Here), Seen(0.8f, Nowhere), Seen(0.7f, There)]);
        Assert.That(precision!.At50, Is.EqualTo((51 + 50 * 2.0 / 3) / 101).Within(1e-12));
    }

    [Test]
    public void Of_SecondDetectionOfALabel_IsAMistake()
    {
        var precision = Of([new(ObjectClass.Ball, Here), new(ObjectClass.Ball, There)], [Seen(0.9f, Here), Seen(0.8f, Here)]);
        Assert.That(precision!.At50, Is.EqualTo(51.0 / 101).Within(1e-12));
    }

    [Test]
    public void Of_DetectionOnIgnoredLabel_IsNotScored()
    {
        var precision = Of([new(ObjectClass.Ball, Here), new(ObjectClass.Ball, There, Ignore: true)], [Seen(0.9f, There), Seen(0.8f, Here)]);
        Assert.That(precision!.At50, Is.EqualTo(1).Within(1e-12));
    }

    [Test]
    public void Of_EqualConfidences_DoNotDependOnTheirOrder()
    {
        var one = Of([new(ObjectClass.Ball, Here)], [Seen(0.5f, Here), Seen(0.5f, Nowhere)]);
        var other = Of([new(ObjectClass.Ball, Here)], [Seen(0.5f, Nowhere), Seen(0.5f, Here)]);
        Assert.That((one!.At50, other!.At50), Is.EqualTo((0.5, 0.5)));
    }

    [Test]
    public void Of_PointsOrNoLabels_IsNull()
    {
        var point = TestFrames.Of(0, [new(ObjectClass.LineT, Here)], [new(ObjectClass.LineT, 0.9f, Here)]);
        Assert.That(OverlapPrecision.Of([new(point, ObjectClass.LineT)]), Is.Null);
        Assert.That(Of([], [Seen(0.9f, Here)]), Is.Null);
    }

    static OverlapPrecision? Of(Label[] labels, Found[] detections) => OverlapPrecision.Of([new(TestFrames.Of(0, labels, detections), ObjectClass.Ball)]);

    static Found Seen(float confidence, Box box) => new(ObjectClass.Ball, confidence, box);
}
