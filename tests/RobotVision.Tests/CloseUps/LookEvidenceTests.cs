using RobotVision.CloseUps;
using RobotVision.Detections;
using RobotVision.Inference;
using RobotVision.Sampling;
using RobotVision.Testing;

namespace RobotVision.Tests.CloseUps;

public class LookEvidenceTests
{
    // A frame of 960 x 960: a cell of the whole view is 80 pixels wide, one of the close-up 20.
    const int Side = 960;
    static readonly ImageRegion Whole = ImageRegion.Whole(Side, Side);
    static readonly ImageRegion CloseUp = new(240, 240, 240, 240);

    static readonly ImageRegion[] Regions = [Whole, CloseUp];
    static readonly Thresholds Half = new(Enumerable.Repeat(0.5f, ObjectClasses.Count));

    readonly DetectionList _detections = new();
    readonly FeatureVector _features = new();

    static List<(LookCandidate Candidate, float[] Evidence)> Find(GridOutput output, params ImageRegion[] regions)
    {
        var candidates = new LookCandidate[LookEvidence.MostCandidates];
        var looks = new LookEvidence(ObjectClass.Robot, new(12), output.Values, regions, Side, Side);
        var found = candidates[..looks.Find(candidates)];
        var all = new List<(LookCandidate, float[])>();
        for (var i = 0; i < found.Length; i++)
        {
            var evidence = new float[LookRule.EvidenceLength];
            looks.Write(found, i, evidence);
            all.Add((found[i], evidence));
        }
        return all;
    }

    static float Logit(float confidence) => MathF.Log(confidence / (1 - confidence));

    [Test]
    public void Write_SmallObjectOfACloseUp_HasTheLogitsOfBothViewsAtItsSize()
    {
        // 60 pixels: 6 in the whole view's sample, the second knot.
        var evidence = Find(new GridOutput(2).Put(1, ObjectClass.Robot, 6, 6, 0.8f, 3), Whole, CloseUp)[0].Evidence;
        float[] expected = [0, 1, 0, 0, 0, -6, 0, 0, 0, 1, 0, 0, 0, Logit(0.8f), 0, 0, 0, 0, 0, 0, 0, 0, 0];
        Assert.That(evidence, Is.EqualTo(expected).Within(1e-4));
    }

    [Test]
    public void Write_SizeBetweenTwoKnots_SharesItselfBetweenThem()
    {
        // 80 * sqrt(1.125) = 84.85 pixels: 6 * sqrt(2) in the whole view's sample, halfway between 6 and 12 by its logarithm.
        var evidence = Find(new GridOutput(2).Put(0, ObjectClass.Robot, 6, 6, 0.8f, 1.06066f), Whole, CloseUp)[0].Evidence;
        Assert.That(evidence[..4], Is.EqualTo(new[] { 0, 0.5f, 0.5f, 0 }).Within(1e-3));
        Assert.That(evidence[8..12], Is.All.Zero, "no close-up shows it");
    }

    [Test]
    public void Find_ObjectOfTwoViews_IsTheCandidateOfTheOneThatShowsItBetter()
    {
        var output = new GridOutput(2).Put(0, ObjectClass.Robot, 4, 4, 0.6f, 1).Put(1, ObjectClass.Robot, 6, 6, 0.8f, 4);
        var found = Find(output, Whole, CloseUp).Single();
        Assert.That(found.Candidate.View, Is.EqualTo(1));
        Assert.That(found.Evidence[4..8].Sum(), Is.EqualTo(Logit(0.6f)).Within(1e-4), "the whole view counts still");
    }

    [Test]
    public void Write_PartOfALargerCandidate_HasItsConfidence()
    {
        // A thigh of 80 x 80 in the close-up, inside a robot of 256 x 256 that the whole view alone shows.
        var output = new GridOutput(2).Put(0, ObjectClass.Robot, 4, 4, 0.7f, 3.2f).Put(1, ObjectClass.Robot, 9, 6, 0.8f, 4);
        var found = Find(output, Whole, CloseUp);
        var (part, whole) = (found.Single(one => one.Candidate.View == 1), found.Single(one => one.Candidate.View == 0));
        Assert.That(part.Evidence[21], Is.EqualTo(0.7f).Within(1e-4));
        Assert.That(part.Evidence[22], Is.Zero, "the whole view shows no such box");
        Assert.That(whole.Evidence[21], Is.Zero);
    }

    [Test]
    public void Write_SmallerObjectThatTheWholeViewShowsToo_IsMarkedAsOneOfItsOwn()
    {
        // Both views show 100 x 100 pixels about (370, 370), before it a near one of 320 x 320 about (360, 520).
        var output = new GridOutput(2).Put(0, ObjectClass.Robot, 6, 4, 0.7f, 4.5f).Put(0, ObjectClass.Robot, 4, 4, 0.6f, 1.2f)
            .Put(1, ObjectClass.Robot, 6, 6, 0.8f, 5);
        var far = Find(output, Whole, CloseUp).Single(one => one.Candidate.View == 1);
        Assert.That(far.Evidence[21], Is.EqualTo(0.7f).Within(1e-4));
        Assert.That(far.Evidence[22], Is.EqualTo(0.7f).Within(1e-4));
    }

    [Test]
    public void Write_CutByTheCloseUpsEdge_IsMarked()
    {
        var found = Find(new GridOutput(2).Put(1, ObjectClass.Robot, 6, 0, 0.95f, 6), Whole, CloseUp);
        Assert.That(found.Single(one => one.Candidate.View == 1).Evidence[17], Is.EqualTo(1));
    }

    [Test]
    public void Find_BrokenOutput_FindsNothing()
    {
        var output = new GridOutput(2);
        output.Values.AsSpan().Fill(float.NaN);
        Assert.That(Find(output, Whole, CloseUp), Is.Empty);
    }

    /// <summary>By a rule of which only the whole view's and the close-ups' logits count, and a box within another one is no object.</summary>
    [Test]
    public void Decode_ByARule_DropsThePartAndCalibrates()
    {
        var weights = new float[LookRule.EvidenceLength];
        for (var knot = 0; knot < 4; knot++) weights[4 + knot] = weights[12 + knot] = 1;
        weights[21] = -20;
        var rule = new LookRule(Enumerable.Repeat(weights, ObjectClasses.Count));
        var output = new GridOutput(2).Put(0, ObjectClass.Robot, 4, 4, 0.7f, 3.2f).Put(1, ObjectClass.Robot, 9, 6, 0.99f, 4);
        Decode(output, rule);
        var robot = _detections.Span.ToArray().Single();
        Assert.That(robot.Box.Width, Is.EqualTo(256).Within(0.01));
        Assert.That(robot.Confidence, Is.EqualTo(0.7f).Within(1e-4));
        Assert.That(_features[ObjectClass.Robot][0], Is.EqualTo(0.7f).Within(1e-4));
        Assert.That(_features[ObjectClass.Ball][0], Is.GreaterThan(0).And.LessThan(0.01), "the likeliest candidate, whatever its confidence");

        Decode(output, rule);
        Assert.That(Allocations.Of(() => Decode(output, rule)), Is.Zero);
    }

    void Decode(GridOutput output, LookRule rule)
    {
        _detections.Clear();
        _features.Clear();
        CloseUpMerger.Decode(output.Values, Regions, Side, Side, Half, _detections, _features, rule);
    }
}
