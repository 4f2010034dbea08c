using RobotVision.Detections;
using RobotVision.Sampling;
using RobotVision.Testing;
using RobotVision.Tests.CloseUps;

namespace RobotVision.Tests.Detections;

[Category("AnyProcessor")]
public class GridDecoderTests
{
    static readonly GridLayout Layout = new(12);

    static readonly Thresholds Half = new(Enumerable.Repeat(0.5f, ObjectClasses.Count));

    readonly float[] _output = new float[Layout.Length];
    readonly DetectionList _detections = new();
    readonly FeatureVector _features = new();

    [SetUp]
    public void ClearOutput()
    {
        _output.AsSpan().Clear();
        for (var c = 0; c < ObjectClasses.Count; c++) _output.AsSpan(c * Layout.ClassLength, Layout.Plane).Fill(-6);
        _detections.Clear();
        _features.Clear();
    }

    void Put(ObjectClass objectClass, int row, int column, float logit, float dx = 0, float dy = 0, float width = 1, float height = 1)
    {
        float[] values = [logit, dx, dy, MathF.Log(width), MathF.Log(height)];
        for (var k = 0; k < values.Length; k++)
            _output[((int)objectClass * GridLayout.ValuesPerClass + k) * Layout.Plane + row * Layout.Cells + column] = values[k];
    }

    void Decode(ImageRegion region, int width = 960, int height = 480) => GridDecoder.Decode(_output, region, width, height, Half, _detections, _features);

    [Test]
    public void Decode_OnePeakInAWideFrame_PlacesItsBoxInPixels()
    {
        Put(ObjectClass.Ball, row: 5, column: 3, logit: 2, dx: 0.25f, dy: -0.5f, width: 2, height: 1);
        Decode(ImageRegion.Whole(960, 480));
        var found = _detections.Span.ToArray().Single();
        Assert.That(found.Class, Is.EqualTo(ObjectClass.Ball));
        Assert.That(found.Confidence, Is.EqualTo(1 / (1 + Math.Exp(-2))).Within(1e-6));
        // A cell is 80 x 40 pixels: the centre lies at (3.5 + 0.25) * 80, (5.5 - 0.5) * 40.
        Assert.That((found.Box.CenterX, found.Box.CenterY, found.Box.Width, found.Box.Height), Is.EqualTo((300f, 200f, 160f, 40f)));
    }

    [Test]
    public void Decode_NinthClass_IsFoundWithItsFeatures()
    {
        var layout = new GridLayout(12, Classes: 9);
        var output = new float[layout.Length];
        for (var c = 0; c < layout.Classes; c++) output.AsSpan(c * layout.ClassLength, layout.Plane).Fill(-6);
        output[layout.Start((ObjectClass)8, GridLayout.Logit) + 5 * 12 + 3] = 2;
        _features.Clear(9);
        GridDecoder.Decode(output, ImageRegion.Whole(960, 480), 960, 480, new(Enumerable.Repeat(0.5f, 9)), _detections, _features);
        Assert.That(_detections.Span.ToArray().Single().Class, Is.EqualTo((ObjectClass)8));
        Assert.That(_features.Values.Length, Is.EqualTo(9 * FeatureVector.ValuesPerClass));
        Assert.That(_features[(ObjectClass)8][0], Is.EqualTo(1 / (1 + Math.Exp(-2))).Within(1e-6));
    }

    [Test]
    public void Decode_FinerGrid_SeparatesObjectsThatAreCloseTogether()
    {
        var output = new GridOutput(1, cells: 24)
            .Put(0, ObjectClass.Robot, 10, 6, confidence: 0.9f, side: 2).Put(0, ObjectClass.Robot, 10, 8, confidence: 0.8f, side: 2);
        GridDecoder.Decode(output.Values, ImageRegion.Whole(960, 480), 960, 480, Half, _detections, _features);
        // A cell is 40 x 20 pixels.
        Assert.That(
            _detections.Span.ToArray().Select(robot => (robot.Box.CenterX, robot.Box.CenterY, robot.Box.Width)),
            Is.EqualTo(new[] { (260f, 210f, 80f), (340f, 210f, 80f) }));
    }

