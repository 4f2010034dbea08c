using RobotVision.Testing;

namespace RobotVision.Tools.Tests.Doctor;

public class DoctorCommandTests
{
    [Test]
    public void Doctor_OnACpu_FindsTheShippedModelInInt8()
    {
        using var folder = new TemporaryFolder();
        var result = CommandLine.Run(new Dictionary<string, string> { ["XDG_CACHE_HOME"] = folder.Path }, "doctor", "--require", "cpu");
        Assert.That(result.Output, Does.Contain("grid-memory.int8.onnx: network 'grid' in int8, runs on CPU"));
        Assert.That(result.Output, Does.Match(@"ok +speed grid.int8.onnx +\d+\.\d\d ms a frame and \d+\.\d\d ms a close-up on CPU.*\(--looks \d+\)"));
        Assert.That(result.Output, Does.Match(@"ok +auto +--model auto takes \S+\.onnx: \d+\.\d\d of 15 ms a frame.*lecture.int8.onnx \(no F1 on this set\)"));
        Assert.That(Directory.GetFiles(folder["robotvision"]), Has.Length.EqualTo(6), "the speeds are kept for --model auto");
    }

    [Test]
    public void Doctor_ModelThatIsNotThere_SaysWhatToDoAndExitsOne()
    {
        var result = CommandLine.Run("doctor", "--model", "nowhere.onnx");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.ExitCode, Is.EqualTo(1));
            Assert.That(result.Output, Does.Contain("nowhere.onnx").And.Contain("robotvision train"));
        }
    }
}
