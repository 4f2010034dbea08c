using RobotVision.Testing;

namespace RobotVision.Tools.Tests.Evaluate;

public class InspectCommandTests
{
    TemporaryFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TemporaryFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public void Inspect_Image_WritesFiltersLayersAndSaliency()
    {
        TestVideo.WriteImage(_folder["photo.png"], 3);
        var result = CommandLine.Run("inspect", _folder["photo.png"], "--model", Workplace.Model, "--class", "ball", "--class", "robot",
            "--output", _folder["seen"]);
        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        Assert.That(result.Output, Does.Contain("ball: confidence").And.Contain("robot: confidence"));
        var files = Directory.GetFiles(_folder["seen"]).Select(Path.GetFileName).ToArray();
        Assert.That(files, Is.SupersetOf(
            new[] { "report.html", "filters-01.png", "filters-09.png", "layer-01.png", "layer-22.png", "saliency-ball.png", "saliency-robot.png" }));
        Assert.That(File.ReadAllText(_folder["seen/report.html"]), Does.Contain("What grid.onnx sees in photo.png").And.Contain("40 x 24 x 24")
            .And.Contain("shown are 16 of ").And.Contain("Relu relu1: ").And.Contain("Add residual: ").And.Contain("Concat scales: "));
        Assert.That(new FileInfo(_folder["seen/report.html"]).Length, Is.LessThan(4 << 20), "a page of a few MB");
    }

    [TestCase(2, "--class", "dog")]
    [TestCase(1, "--model", "none.onnx")]
    public void Inspect_SomethingThatIsNotThere_NamesIt(int exitCode, string option, string value)
    {
        TestVideo.WriteImage(_folder["photo.png"], 3);
        var result = CommandLine.Run("inspect", _folder["photo.png"], option, value, "--output", _folder["seen"]);
        Assert.That(result.ExitCode, Is.EqualTo(exitCode), result.ToString());
        Assert.That(result.Errors, Does.Contain(value));
        Assert.That(_folder.Names, Is.EqualTo(new[] { "photo.png" }).Or.EqualTo(new[] { "photo.png", "seen" }));
    }

    /// <summary>The picture is looked at first: no model is loaded, and no folder is made.</summary>
    [TestCase("none.png")]
    [TestCase("words.mp4")]
    public void Inspect_NoPicture_LeavesNothingBehind(string name)
    {
        _folder.Write("words.mp4", "these are words");
        var (exitCode, errors) = InProcess.Run("inspect", _folder[name], "--model", _folder["none.onnx"], "--output", _folder["seen"]);
        Assert.That((exitCode, errors), Is.EqualTo((1, errors)));
        Assert.That(errors, Does.Contain(name).And.Not.Contain("none.onnx"));
        Assert.That(_folder.Names, Is.EqualTo(new[] { "words.mp4" }));
    }

    [Test]
    public void Inspect_ModelThatIsNotOnnx_NamesIt()
    {
        TestVideo.WriteImage(_folder["photo.png"], 3);
        File.WriteAllText(_folder["words.onnx"], "these are words");
        var result = CommandLine.Run("inspect", _folder["photo.png"], "--model", _folder["words.onnx"], "--output", _folder["seen"]);
        Assert.That(result.ExitCode, Is.EqualTo(1), result.ToString());
        Assert.That(result.Errors, Does.Contain("words.onnx").And.Not.Contain("   at "));
    }
}
