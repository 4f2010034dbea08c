using RobotVision.Inference;
using RobotVision.Testing;
using RobotVision.Training.Layers;
using RobotVision.Training.Network;

namespace RobotVision.Tools.Tests.Options;

/// <summary>What goes wrong says so in one line, with an exit code, and leaves nothing behind.</summary>
public class BadInputTests
{
    TemporaryFolder _inputs = null!;
    TemporaryFolder _outputs = null!;

    [SetUp]
    public void MakeFolders() => (_inputs, _outputs) = (new TemporaryFolder(), new TemporaryFolder());

    [TearDown]
    public void RemoveFolders()
    {
        _inputs.Dispose();
        _outputs.Dispose();
    }

    [Test]
    public void Replay_MissingFile_NamesIt() => ExpectFailure(Replay(_inputs["none.mp4"]), "none.mp4", "no such file");

    [Test]
    public void Replay_EmptyFolder_SaysThatNoImageIsThere() => ExpectFailure(Replay(_inputs.Path), _inputs.Path, "found none");

    [Test]
    public void Replay_NoVideo_SaysWhatIsSupported()
    {
        File.WriteAllText(_inputs["notes.mp4"], string.Concat(Enumerable.Repeat("these are words and not pictures\n", 200)));
        ExpectFailure(Replay(_inputs["notes.mp4"]), "notes.mp4", "expected a video");
    }

    [Test]
    public void Replay_VideoThatLostItsIndex_SaysThatItIsCutShort()
    {
        Cut(TestVideo.Write(_inputs["cut.mp4"], 30));
        ExpectFailure(Replay(_inputs["cut.mp4"]), "cut.mp4", "moov");
    }

