using System.Text.Json;
using RobotVision.Detections;
using RobotVision.Evaluation.Ground;
using RobotVision.Geometry;

namespace RobotVision.Evaluation.Tests.Ground;

public class GroundReportTests
{
    static readonly Box Ball = new(100, 100, 140, 140);

    // Ten frames of a ball at (2, 0): it is found in nine, with one error far outside the ellipse; in one frame another object is detected.
    static List<GroundSample> Samples() => [.. Enumerable.Range(0, 10).Select(i =>
    {
        var place = new GroundPoint(i == 9 ? 3 : 2.01 + 0.01 * i, 0, 0.01, 0, 0.01);
        var box = i == 8 ? new Box(300, 300, 340, 340) : Box.FromCenter(120 + (i % 2 == 0 ? 3 : -3), 120, 40, 40);
        return new GroundSample(0, i, 2, 0, Ball, new(ObjectClass.Ball, 0.9f, box) { Ground = place }, i < 5 ? null : place);
    })];

    [Test]
    public void Of_TenFrames_CountsFoundAndErrors()
    {
        var score = GroundScore.Of(Samples());
        var all = score[^1];
        using (Assert.EnterMultipleScope())
        {
            Assert.That((all.InView, all.Found), Is.EqualTo((10, 9)));
            Assert.That(all.Measured.Median, Is.EqualTo(0.05).Within(1e-9));
            Assert.That(all.Measured.P95, Is.EqualTo(1).Within(1e-9));
            Assert.That(all.Measured.Inside, Is.EqualTo(8 / 9.0).Within(1e-9));
            Assert.That((all.Tracked.Count, all.Tracked.Inside), Is.EqualTo((5, 0.8)));
            Assert.That(score.Single(row => row.From == 2).InView, Is.EqualTo(10), "a bound belongs to the farther range");
            Assert.That(score[0].Measured.Median, Is.NaN);
        }
    }

    [Test]
    public void Of_BoxErrors_GivesSigmaAndCorrelation()
    {
        var row = BoxError.Of(Samples()).Single(error => error.Count > 0);
        Assert.That((row.From, row.To, row.Count), Is.EqualTo((40, 96, 9)));
        Assert.That(row.Sigma, Is.EqualTo(1.4826 * 3).Within(1e-4)); // half of the errors, along x, are 3 pixels, half are 0
        Assert.That(BoxError.Correlation(Samples()), Is.EqualTo(-1).Within(1e-6));
    }

    [Test]
    public void ToHtml_AndToJson_ContainTheNumbers()
    {
        var report = new GroundReport("grid.onnx", Samples(), Samples(), 0.01);
        var json = JsonDocument.Parse(report.ToJson()).RootElement;
        Assert.That(json.GetProperty("exact")[5].GetProperty("found").GetInt32(), Is.EqualTo(9));
        Assert.That(report.ToHtml().ToHtml(), Does.Contain("The field from above").And.Contain("88.9 %").And.Contain("Match 0"));
        Assert.That(report.ToString(), Does.Contain("2-3 m").And.Contain("   found   frame: median m   "));
        Assert.That(report.ToHtml().ToHtml(), Does.Not.Contain("of 1 matches").And.Contain("of 1 match."));
    }
}
