using RobotVision.CloseUps;
using RobotVision.Detections;
using RobotVision.Sampling;
using RobotVision.Testing;

namespace RobotVision.Tests.CloseUps;

public class CloseUpMergerTests
{
    // A frame of 960 x 960: a cell of the whole view is 80 pixels wide, one of the close-up 20.
    const int Side = 960;
    static readonly ImageRegion Whole = ImageRegion.Whole(Side, Side);
    static readonly ImageRegion CloseUp = new(240, 240, 240, 240);
    static readonly Thresholds Half = new(Enumerable.Repeat(0.5f, ObjectClasses.Count));

    readonly DetectionList _detections = new();
    readonly FeatureVector _features = new();

    void Decode(GridOutput output, params ImageRegion[] regions) => Decode(output, Half, regions);

    void Decode(GridOutput output, Thresholds thresholds, params ImageRegion[] regions)
    {
        _detections.Clear();
        _features.Clear();
        CloseUpMerger.Decode(output.Values, regions, Side, Side, thresholds, _detections, _features, null);
    }

    [Test]
    public void Decode_TooSmallForTheWholeView_CloseUpAloneDecides()
    {
        // 24 pixels: 2.4 in the whole view's sample, 9.6 in the close-up's.
        Decode(new GridOutput(2).Put(1, ObjectClass.Ball, 6, 6, confidence: 0.8f, side: 1.2f), Whole, CloseUp);

        var ball = _detections.Span.ToArray().Single();
        Assert.That(ball.Confidence, Is.EqualTo(0.8f).Within(1e-5));
        Assert.That((ball.Box.CenterX, ball.Box.CenterY), Is.EqualTo((370f, 370f)));
        Assert.That(_features[ObjectClass.Ball][0], Is.EqualTo(0.8f).Within(1e-5));
    }

    [Test]
    public void Decode_ClassThatIsOff_IsNeitherDetectedNorInTheFeatures()
    {
        var output = new GridOutput(2).Put(1, ObjectClass.Robot, 6, 6, confidence: 0.99f, side: 3).Put(1, ObjectClass.Ball, 2, 2, confidence: 0.8f, side: 1.2f);
        var ballAlone = new Thresholds(ObjectClasses.Names.Select(name => name == "ball" ? 0.5f : Thresholds.Off));
        Decode(output, ballAlone, Whole, CloseUp);
        Assert.That(_detections.Span.ToArray().Select(detection => detection.Class), Is.EqualTo(new[] { ObjectClass.Ball }));
        Assert.That(_features[ObjectClass.Robot].ToArray(), Is.All.Zero);
    }

    [Test]
    public void Decode_LargeEnoughForBoth_ViewsThatDisagreeOutvoteEachOther()
    {
        // 160 pixels: 16 in the whole view's sample and 64 in the close-up's, of weight (16 - 3) / 27 and 1.
        var output = new GridOutput(2).Put(1, ObjectClass.Robot, 6, 6, confidence: 0.7f, side: 8);
        Decode(output, Whole, CloseUp);
        var expected = (0.7 + 13 / 27.0 * (1 / (1 + Math.Exp(6)))) / (1 + 13 / 27.0);
        Assert.That(_detections.Count, Is.Zero);
        Assert.That(_features[ObjectClass.Robot][0], Is.EqualTo(expected).Within(1e-5));

        Decode(output.Put(0, ObjectClass.Robot, 4, 4, confidence: 0.6f, side: 2), Whole, CloseUp);
        var robot = _detections.Span.ToArray().Single();
        Assert.That(robot.Confidence, Is.EqualTo((0.7 + 13 / 27.0 * 0.6) / (1 + 13 / 27.0)).Within(1e-5));
        Assert.That(robot.Box.CenterX, Is.EqualTo(370f), "the close-up places it");
    }

    [TestCase(2, true)]
    [TestCase(3, false)]
    public void Decode_FinerGrid_AnotherViewCountsNearThePlace(int cellsAway, bool counts)
    {
        // The robot of the test before: a cell of the whole view is 40 pixels wide now, one of the close-up 10.
        var output = new GridOutput(2, cells: 24).Put(1, ObjectClass.Robot, 12, 12, confidence: 0.7f, side: 16);
        Decode(output.Put(0, ObjectClass.Robot, 9, 9 - cellsAway, confidence: 0.3f, side: 4), Whole, CloseUp);
        var wholeView = counts ? 0.3 : 1 / (1 + Math.Exp(6));
        Assert.That(_features[ObjectClass.Robot][0], Is.EqualTo((0.7 + 13 / 27.0 * wholeView) / (1 + 13 / 27.0)).Within(1e-5));
    }

