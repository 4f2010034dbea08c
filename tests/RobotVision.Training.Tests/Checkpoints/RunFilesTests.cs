using RobotVision.Training.Checkpoints;
using RobotVision.Training.Runs;
using RobotVision.Training.Tests.Runs;

namespace RobotVision.Training.Tests.Checkpoints;

public class RunFilesTests
{
    /// <summary>exp.1 and exp.2 used to share checkpoint and lock.</summary>
    [TestCase("runs/exp.1", "runs/exp.2")]
    [TestCase("runs/exp", "runs/exp.2")]
    [TestCase("runs/lr0.001.onnx", "runs/lr0.002.onnx")]
    [TestCase("runs/lr0.001", "runs/lr0.002")]
    [TestCase("runs/a.onnx", "runs/a.v2.onnx")]
    [TestCase("runs.1/a", "runs.2/a")]
    public void Files_OfTwoRuns_AreNoneInCommon(string one, string other) => Assert.That(All(one).Concat(All(other)), Is.Unique);

    [Test]
    public void Files_OfAModelThatEndsInOnnx_HaveItsNameWithoutTheEnding() =>
        Assert.That(All("runs/grid.onnx"), Is.EquivalentTo(new[]
        {
            "runs/grid.onnx", "runs/grid.int8.onnx", "runs/grid.checkpoint", "runs/grid.metrics.jsonl", "runs/grid.run.json", "runs/grid.lock",
            "runs/grid.report.html",
        }));

    [Test]
    public void Run_ToWhereAnotherPutsItsInt8Model_IsRejected() =>
        Assert.That(() => new TrainingRun(new PhotoSet().Recipe, "a.int8.onnx", ""),
            Throws.TypeOf<OptionException>().With.Message.Contains("'a.int8.onnx'").And.Message.Contains("'a.onnx'"));

    static string[] All(string model)
    {
        var files = new RunFiles(model);
        return [files.Model, files.QuantisedModel, files.Checkpoint, files.Metrics, files.Summary, files.Lock, files.Report];
    }
}
