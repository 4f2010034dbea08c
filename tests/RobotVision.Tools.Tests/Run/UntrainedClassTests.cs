using RobotVision.Detections;
using RobotVision.Testing;
using RobotVision.Training.Network;

namespace RobotVision.Tools.Tests.Run;

/// <summary>How every command treats a model that was trained only on balls.</summary>
public class UntrainedClassTests
{
    TemporaryFolder _folder = null!;

    [SetUp]
    public void WriteModelAndImages()
    {
        _folder = new TemporaryFolder();
        var ballAlone = Workplace.Contract with { Thresholds = [.. ObjectClasses.Names.Select(name => name == "ball" ? 0.01f : Thresholds.Off)] };
        Workplace.WriteModel(_folder["ball.onnx"], GridNetwork.Create(width: 0.25f, cells: 12), ballAlone.ToMetadata());
        Directory.CreateDirectory(_folder["images"]);
        for (var i = 0; i < 3; i++) TestVideo.WriteImage(_folder[$"images/{i}.png"], i);
    }

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [TestCase("0")]
    [TestCase("3")]
    public void Replay_ClassesThatWereNotTrained_AreNotPublishedAndReported(string looks)
    {
        var result = CommandLine.Run("replay", _folder["images"], "--model", _folder["ball.onnx"], "--looks", looks, "--jsonl", _folder["out.jsonl"]);
        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        Assert.That(Classes("out.jsonl"), Is.EqualTo(new[] { "ball" }));
        var features = CommandResult.ReadObjects(File.ReadAllText(_folder["out.jsonl"]))[0].GetProperty("features");
        Assert.That(features.GetProperty("robot").EnumerateArray().Select(value => value.GetDouble()), Is.EqualTo(new double[5]));
        Assert.That(result.Output, Does.Contain("untrained robot, goalpost"));
    }

    [Test]
    public void Replay_ThresholdForAClassThatWasNotTrained_TurnsItOn()
    {
        var result = CommandLine.Run("replay", _folder["images"], "--model", _folder["ball.onnx"], "--threshold", "robot=0.01",
            "--jsonl", _folder["out.jsonl"]);
        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        Assert.That(Classes("out.jsonl"), Is.EqualTo(new[] { "ball", "robot" }));
    }

    [Test]
    public void Evaluate_ClassesThatWereNotTrained_AreOffInTheTable()
    {
        var result = CommandLine.Run("evaluate", "--model", _folder["ball.onnx"], "--synthetic", "seed=5,count=3,width=96,height=64");
        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        Assert.That(result.Output, Does.Match("robot +3 +[0-9]+ +off").And.Contain("Off, since the model was not trained on them: robot, goalpost"));
    }

    [Test]
    public void DataExtract_ClassesThatWereNotTrained_AreNoReasonToTakeAFrame()
    {
        var result = CommandLine.Run("data", "extract", _folder["images"], "--model", _folder["ball.onnx"], "--output", _folder["taken"]);
        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        Assert.That(Directory.EnumerateFiles(_folder["taken"], "*.json*").Select(File.ReadAllText), Has.None.Contains("unsure of robot"));
    }

    IEnumerable<string> Classes(string file) => CommandResult.ReadObjects(File.ReadAllText(_folder[file]))
        .SelectMany(frame => frame.GetProperty("detections").EnumerateArray())
            .Select(detection => detection.GetProperty("class").GetString()!).Distinct().Order();
}
