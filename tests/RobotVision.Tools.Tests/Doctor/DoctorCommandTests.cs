namespace RobotVision.Tools.Tests.Doctor;

public class DoctorCommandTests
{
    [Test]
    public void Doctor_OnACpu_FindsTheShippedModelInInt8()
    {
        var result = CommandLine.Run("doctor", "--require", "cpu");
        Assert.That(result.Output, Does.Contain("grid-memory.int8.onnx: network 'grid' in int8, runs on CPU"));
        Assert.That(result.Output, Does.Match(@"ok +speed grid.int8.onnx +\d+\.\d\d ms a frame and \d+\.\d\d ms a close-up on CPU.*\(--looks \d+\)"));
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
