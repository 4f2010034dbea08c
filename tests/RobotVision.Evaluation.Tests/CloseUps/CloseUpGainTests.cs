using System.Text.Json;
using System.Xml.Linq;
using RobotVision.Data.Labels;
using RobotVision.Detections;
using RobotVision.Evaluation.CloseUps;
using RobotVision.Evaluation.Frames;
using RobotVision.Testing;
using Found = RobotVision.Detections.Detection;

namespace RobotVision.Evaluation.Tests.CloseUps;

public class LookingGainTests
{
    static Label Ball(float width, float x) => new(ObjectClass.Ball, Box.FromCenter(x, 200, width, width));

    static Found See(float confidence, float x) => new(ObjectClass.Ball, confidence, Box.FromCenter(x, 200, 10, 10));

    // Two frames, a ball of 20 pixels (3 in the whole view's sample) and one of 64 in each. Once: one large ball and nothing false. Twice: every ball, and
    // false ones that are less sure than three of them.
    static LookingGain Gain()
    {
        Label[] labels = [Ball(20, 100), Ball(64, 400)];
        FrameResult[] once = [TestFrames.Of(0, labels, [See(0.9f, 400)]), TestFrames.Of(1, labels, [See(0.4f, 400)])];
        FrameResult[] twice =
        [
            TestFrames.Of(0, labels, [See(0.9f, 400), See(0.8f, 100)]),
            TestFrames.Of(1, labels, [See(0.7f, 400), See(0.6f, 250), See(0.55f, 100)]),
        ];
        return LookingGain.Of("test", once, twice, TestFrames.Half, TestFrames.Half, 1, 5);
    }

    [Test]
    public void Of_TwoFrames_ComparesAtThePrecisionOfLookingOnce()
    {
        var ball = Gain().Classes.Single();
        Assert.That(ball.Once, Is.EqualTo(new LookingScore(4, 1, 0)));
        Assert.That(ball.Twice, Is.EqualTo(new LookingScore(4, 3, 0)), "the threshold lies above the false ball");
        Assert.That(ball.TwiceAsShipped, Is.EqualTo(new LookingScore(4, 4, 1)));
        Assert.That((ball.Tiny.Labels, ball.Tiny.Once, ball.Tiny.Twice), Is.EqualTo((2, 0, 1)));
        Assert.That(ball.Sizes.Select(size => (size.Labels, size.Once, size.Twice)), Is.EqualTo(new[] { (0, 0, 0), (2, 0, 1), (0, 0, 0), (2, 1, 2) }));
    }

    [Test]
    public void Of_NeverSoPrecise_TakesTheMostPrecise()
    {
        Label[] labels = [Ball(64, 400)];
        var gain = LookingGain.Of(
            "test", [TestFrames.Of(0, labels, [See(0.9f, 400)])], [TestFrames.Of(0, labels, [See(0.9f, 100), See(0.8f, 400), See(0.7f, 250)])], TestFrames.Half, TestFrames.Half, 1, 5);
        Assert.That(gain.Classes.Single().Twice, Is.EqualTo(new LookingScore(1, 1, 1)));
    }

    [Test]
    public void Report_TableJsonAndPicture_HoldTheNumbers()
    {
        var report = new LookingReport("grid.onnx", 6, [Gain()]);
        var text = report.ToString();
        Assert.That(text, Does.Contain("| test | ball | 1.00, 1.00 | 0.00, 0.50 (2) | - | 0.00, 0.50 (2) | - | 0.50, 1.00 (2) | 0.25, 0.75 |"));
        Assert.That(text, Does.Contain("precision 0.80, recall 1.00; 1.00 ms a frame once, 5.00 ms twice"));
        Assert.That(JsonDocument.Parse(report.ToJson()).RootElement.GetProperty("sets")[0].GetProperty("classes")[0].GetProperty("tiny").GetProperty("twice").GetInt32(), Is.EqualTo(1));
        var picture = XDocument.Parse(report.ToSvg());
        var bars = picture.Descendants().Where(element => element.Name.LocalName == "rect" && element.Attribute("height")!.Value == "110.0");
        Assert.That(bars.Count(), Is.EqualTo(1), "one bar reaches the top: all large balls are found by looking twice");
    }
}
