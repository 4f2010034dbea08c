using System.Text.Json;
using System.Xml.Linq;
using RobotVision.Data.Labels;
using RobotVision.Detections;
using RobotVision.Evaluation.CloseUps;
using RobotVision.Evaluation.Frames;
using RobotVision.Testing;
using Found = RobotVision.Detections.Detection;

namespace RobotVision.Evaluation.Tests.CloseUps;

public class CloseUpGainTests
{
    static Label Ball(float width, float x) => new(ObjectClass.Ball, Box.FromCenter(x, 200, width, width));

    static Found At(float confidence, float x) => new(ObjectClass.Ball, confidence, Box.FromCenter(x, 200, 10, 10));

    // Two frames, each with a ball of 20 pixels (3 in the sample of the whole view) and one of 64. Without close-ups one large ball is found
    // and there is no false alarm; with close-ups every ball is found, and one false alarm is more confident than one of them; with close-ups placed by the
    // labels there is none.
    static CloseUpGain Gain()
    {
        Label[] labels = [Ball(20, 100), Ball(64, 400)];
        FrameResult[] once = [TestFrames.Of(0, labels, [At(0.9f, 400)]), TestFrames.Of(1, labels, [At(0.4f, 400)])];
        FrameResult[] twice =
        [
            TestFrames.Of(0, labels, [At(0.9f, 400), At(0.8f, 100)]),
            TestFrames.Of(1, labels, [At(0.7f, 400), At(0.6f, 250), At(0.55f, 100)]),
        ];
        FrameResult[] ideal = [twice[0], TestFrames.Of(1, labels, [At(0.7f, 400), At(0.55f, 100)])];
        return CloseUpGain.Of("test", once, twice, ideal, TestFrames.Half, TestFrames.Half, 1, 5);
    }

    [Test]
    public void Of_TwoFrames_ComparesAtThePrecisionWithoutCloseUps()
    {
        var ball = Gain().Classes.Single();
        Assert.That(ball.Once, Is.EqualTo(new ScoreCounts(4, 1, 0)));
        Assert.That(ball.Twice, Is.EqualTo(new ScoreCounts(4, 3, 0)), "the threshold is above the false ball");
        Assert.That(ball.Ideal, Is.EqualTo(new ScoreCounts(4, 4, 0)));
        Assert.That(ball.TwiceAsShipped, Is.EqualTo(new ScoreCounts(4, 4, 1)));
        Assert.That((ball.Tiny.Labels, ball.Tiny.Once, ball.Tiny.Twice, ball.Tiny.Ideal), Is.EqualTo((2, 0, 1, 2)));
        Assert.That(ball.Sizes.Select(size => (size.Labels, size.Once, size.Twice)), Is.EqualTo(new[] { (0, 0, 0), (2, 0, 1), (0, 0, 0), (2, 1, 2) }));
    }

    [Test]
    public void Of_LessPreciseAtEveryThreshold_TakesTheMostPrecise()
    {
        Label[] labels = [Ball(64, 400)];
        FrameResult[] once = [TestFrames.Of(0, labels, [At(0.9f, 400)])];
        FrameResult[] twice = [TestFrames.Of(0, labels, [At(0.9f, 100), At(0.8f, 400), At(0.7f, 250)])];
        var gain = CloseUpGain.Of("test", once, twice, twice, TestFrames.Half, TestFrames.Half, 1, 5);
        Assert.That(gain.Classes.Single().Twice, Is.EqualTo(new ScoreCounts(1, 1, 1)));
    }

    [Test]
    public void Report_TableJsonAndChart_ContainTheNumbers()
    {
        var report = new CloseUpReport("grid.onnx", 6, [Gain()]);
        var text = report.ToString();
        Assert.That(text, Does.Contain(
            "| test | ball | 1.00, 1.00, 1.00 | 0.00, 0.50, 1.00 (2) | - | 0.00, 0.50, 1.00 (2) | - | 0.50, 1.00, 1.00 (2) | 0.25, 0.75, 1.00 |"));
        Assert.That(text, Does.Contain("precision 0.80, recall 1.00; 1.00 ms a frame without close-ups, 5.00 ms with them"));
        var ball = JsonDocument.Parse(report.ToJson()).RootElement.GetProperty("sets")[0].GetProperty("classes")[0];
        Assert.That(ball.GetProperty("tiny").GetProperty("twice").GetInt32(), Is.EqualTo(1));
        var chart = XDocument.Parse(report.ToSvg());
        var bars = chart.Descendants().Where(element => element.Name.LocalName == "rect" && element.Attribute("height")!.Value == "110.0");
        Assert.That(bars.Count(), Is.EqualTo(4), "all large balls are found with close-ups, and all of every size where labels place them");
    }
}