    [Test]
    public void Decode_CloseUp_PlacesItsBoxInTheFrame()
    {
        Put(ObjectClass.Robot, row: 0, column: 0, logit: 3);
        Decode(new ImageRegion(600, 300, 120, 120));
        var box = _detections.Span[0].Box;
        Assert.That((box.CenterX, box.CenterY, box.Width), Is.EqualTo((605f, 305f, 10f)));
    }

    [Test]
    public void Decode_ClassThatIsOff_IsNeitherDetectedNorInTheFeatures()
    {
        Put(ObjectClass.LineL, row: 6, column: 6, logit: float.PositiveInfinity);
        Put(ObjectClass.Ball, row: 2, column: 2, logit: 3);
        var ballAlone = new Thresholds(ObjectClasses.Names.Select(name => name == "ball" ? 0.5f : Thresholds.Off));
        GridDecoder.Decode(_output, ImageRegion.Whole(960, 480), 960, 480, ballAlone, _detections, _features);
        Assert.That(_detections.Span.ToArray().Select(detection => detection.Class), Is.EqualTo(new[] { ObjectClass.Ball }));
        Assert.That(_features[ObjectClass.LineL].ToArray(), Is.All.Zero);
    }

    [Test]
    public void Decode_BelowTheThreshold_IsNoDetectionButStandsInTheFeatures()
    {
        Put(ObjectClass.Goalpost, row: 6, column: 6, logit: -1);
        Decode(ImageRegion.Whole(960, 480));
        Assert.That(_detections.Count, Is.Zero);
        Assert.That(_features[ObjectClass.Goalpost][0], Is.EqualTo(1 / (1 + Math.Exp(1))).Within(1e-6));
        Assert.That(_features[ObjectClass.Goalpost][1], Is.EqualTo(6.5 / 12).Within(1e-6));
    }

    [Test]
    public void Decode_NeighbouringCellsOfOneObject_GivesTheSurestOnly()
    {
        Put(ObjectClass.Ball, 5, 5, logit: 2, width: 3, height: 3);
        Put(ObjectClass.Ball, 5, 6, logit: 1, width: 3, height: 3);
        Put(ObjectClass.Ball, 5, 7, logit: 1.5f, width: 3, height: 3, dx: -1.5f);
        Decode(ImageRegion.Whole(960, 480));
        Assert.That(_detections.Span.ToArray().Single().Confidence, Is.EqualTo(1 / (1 + Math.Exp(-2))).Within(1e-6));
    }

    [Test]
    public void Decode_TwoBallsFarApart_GivesBothTheSurerFirst()
    {
        Put(ObjectClass.Ball, 2, 2, logit: 1);
        Put(ObjectClass.Ball, 9, 9, logit: 2);
        Decode(ImageRegion.Whole(960, 480));
        Assert.That(_detections.Count, Is.EqualTo(2));
        Assert.That(_detections.Span[0].Box.CenterX, Is.GreaterThan(_detections.Span[1].Box.CenterX));
    }

    /// <summary>In the order of the cells the second used to take away the first, and the third the second.</summary>
    [TestCase(1f, 1.5f, 2f)]
    [TestCase(2f, 1.5f, 1f)]
    public void Decode_ChainOfOverlappingBoxes_WhatIsSuppressedSuppressesNothing(float left, float middle, float right)
    {
        Put(ObjectClass.Robot, 5, 3, left, width: 6, height: 6);
        Put(ObjectClass.Robot, 5, 5, middle, width: 6, height: 6);
        Put(ObjectClass.Robot, 5, 7, right, width: 6, height: 6);
        Decode(ImageRegion.Whole(960, 480));
        Assert.That(_detections.Span.ToArray().Select(robot => robot.Box.CenterX), Is.EquivalentTo(new[] { 280, 600 }), "both ends, which do not overlap");
    }

