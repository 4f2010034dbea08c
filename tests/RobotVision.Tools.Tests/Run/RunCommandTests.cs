using RobotVision.Testing;

namespace RobotVision.Tools.Tests.Run;

public class RunCommandTests
{
    TemporaryFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TemporaryFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public void Run_File_PublishesFramesAndStatesAndEndsWithIt()
    {
        var video = TestVideo.Write(_folder["match.mp4"], 30);
        var result = CommandLine.Run("run", "--camera", video, "--model", Workplace.Model, "--jsonl", "-");
        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        var lines = result.OutputObjects;
        string Schema(int i) => lines[i].GetProperty("schema").GetString()!;
        var frames = Enumerable.Range(0, lines.Length).Count(i => Schema(i) == "robotvision.frame/1");
        var last = lines[^1];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Enumerable.Range(0, lines.Length).Select(Schema), Is.All.AnyOf("robotvision.frame/1", "robotvision.state/1"));
            Assert.That(lines[0].GetProperty("status").GetString(), Is.EqualTo("waiting"));
            Assert.That(last.GetProperty("status").GetString(), Is.EqualTo("ended"));
            Assert.That(frames, Is.GreaterThan(0));
            Assert.That(last.GetProperty("published").GetInt32(), Is.EqualTo(frames));
            Assert.That(frames + last.GetProperty("dropped").GetInt32(), Is.EqualTo(30));
        }
    }
}
