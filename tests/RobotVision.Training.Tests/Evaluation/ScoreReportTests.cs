using System.Text.Json;
using RobotVision.Detection;
using RobotVision.Training.Datasets;
using RobotVision.Training.Evaluation;

namespace RobotVision.Training.Tests.Evaluation;

public class ScoreReportTests
{
    static readonly Box Here = new(10, 10, 30, 30);

    [Test]
    public void ToJson_ClassesThatTookPart_AreWritten()
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
    public void ToString_Rows_StandInColumns()
    {
        var lines = Report().ToString().Split('\n');
        Assert.That(lines, Has.Length.EqualTo(3));
        Assert.That(lines.Select(line => line.Length), Is.All.EqualTo(lines[0].Length));
        Assert.That(lines[1], Does.StartWith("ball").And.Contain("1.000"));
    }

    [Test]
    public void Of_WrongNumberOfThresholds_IsRefused() =>
        Assert.That(() => ScoreReport.Of(new DetectionScore(), [0.5f]), Throws.ArgumentException.With.Message.Contains("expected 8"));

    /// <summary>A confidence of 1 is no exception: what says so knows nothing of the class.</summary>
    [Test]
    public void Of_ClassThatIsOff_FindsNothingAndSaysSo()
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