    [Test]
    public void Decode_AnyBoxes_KeepsOfThoseThatOverlapTheSurest([Range(1, 40)] int seed)
    {
        var random = new Random(seed);
        var all = new List<(float Logit, Box Box)>();
        for (var row = 0; row < 12; row += 2)
            for (var column = 0; column < 12; column += 2)
            {
                if (random.NextDouble() < 0.3) continue;
                float logit = 4 * random.NextSingle(), width = 5 + random.NextSingle(), height = 5 + random.NextSingle();
                Put(ObjectClass.Robot, row, column, logit, width: width, height: height);
                all.Add((logit, Box.FromCenter((column + 0.5f) * 80, (row + 0.5f) * 80, width * 80, height * 80).Intersect(new(0, 0, 960, 960))));
            }

        Decode(ImageRegion.Whole(960, 960), height: 960);
        var kept = _detections.Span.ToArray();
        foreach (var (logit, box) in all)
        {
            var confidence = 1 / (1 + MathF.Exp(-logit));
            var isKept = kept.Any(other => Math.Abs(other.Confidence - confidence) < 1e-6);
            var isCovered = kept.Any(other => other.Confidence > confidence + 1e-6 && other.Box.Overlap(box) > 0.45f);
            Assert.That(isKept, Is.Not.EqualTo(isCovered), $"{box} of confidence {confidence}");
        }
    }

    [Test]
    public void Decode_DifferentClassesInOneCell_GivesBoth()
    {
        Put(ObjectClass.Ball, 4, 4, logit: 1);
        Put(ObjectClass.Robot, 4, 4, logit: 1);
        Decode(ImageRegion.Whole(960, 480));
        Assert.That(_detections.Span.ToArray().Select(d => d.Class), Is.EquivalentTo(new[] { ObjectClass.Ball, ObjectClass.Robot }));
    }

    [Test]
    public void Decode_FlatMapAboveTheThreshold_HasOnePeak()
    {
        _output.AsSpan(0, Layout.Plane).Fill(1);
        Decode(ImageRegion.Whole(960, 480));
        Assert.That(_detections.Count, Is.EqualTo(1));
    }

    [Test]
    public void Decode_BrokenOutput_StaysFinite()
    {
        _output.AsSpan().Fill(float.NaN);
        _output.AsSpan(0, Layout.Plane).Fill(float.PositiveInfinity);
        Decode(ImageRegion.Whole(960, 480));
        Assert.That(
            _detections.Span.ToArray(), Is.All.Matches<RobotVision.Detections.Detection>(d => float.IsFinite(d.Box.Area) && float.IsFinite(d.Confidence)));
        Assert.That(_features.Values.ToArray().Where(v => !float.IsFinite(v)), Is.Empty);
    }

    [Test]
    public void Decode_SecondTime_AllocatesNothing()
    {
        Put(ObjectClass.Ball, 2, 2, logit: 1);
        for (var i = 0; i < 3; i++) Decode(ImageRegion.Whole(960, 480));
        Assert.That(Allocations.Of(() =>
        {
            for (var i = 0; i < 10; i++) Decode(ImageRegion.Whole(960, 480));
        }), Is.Zero);
    }

    /// <summary>The feature vector used to hold places beyond 1 and negative sizes.</summary>
    [Test]
    public void Decode_CentreFarOutsideTheFrame_FindsNothingAndKeepsTheFeaturesInTheFrame()
    {
        Put(ObjectClass.Ball, row: 0, column: 11, logit: 3, dx: 5, dy: -5);
        Decode(ImageRegion.Whole(960, 480));
        Assert.That(_detections.Count, Is.Zero);
        Assert.That(_features[ObjectClass.Ball][1..].ToArray(), Is.EqualTo(new float[] { 1, 0, 0, 0 }));
    }
}