    [TestCase(4f, 0.003f, 1f)] // 80 pixels: 8 in the whole view, whose confidence of nearly 0 leaves nearly 0
    [TestCase(3f, 0.003f, 0.5f)] // 60 pixels: half as much
    [TestCase(4f, 0.15f, 0.5f)]
    [TestCase(4f, 0.3f, 0f)]
    [TestCase(2f, 0.003f, 0f)]
    public void Decode_BallThatTheWholeViewShouldShow_LosesConfidenceWhereItDoesNot(float cells, float wholeView, float loss)
    {
        Decode(new GridOutput(2).Put(1, ObjectClass.Ball, 6, 6, 0.9f, cells).Put(0, ObjectClass.Ball, 4, 4, wholeView, 0.05f), Whole, CloseUp);
        var size = cells * 2;
        var weight = Math.Clamp((size - 3) / 27, 0, 1);
        var mean = (Math.Clamp((cells * 8 - 3) / 27.0, 0, 1) * 0.9 + weight * wholeView) / (Math.Clamp((cells * 8 - 3) / 27.0, 0, 1) + weight);
        Assert.That(_features[ObjectClass.Ball][0], Is.EqualTo(mean * (1 - loss)).Within(0.015));
    }

    [Test]
    public void Decode_CutByTheCloseUpsEdge_TheWholeViewDecides()
    {
        // The close-up shows half of a robot at its left edge and detects a narrow one with high confidence.
        var output = new GridOutput(2).Put(1, ObjectClass.Robot, 6, 0, confidence: 0.95f, side: 6).Put(0, ObjectClass.Robot, 4, 3, confidence: 0.6f, side: 2);
        Decode(output, Whole, CloseUp);

        var robot = _detections.Span.ToArray().Single();
        Assert.That(robot.Confidence, Is.EqualTo(0.6f).Within(1e-5));
        Assert.That(robot.Box.Width, Is.EqualTo(160f));
    }

    [Test]
    public void Decode_OneView_IsTheDecodersOwnResult()
    {
        var output = new GridOutput(1).Put(0, ObjectClass.Goalpost, 3, 3, confidence: 0.9f, side: 0.3f);
        Decode(output, Whole);

        var (list, features) = (new DetectionList(), new FeatureVector());
        GridDecoder.Decode(output.Values, Whole, Side, Side, Half, list, features);
        Assert.That(_detections.Span.ToArray(), Is.EqualTo(list.Span.ToArray()).And.Length.EqualTo(1));
    }

    [Test]
    public void Decode_TwoCloseUpsOfOneObject_GiveItOnce()
    {
        var other = CloseUp with { X = 300 };
        var output = new GridOutput(3).Put(1, ObjectClass.Ball, 6, 6, 0.8f, 1.2f).Put(2, ObjectClass.Ball, 6, 3, 0.9f, 1.2f);
        Decode(output, Whole, CloseUp, other);

        Assert.That(_detections.Span.ToArray().Single().Confidence, Is.EqualTo(0.85f).Within(1e-4));
    }

    [Test]
    public void Decode_ChainOfOverlappingBoxesInACloseUp_KeepsBothEnds([Values] bool surestFirst)
    {
        // Robots of 120 pixels in one row, 40 apart.
        float[] confidences = surestFirst ? [0.9f, 0.8f, 0.7f] : [0.7f, 0.8f, 0.9f];
        var output = new GridOutput(2);
        for (var i = 0; i < 3; i++) output.Put(1, ObjectClass.Robot, 6, 3 + 2 * i, confidences[i], side: 6);
        Decode(output, Whole, CloseUp);
        Assert.That(_detections.Span.ToArray().Select(robot => robot.Box.CenterX), Is.EquivalentTo(new[] { 310, 390 }));
    }

    [Test]
    public void Decode_SecondTime_AllocatesNothing()
    {
        var output = new GridOutput(2).Put(1, ObjectClass.Ball, 6, 6, 0.8f, 1.2f);
        ImageRegion[] regions = [Whole, CloseUp];
        CloseUpMerger.Decode(output.Values, regions, Side, Side, Half, _detections, _features, null);
        Assert.That(Allocations.Of(() => CloseUpMerger.Decode(output.Values, regions, Side, Side, Half, _detections, _features, null)), Is.Zero);
    }
}
