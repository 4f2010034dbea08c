using System.Text.Json;
using RobotVision.Data.Labels;
using RobotVision.Detections;
using RobotVision.Evaluation.Scores;

namespace RobotVision.Evaluation.Tests.Scores;

public class ScoreReportTests
{
    static readonly Box Here = new(10, 10, 30, 30);

    [Test]
    public void ToJson_LabelledClasses_AreWritten()
    {
        using var json = JsonDocument.Parse(Report().ToJson());
        var classes = json.RootElement.GetProperty("classes");
        Assert.Multiple(() =>
        {
            Assert.That(json.RootElement.GetProperty("frames").GetInt32(), Is.EqualTo(1));
            Assert.That(classes.GetArrayLength(), Is.EqualTo(2));
            Assert.That(classes[0].GetProperty("class").GetString(), Is.EqualTo("ball"));
            Assert.That(classes[0].GetProperty("f1").GetDouble(), Is.EqualTo(1));
            Assert.That(classes[0].GetProperty("average_precision").GetDouble(), Is.EqualTo(1));
            Assert.That(classes[1].TryGetProperty("precision", out _), Is.False, "no detection, no precision");
        });
    }

    [Test]
    public void ToString_Rows_AreAligned()
    {
        var lines = Report().ToString().Split('\n');
        Assert.That(lines, Has.Length.EqualTo(3));
        Assert.That(lines.Select(line => line.Length), Is.All.EqualTo(lines[0].Length));
        Assert.That(lines[1], Does.StartWith("ball").And.Contain("1.000"));
    }

    [Test]
    public void ToString_BoxesAndPoints_ShowsBothAveragePrecisionsAndTheirMean()
    {
        var score = new DetectionScore();
        // The ball's centre is hit by a box of a quarter of its area: a hit by the centre, none by overlap. The mark is a point without overlap.
        Box robot = new(100, 100, 140, 160), mark = new(300, 300, 320, 320);
        score.Add(
            [new(ObjectClass.Ball, Here), new(ObjectClass.Robot, robot), new(ObjectClass.PenaltyMark, mark)], ClassSet.BuiltIn,
            [new(ObjectClass.Ball, 0.8f, new(15, 15, 25, 25)), new(ObjectClass.Robot, 0.8f, robot), new(ObjectClass.PenaltyMark, 0.7f, mark)], 640);
        var report = ScoreReport.Of(score, [0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f]);

        var lines = report.ToString().Split('\n');
        using var json = JsonDocument.Parse(report.ToJson());
        var classes = json.RootElement.GetProperty("classes").EnumerateArray().ToDictionary(one => one.GetProperty("class").GetString()!);
        var mean = json.RootElement.GetProperty("mean");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(lines[0], Does.Contain("AP (centre)").And.Contain("AP50"));
            Assert.That(lines[^1], Does.StartWith("mean of 3").And.EndWith("1.000  0.500"));
            Assert.That(classes["ball"].GetProperty("average_precision").GetDouble(), Is.EqualTo(1));
            Assert.That(classes["ball"].GetProperty("average_precision50").GetDouble(), Is.Zero);
            Assert.That(classes["penalty_mark"].TryGetProperty("average_precision50", out _), Is.False, "a point has no overlap");
            Assert.That(mean.GetProperty("classes").GetInt32(), Is.EqualTo(3));
            Assert.That(mean.GetProperty("average_precision").GetDouble(), Is.EqualTo(1).Within(1e-9));
            Assert.That(mean.GetProperty("average_precision50").GetDouble(), Is.EqualTo(0.5).Within(1e-9), "over the two classes with boxes");
        }
    }

    [Test]
    public void ToString_OneClassWithLabels_HasNoMean() => Assert.That(Report().ToString(), Does.Not.Contain("mean"));

    /// <summary>The mean of best F1 is over as many classes as it says.</summary>
    [Test]
    public void Mean_AClassWithoutAnyDetection_CountsAsZero()
    {
        var score = new DetectionScore();
        Label[] labels = [new(ObjectClass.Ball, Here), new(ObjectClass.Robot, Here)];
        score.Add(labels, ClassSet.BuiltIn, [new(ObjectClass.Ball, 0.8f, Here)], 640);
        var report = ScoreReport.Of(score, [.. Enumerable.Repeat(0.5f, 8)]);
        using var json = JsonDocument.Parse(report.ToJson());
        var robot = report.Classes.Single(row => row.Class == "robot");
        Assert.That((robot.BestF1, robot.BestThreshold), Is.EqualTo(((double?)0, (float?)null)));
        Assert.That((report.Mean!.Classes, report.Mean.BestF1), Is.EqualTo((2, 0.5)));
        Assert.That(json.RootElement.GetProperty("mean").GetProperty("best_f1").GetDouble(), Is.EqualTo(0.5));
        Assert.That(report.ToString().Split('\n').Single(line => line.StartsWith("robot", StringComparison.Ordinal)), Does.Match("0.000 +0.000 +- "));
    }

    [Test]
    public void ToString_NothingScored_SaysSo() =>
        Assert.That(ScoreReport.Of(new DetectionScore(), new float[8]).ToString(), Does.Contain("no frame with labels"));

    [Test]
    public void Of_WrongNumberOfThresholds_Throws() =>
        Assert.That(() => ScoreReport.Of(new DetectionScore(), [0.5f]), Throws.ArgumentException.With.Message.Contains("expected 8"));

    // A confidence of 1 does not count either, because the model was not trained on the class.
    [Test]
    public void Of_ClassThatIsOff_HasNoHitsAndIsMarked()
    {
        var score = new DetectionScore();
        score.Add([new(ObjectClass.Ball, Here)], ClassSet.Of(ObjectClass.Ball), [new(ObjectClass.Ball, 1, Here)], 640);
        var report = ScoreReport.Of(score, [Thresholds.Off, .. Enumerable.Repeat(0.5f, 7)]);
        using var json = JsonDocument.Parse(report.ToJson());
        var ball = json.RootElement.GetProperty("classes")[0];
        Assert.That((report.Classes[0].Hits, report.Classes[0].Misses), Is.EqualTo((0, 1)));
        Assert.That(report.ToString().Split('\n')[1], Does.Match("ball +1 +1 +off"));
        Assert.That((ball.GetProperty("threshold").GetDouble(), ball.GetProperty("off").GetBoolean()), Is.EqualTo((1.0, true)));
        Assert.That(JsonSerializer.Deserialize<ScoreRow>(JsonSerializer.Serialize(report.Classes[0])), Is.EqualTo(report.Classes[0]));
    }

    static ScoreReport Report()
    {
        var score = new DetectionScore();
        score.Add([new(ObjectClass.Ball, Here)], ClassSet.Of(ObjectClass.Ball, ObjectClass.Robot), [new(ObjectClass.Ball, 0.8f, Here)], 640);
        return ScoreReport.Of(score, [0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f]);
    }
}
