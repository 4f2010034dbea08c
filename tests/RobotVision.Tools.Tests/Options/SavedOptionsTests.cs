using System.CommandLine;
using RobotVision.CommandLine;
using RobotVision.Detections;
using RobotVision.Inference;
using RobotVision.Testing;

namespace RobotVision.Tools.Tests.Options;

/// <summary>The file of <c>--options</c>.</summary>
public class SavedOptionsTests
{
    TemporaryFolder _folder = null!;

    string File => _folder["robot.json"];

    [SetUp]
    public void MakeFolder() => _folder = new();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public void Write_ThenRead_GivesTheSame()
    {
        new SavedOptions { Thresholds = new Dictionary<string, float?> { ["ball"] = 0.61f, ["robot"] = null }, CloseUps = 2 }.Write(File);
        var read = SavedOptions.Read(File);
        Assert.That(read.Thresholds, Is.EqualTo(new Dictionary<string, float?> { ["ball"] = 0.61f, ["robot"] = null }));
        Assert.That(read.CloseUps, Is.EqualTo(2));
        Assert.That(_folder.Names, Is.EqualTo(new[] { "robot.json" }));
    }

    [TestCase("""{"thresholds":{"ball":1.5}}""", "thresholds.ball: expected a number between 0 and 1, found 1.5")]
    [TestCase("""{"thresholds":null}""", "thresholds: expected an object")]
    [TestCase("""{"close_ups":-1}""", "close_ups: expected 0..")]
    [TestCase("""{"cameras":{"/dev/video0":null}}""", "cameras: expected an object of objects")]
    [TestCase("{\n// mine\n\"treshold\":{},}", "as JSON, found something else: line 3: expected a field that there is, found 'treshold'.")]
    [TestCase("""{"thresholds":{"ball":"x"}}""", "line 1: thresholds.ball: expected a number, found the text 'x'.")]
    [TestCase("{\"close_ups\":\n\"2\", }", "line 2: close_ups: expected an integer, found the text '2'.")]
    [TestCase("""{"close_ups":2""", "line 1: expected JSON, found what is not; is the file cut off?")]
    [TestCase("\n", "found something else: it is empty.")]
    [TestCase("[1]", "the top level: expected an object, found a list")]
    [TestCase("""{"schema":"robotvision.frame/1"}""", "schema: expected robotvision.options/1, found 'robotvision.frame/1'")]
    [TestCase("ball=0.5", "expected robotvision.options/1 as JSON")]
    public void Read_WrongContent_SaysWhatIsWrong(string text, string problem)
    {
        System.IO.File.WriteAllText(File, text);
        Assert.That(() => SavedOptions.Read(File), Throws.TypeOf<InvalidDataException>().With.Message.Contains(problem).And.Message.Contains(File));
    }

    [Test]
    public void Options_OfAFile_HoldWhereTheCommandLineSaysNothing()
    {
        using var model = VisionModel.Load(Workplace.Model, new() { Accelerator = Accelerator.Cpu });
        var (vision, command) = (new VisionOptions(), new Command("work"));
        vision.AddTo(command);
        System.IO.File.WriteAllText(File, """{"thresholds":{"ball":0.6,"robot":0.7,"goalpost":null},"close_ups":3}""");
        var arguments = command.Parse(["--options", File, "--threshold", "robot=0.4"]);
        var thresholds = vision.Thresholds(arguments, model).For(0);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((thresholds[ObjectClass.Ball], thresholds[ObjectClass.Robot]), Is.EqualTo((0.6f, 0.4f)));
            Assert.That(thresholds.IsOn(ObjectClass.Goalpost), Is.False);
            Assert.That(vision.Looking(arguments).CloseUps, Is.EqualTo(3));
            Assert.That(vision.Looking(command.Parse(["--options", File, "--looks", "1"])).CloseUps, Is.EqualTo(1));
        }

        System.IO.File.WriteAllText(File, """{"thresholds":{"cone":0.6}}""");
        Assert.That(() => vision.Thresholds(arguments, model), Throws.TypeOf<OptionException>().With.Message.Contains("found 'cone'"));
    }

    [Test]
    public void Replay_FileIsMissing_SaysSo()
    {
        var result = InProcess.Run("replay", TestVideo.Write(_folder["clip.mp4"], 2), "--model", Workplace.Model, "--options", File);
        Assert.That(result.ExitCode, Is.EqualTo(1));
        Assert.That(result.Errors, Does.Contain("robot.json': there is no such file"));
    }
}
