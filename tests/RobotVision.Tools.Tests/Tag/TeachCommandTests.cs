namespace RobotVision.Tools.Tests.Tag;

/// <summary>What <c>robotvision teach</c> refuses before a frame is tagged, not after the first training.</summary>
public class TeachCommandTests
{
    [TestCase("--into", "foo", 2)]
    [TestCase("--output", "/proc/model.onnx", 1)]
    public void Teach_ModelThatCouldGoNowhere_IsRefusedAtTheStart(string option, string value, int code)
    {
        var (exitCode, errors) = InProcess.Run("teach", "no-such-folder", "--no-browser", option, value);
        Assert.That((exitCode, errors.Contains(value, StringComparison.Ordinal)), Is.EqualTo((code, true)), errors);
    }
}