    [Test]
    public void Replay_VideoCutShortBehindItsIndex_UsesWhatIsThereAndSaysHowMuchIsLost()
    {
        TestVideo.Write(_inputs["whole.mp4"], 60);
        Ffmpeg.Run("-i", _inputs["whole.mp4"], "-c", "copy", "-movflags", "+faststart", _inputs["cut.mp4"]);
        Cut(_inputs["cut.mp4"]);
        var result = Replay(_inputs["cut.mp4"]);
        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        var found = File.ReadAllLines(_outputs["out.jsonl"]).Length;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(found, Is.InRange(1, 59));
            Assert.That(result.Errors, Does.Contain("warning: ").And.Contain($"{60 - found} are lost"));
            Assert.That(TestVideo.CountFrames(_outputs["out.mp4"]), Is.EqualTo(found));
        }
    }

    [Test]
    public void Replay_EmptyImageInAFolder_IsSkippedAndCounted()
    {
        for (var i = 0; i < 3; i++) TestVideo.WriteImage(_inputs[$"{i}.png"], i);
        File.WriteAllBytes(_inputs["1.png"], []);
        var result = Replay(_inputs.Path);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.ExitCode, Is.Zero, result.ToString());
            Assert.That(result.Errors, Does.Contain("1.png").And.Contain("0 bytes"));
            Assert.That(result.Output, Does.Contain("2 published, 1 dropped").And.Contain("1 bad frame"));
            Assert.That(File.ReadAllText(_outputs["out.jsonl"]), Does.Contain("0.png").And.Contain("2.png").And.Not.Contain("1.png"));
        }
    }

    [Test]
    public void ReplayAndEvaluate_CutJpegs_AreUsedAndNamedOnceWithTheirNumber()
    {
        for (var i = 0; i < 4; i++) TestVideo.WriteImage(_inputs[$"{i}.jpg"], i);
        for (var i = 0; i < 4; i++) File.WriteAllText(_inputs[$"{i}.txt"], "0 0.5 0.5 0.2 0.2\n");
        File.WriteAllText(_inputs["data.yaml"], "val: .\nnames: [ball]\n");
        Cut(_inputs["1.jpg"]);
        File.WriteAllBytes(_inputs["2.jpg"], File.ReadAllBytes(_inputs["2.jpg"])[..^2]);
        var results = new[] { Replay(_inputs.Path), CommandLine.Run("evaluate", "--model", Workplace.Model, "--data", _inputs["data.yaml"]) };
        foreach (var result in results)
        {
            var warnings = result.Errors.Split('\n').Where(line => line.StartsWith("warning: ", StringComparison.Ordinal)).ToArray();
            Assert.That(result.ExitCode, Is.Zero, result.ToString());
            Assert.That(warnings, Has.One.Contains("1.jpg").And.One.Contains("2.jpg").And.None.Contains("0.jpg"), result.ToString());
            Assert.That(warnings, Has.Length.EqualTo(3), "two names and how many");
            Assert.That(warnings[^1], Does.Contain("2"));
        }

        Assert.That(results[0].Output, Does.Contain("4 published, 0 dropped"));
    }

    [Test]
    public void Replay_OnlyUnusableImages_Fails()
    {
        File.WriteAllBytes(_inputs["1.png"], []);
        ExpectFailure(Replay(_inputs.Path), _inputs.Path, "not one of its frames");
    }

    [Test]
    public void Replay_MissingModel_NamesIt() => ExpectFailure(ReplayWith(_inputs["none.onnx"]), "none.onnx", "no such file");

    [Test]
    public void Replay_ModelThatIsNotOnnx_NamesIt()
    {
        File.WriteAllText(_inputs["words.onnx"], "these are words");
        ExpectFailure(ReplayWith(_inputs["words.onnx"]), "words.onnx", "cannot load");
    }

    [Test]
    public void Replay_ModelOfAnotherInputShape_SaysWhichWasExpectedAndFound()
    {
        var network = new NetworkDefinition("toy", [1, 8, 8], "half", [new Flatten("flatten"), new Dense("dense", 2)]);
        Workplace.WriteModel(_inputs["toy.onnx"], network, Workplace.Contract.ToMetadata());
        ExpectFailure(ReplayWith(_inputs["toy.onnx"]), "toy.onnx", "(N,3,96,96)", "(N,1,8,8)");
    }

    [Test]
    public void Replay_ModelWithoutMetadata_ListsWhatIsMissing()
    {
        Workplace.WriteModel(_inputs["bare.onnx"], GridNetwork.Create(), new Dictionary<string, string>());
        ExpectFailure(ReplayWith(_inputs["bare.onnx"]), "bare.onnx", "robotvision.contract");
    }

    [Test]
    public void ReplayAndRun_ModelThatOnlySaysWhatIsInTheImage_IsRefused()
    {
        Workplace.WriteModel(_inputs["lecture.onnx"], LectureNetwork.Create(),
            (Workplace.Contract with { Network = "lecture", Output = ModelOutput.Presence }).ToMetadata());
        ExpectFailure(ReplayWith(_inputs["lecture.onnx"]), "lecture.onnx", "presence");
        var run = CommandLine.Run("run", "--camera", Video(), "--model", _inputs["lecture.onnx"], "--jsonl", _outputs["out.jsonl"]);
        ExpectFailure(run, "lecture.onnx", "presence");
    }

    [Test]
    public void Replay_FolderThatCannotBeMade_NamesTheOutput()
    {
        File.WriteAllText(_inputs["file"], "");
        ExpectFailure(Replay(Video(), "--report", _inputs["file/report.json"]), "report.json");
    }

    [TestCase("--jsonl")]
    [TestCase("--annotate")]
    [TestCase("--contact-sheet")]
    public void Replay_FolderInPlaceOfAnOutput_NamesIt(string option)
    {
        Directory.CreateDirectory(_inputs["taken.mp4"]);
        var result = CommandLine.Run("replay", Video(), "--model", Workplace.Model, option, _inputs["taken.mp4"]);
        ExpectFailure(result, "taken.mp4", "folder");
        Assert.That(_inputs.Names, Is.EqualTo(new[] { "match.mp4", "taken.mp4" }));
    }

    [TestCase("--colour")]
    [TestCase("--threshold", "ball")]
    [TestCase("--threshold", "ball=2")]
    [TestCase("--threshold", "dog=0.5")]
    [TestCase("--udp", "nowhere")]
    [TestCase("--udp", "127.0.0.1:99999")]
    [TestCase("--threads", "0")]
    [TestCase("--threads", "many")]
    [TestCase("--require", "abacus")]
    public void Replay_WrongOption_IsWrongUse(string option, string? value = null)
    {
        var result = Replay([Video(), option, .. value is null ? Array.Empty<string>() : [value]]);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.ExitCode, Is.EqualTo(2), result.ToString());
            Assert.That(result.ErrorLines, Has.Length.EqualTo(1), result.ToString());
            Assert.That(result.Errors, Does.Contain(value?.Split('=')[0] ?? option));
            Assert.That(_outputs.Names, Is.Empty);
        }
    }

    [Test]
    public void Replay_RequiredCudaThatIsMissing_SaysWhy()
    {
        if (RobotVision.Inference.CudaProvider.IsAvailable(out _)) Assert.Ignore("This machine has CUDA.");
        var result = Replay(Video(), "--require", "cuda");
        ExpectFailure(result, "CUDA was required and cannot be used: ");
        Assert.That(result.Errors, Does.Contain("GPU").Or.Contain("is missing: install"));
        Assert.That(result.Errors, Does.Not.Contain("onnxruntime"), "the runtime's own log");
    }

    [Test]
    public void Evaluate_LabelOutOfRange_NamesFileAndLine()
    {
        Directory.CreateDirectory(_inputs["images"]);
        Directory.CreateDirectory(_inputs["labels"]);
        TestVideo.WriteImage(_inputs["images/a.png"], 1);
        File.WriteAllText(_inputs["labels/a.txt"], "0 0.5 0.5 0.2 0.2\n0 0.5 1.5 0.2 0.2\n");
        File.WriteAllText(_inputs["data.yaml"], "val: images\nnames: [ball]\n");
        ExpectFailure(CommandLine.Run("evaluate", "--model", Workplace.Model, "--data", _inputs.Path, "--split", "val", "--output",
            _inputs["report"]), "a.txt:2: ", "y: expected a part of the image", "'1.5'");
        Assert.That(Directory.GetFiles(_inputs["report"]), Is.Empty);
    }

    [Test]
    public void Run_MissingDevice_NamesIt() =>
        ExpectFailure(CommandLine.Run("run", "--camera", "/dev/video99", "--model", Workplace.Model, "--jsonl", _outputs["out.jsonl"]), "/dev/video99");

    string Video() => TestVideo.Write(_inputs["match.mp4"], 5);

    CommandResult ReplayWith(string model) => Replay(Video(), "--model", model);

    CommandResult Replay(params string[] input)
    {
        string[] model = input.Contains("--model") ? [] : ["--model", Workplace.Model];
        return CommandLine.Run(
            ["replay", .. input, .. model, "--jsonl", _outputs["out.jsonl"], "--annotate", _outputs["out.mp4"], "--contact-sheet", _outputs["out.png"]]);
    }

    void ExpectFailure(CommandResult result, params string[] words)
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.ExitCode, Is.EqualTo(1), result.ToString());
            Assert.That(result.ErrorLines, Has.Length.EqualTo(1), result.ToString());
            foreach (var word in words) Assert.That(string.Concat(result.ErrorLines), Does.Contain(word));
            Assert.That(result.Errors, Does.Not.Contain("   at "), "a stack trace");
            Assert.That(_outputs.Names, Is.Empty);
        }
    }

    static void Cut(string path)
    {
        using var file = File.OpenWrite(path);
        file.SetLength(file.Length / 2);
    }
}
