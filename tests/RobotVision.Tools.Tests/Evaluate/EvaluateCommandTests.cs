using System.Text.Json;
using RobotVision.Inference;
using RobotVision.Testing;

namespace RobotVision.Tools.Tests.Evaluate;

public class EvaluateCommandTests
{
    const string Scenes = "seed=5,count=3,width=96,height=64";

    TemporaryFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TemporaryFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public void Evaluate_SyntheticImages_WritesFilesThatAreTheSameWhateverTheThreads()
    {
        foreach (var (folder, threads) in new[] { ("one", "1"), ("two", "2") })
        {
            var result = CommandLine.Run("evaluate", "--model", Workplace.Model, "--synthetic", Scenes, "--output", _folder[folder], "--threads", threads);
            Assert.That(result.ExitCode, Is.Zero, result.ToString());
            Assert.That(result.Output, Does.Contain("ball").And.Contain("report.html"));
        }

        foreach (var name in new[] { "report.html", "metrics.json", "predictions.json", "examples.jpg" })
            Assert.That(File.ReadAllBytes(_folder[$"one/{name}"]), Is.EqualTo(File.ReadAllBytes(_folder[$"two/{name}"])), name);
        Assert.That(Directory.GetFiles(_folder["one"]), Has.Length.EqualTo(4));
        using var metrics = JsonDocument.Parse(File.ReadAllText(_folder["one/metrics.json"]));
        Assert.That(metrics.RootElement.GetProperty("frames").GetInt32(), Is.EqualTo(3));
        Assert.That(metrics.RootElement.GetProperty("classes")[0].GetProperty("score").GetProperty("class").GetString(), Is.EqualTo("ball"));
        Assert.That(metrics.RootElement.GetProperty("invariance").GetArrayLength(), Is.Zero, "only when asked for: it takes many times as long");
        Assert.That(File.ReadAllText(_folder["one/report.html"]), Does.Contain("Confusion matrix").And.Contain("Worst mistakes").And.Contain("<img"));
    }

    [Test]
    public void Evaluate_Quality_KeepsTheFiguresOfModelsOnOneSetTogether()
    {
        File.Copy(Path.Combine(Repository.Root, "models/grid.int8.onnx"), _folder["b.onnx"]);
        foreach (var model in new[] { Workplace.Model, _folder["b.onnx"], Workplace.Model })
        {
            var result = CommandLine.Run("evaluate", "--model", model, "--synthetic", Scenes, "--quality", _folder["quality.json"]);
            Assert.That(result.ExitCode, Is.Zero, result.ToString());
        }

        var set = QualityFile.Read(_folder["quality.json"]).Sets.Single();
        Assert.That(set.Models.Select(model => model.File), Is.EqualTo(new[] { "b.onnx", Path.GetFileName(Workplace.Model) }));
        Assert.That(set.Models.Select(model => model.Hash), Is.EqualTo(new[] { VisionModel.HashOf(_folder["b.onnx"]), VisionModel.HashOf(Workplace.Model) }));
        Assert.That(set.Models[0].F1, Is.GreaterThan(set.Models[1].F1), "one is trained");
    }

    [TestCase("--looks", "2", "found --looks")]
    [TestCase("--smallest", "5", "found --compare, several sets or --smallest")]
    [TestCase("--synthetic", "seed=6,count=1", "found --compare, several sets or --smallest")]
    public void Evaluate_QualityOfSomethingElse_IsRefused(string option, string value, string problem)
    {
        var (exitCode, errors) = InProcess.Run(
            "evaluate", "--model", Workplace.Model, "--synthetic", Scenes, "--quality", _folder["quality.json"], option, value);
        Assert.That((exitCode, File.Exists(_folder["quality.json"])), Is.EqualTo((2, false)), errors);
        Assert.That(errors, Does.Contain(problem));
    }

    [Test]
    public void Evaluate_Robustness_MeasuresWhatChangesItWithPatternsThatTheScenesAreWithout()
    {
        var result = CommandLine.Run("evaluate", "--model", Workplace.Model, "--synthetic", "seed=5,count=1,width=96,height=64,without_patterns=[triads]",
            "--robustness", "--output", _folder["out"]);
        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        using var metrics = JsonDocument.Parse(File.ReadAllText(_folder["out/metrics.json"]));
        Assert.That(metrics.RootElement.GetProperty("invariance").EnumerateArray().Select(curve => curve.GetProperty("name").GetString()),
            Is.EqualTo(new[] { "brightness", "blur", "shift_right", "shift_down", "shift_diagonally", "ball_pattern" }));
        Assert.That(File.ReadAllText(_folder["out/report.html"]), Does.Contain("Robustness"));
        var patterns = metrics.RootElement.GetProperty("invariance").EnumerateArray().Last().GetProperty("steps").EnumerateArray()
            .Select(step => step.GetProperty("step").GetString());
        Assert.That(patterns, Has.Some.EqualTo("Triads"));
    }

    [Test]
    public void Evaluate_Smallest_JudgesFewerObjects()
    {
        const string scenes = "seed=5,count=4,width=320,height=240,only_families=[ssl,cone],only_views=[msl,low]";
        var (all, some) = (CommandLine.Run("evaluate", "--model", Workplace.Model, "--synthetic", scenes),
            CommandLine.Run("evaluate", "--model", Workplace.Model, "--synthetic", scenes, "--smallest", "60"));
        Assert.That((all.ExitCode, some.ExitCode), Is.EqualTo((0, 0)), some.ToString());
        Assert.That(Robots(some), Is.LessThan(Robots(all)));

        static int Robots(CommandResult result) => int.Parse(
            result.Output.Split('\n').Single(line => line.StartsWith("robot", StringComparison.Ordinal))
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)[2], System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Frames without labels are run and count for nothing: no ball of theirs is a false alarm.</summary>
    [Test]
    public void Evaluate_ClipsOfADataSet_RunsThemInOrderAndTellsOfThem()
    {
        Directory.CreateDirectory(_folder["match"]);
        for (var i = 0; i < 4; i++) TestVideo.WriteImage(_folder[$"match/{10 * i}.png"], i);
        File.WriteAllText(_folder["match/0.txt"], "0 0.5 0.5 0.2 0.2\n");
        File.WriteAllText(_folder["match/30.txt"], "");
        File.WriteAllText(_folder["match/data.yaml"], "val: .\nnames: [ball]\n");
        string[] run = ["evaluate", "--model", Workplace.Model, "--data", _folder["match"], "--at-precision", "0.5"];
        var refused = CommandLine.Run(run);
        Assert.That((refused.ExitCode, refused.Errors.Contains("10.png", StringComparison.Ordinal)), Is.EqualTo((1, true)), refused.ToString());
        var still = CommandLine.Run([.. run, "--clip-frames", "8"]);
        Assert.That(still.Errors, Does.Contain("'clip_step: 10' makes a clip"));
        var result = CommandLine.Run([.. run, "--clip-frames", "8", "--clip-step", "10"]);
        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        Assert.That(result.Errors, Does.Contain("clips: 1, of 4 to 4 frames").And.Contain("images without labels: 2 between others"));
        Assert.That(result.Output, Does.Contain("ball, tracks"));
    }

    [Test]
    public void Compare_PredictionsOfOneModel_FindsNoChange()
    {
        var first = CommandLine.Run("evaluate", "--model", Workplace.Model, "--synthetic", Scenes, "--output", _folder["one"]);
        Assert.That(first.ExitCode, Is.Zero, first.ToString());
        var result = CommandLine.Run("evaluate", "--compare", _folder["one/predictions.json"], Workplace.Model, "--synthetic", Scenes,
            "--output", _folder["compared"]);
        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        using var comparison = JsonDocument.Parse(File.ReadAllText(_folder["compared/comparison.json"]));
        Assert.That(comparison.RootElement.GetProperty("changes").GetArrayLength(), Is.Zero);
        Assert.That(File.Exists(_folder["compared/report.html"]), Is.True);
    }

    [Test]
    public void Compare_OtherData_SaysWhatDiffers()
    {
        foreach (var seed in new[] { "5", "6" })
        {
            var run = CommandLine.Run("evaluate", "--model", Workplace.Model, "--synthetic", $"seed={seed},count=1,width=96,height=64",
                "--output", _folder[seed]);
            Assert.That(run.ExitCode, Is.Zero, run.ToString());
        }

        var result = CommandLine.Run("evaluate", "--compare", _folder["5/predictions.json"], _folder["6/predictions.json"]);
        Assert.That(result.ExitCode, Is.EqualTo(1), result.ToString());
        Assert.That(result.Errors, Does.Contain("expected the same frames").And.Contain("synthetic-5-000000").And.Contain("synthetic-6-000000"));
    }

    [Test]
    public void EvaluateLooks_RenderedImages_WritesTableJsonAndPicture()
    {
        var result = CommandLine.Run("evaluate-looks", "--model", Workplace.Model, "--looks", "2", "--synthetic", "seed=5,count=6,width=320,height=240",
            "--output", _folder["looks"]);
        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        Assert.That(File.ReadAllText(_folder["looks/looks.md"]), Is.EqualTo(result.Output).And.Contain("rendered, seed 5"));
        Assert.That(File.ReadAllText(_folder["looks/looks.svg"]), Does.StartWith("<svg"));
        using var json = JsonDocument.Parse(File.ReadAllText(_folder["looks/looks.json"]));
        Assert.That(json.RootElement.ToString(), Does.Contain("rendered, seed 5"));
    }

    [Test]
    public void FitLooks_FileThatIsThere_IsLeftAlone()
    {
        var kept = _folder.Write("kept.onnx", "precious");
        var result = CommandLine.Run("fit-looks", "--model", Workplace.Model, "--synthetic", "seed=1,count=1", "--output", kept);
        Assert.That(result.ExitCode, Is.EqualTo(1), result.ToString());
        Assert.That(result.Errors, Does.Contain("kept.onnx").And.Contain("--overwrite"));
        Assert.That(File.ReadAllText(kept), Is.EqualTo("precious"));
    }

    [Test]
    public void FitLooks_NoImages_IsWrongUse()
    {
        var result = CommandLine.Run("fit-looks", "--model", Workplace.Model, "--output", _folder["fitted.onnx"]);
        Assert.That(result.ExitCode, Is.EqualTo(2), result.ToString());
        Assert.That(result.Errors, Does.Contain("expected --synthetic or --data"));
        Assert.That(File.Exists(_folder["fitted.onnx"]), Is.False);
    }

    /// <summary>The shipped network places the ball of a rendered match, with true poses and with poses with errors.</summary>
    [Test]
    public void EvaluateGround_RenderedMatch_PlacesTheBallAndSaysHowFarOff()
    {
        var result = CommandLine.Run("evaluate-ground", "--clips", "1", "--frames", "12", "--looks", "6", "--require", "cpu",
            "--report", _folder["ground.html"]);
        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        Assert.That(File.ReadAllText(_folder["ground.html"]), Does.Contain("The field from above").And.Contain("Match 0, poses with errors"));
        using var json = JsonDocument.Parse(File.ReadAllText(_folder["ground.json"]));
        foreach (var poses in new[] { "exact", "noisy" })
        {
            var all = json.RootElement.GetProperty(poses).EnumerateArray().Last();
            Assert.That(all.GetProperty("found").GetInt32(), Is.InRange(4, 12), result.Output);
            Assert.That(all.GetProperty("measured").GetProperty("median").GetDouble(), Is.LessThan(0.3), result.Output);
        }
    }

    [TestCase("expected --data", new string[0])]
    [TestCase("only_families=[A,B], only_views=[A,B], found 'colour'", new[] { "--synthetic", "colour=3" })]
    [TestCase("only_families.0: expected Nao or", new[] { "--synthetic", "only_families=[zebra]" })]
    [TestCase("count: expected a whole number, found 'many'", new[] { "--synthetic", "count=many" })]
    [TestCase("--synthetic", new[] { "--synthetic", "seed" })]
    [TestCase("width: expected 32..4096 pixels, found 1", new[] { "--synthetic", "width=1" })]
    [TestCase("--threads", new[] { "--synthetic", Scenes, "--threads", "0" })]
    [TestCase("--threads", new[] { "--synthetic", Scenes, "--threads", "many" })]
    [TestCase("--smallest", new[] { "--synthetic", Scenes, "--smallest", "-1" })]
    [TestCase("--clip-frames: expected 2..100", new[] { "--data", "a.yaml", "--clip-frames", "1" })]
    [TestCase("--clip-frames: expected --data FILE", new[] { "--synthetic", Scenes, "--clip-frames", "8" })]
    [TestCase("--clip-step: expected --clip-frames N", new[] { "--data", "a.yaml", "--clip-step", "2" })]
    [TestCase("--compare", new[] { "--compare", "a.json" })]
    [TestCase("--output FOLDER", new[] { "--synthetic", Scenes, "--robustness" })]
    [TestCase("no --compare", new[] { "--compare", "a.json", "b.json", "--robustness", "--output", "out" })]
    [TestCase("found several", new[] { "--compare", "a.onnx", "b.onnx", "--synthetic", Scenes, "--synthetic", Scenes })]
    [TestCase("needs data", new[] { "--compare", "a.onnx", "b.onnx" })]
    [TestCase("expected a model to run", new[] { "--compare", "a.json", "b.json", "--smallest", "24" })]
    public void Evaluate_WrongUse_SaysWhat(string words, string[] arguments)
    {
        var result = CommandLine.Run(["evaluate", .. arguments]);
        Assert.That(result.ExitCode, Is.EqualTo(2), result.ToString());
        Assert.That(result.Errors, Does.Contain(words));
    }

    [TestCase("--synthetic", "count=0", "count: expected 1 or more images, found 0")]
    [TestCase("--synthetic", "without_families=nao,count=3", "'without_families' is a list: write without_families=[nao]")]
    [TestCase("--synthetic", "without_families.0=nao", "without_families=[A,B]")]
    [TestCase("--synthetic", "count=4,count=6", "expected each name once, found 'count' again")]
    [TestCase("--synthetic", "only_families=[ssl,cone],only_families=[nao]", "expected each name once, found 'only_families' again")]
    [TestCase("--synthetic", "seed=-1", "seed: expected a whole number of 0 or more, found '-1'")]
    [TestCase("--model", "c.onnx", "--compare: expected no --model", "--compare", "a.onnx", "b.onnx", "--synthetic", Scenes)]
    [TestCase("--smallest", "24", "expected a model to run", "--compare", "a.json")]
    [TestCase("--at-precision", "high", "--at-precision: expected", "--synthetic", Scenes)]
    [TestCase("--at-precision", "2", "--at-precision: expected a precision above 0", "--synthetic", Scenes)]
    [TestCase("--clip-frames", "many", "--clip-frames: expected", "--data", "a.yaml")]
    [TestCase("--clip-step", "many", "--clip-step: expected", "--data", "a.yaml")]
    [TestCase("--looks", "2", "--compare: expected no --looks", "--compare", "a.json", "b.json")]
    [TestCase("--require", "cpu", "--compare: expected no --require", "--compare", "a.json", "b.json")]
    public void Evaluate_OptionsThatMeanNothing_AreWrongUse(string option, string value, string words, params string[] more)
    {
        var (exitCode, errors) = InProcess.Run(["evaluate", .. more, option, value]);
        Assert.That((exitCode, errors), Is.EqualTo((2, errors)));
        Assert.That(errors, Does.Contain(words));
    }

    [TestCase("--frames", "0", "--frames: expected 1 or more, found 0")]
    [TestCase("--fps", "0", "--fps: expected 1..240, found 0")]
    [TestCase("--fps", "many", "--fps")]
    public void EvaluateGround_OutOfRange_NamesTheOption(string option, string value, string words)
    {
        var (exitCode, errors) = InProcess.Run("evaluate-ground", option, value);
        Assert.That((exitCode, errors), Is.EqualTo((2, errors)));
        Assert.That(errors, Does.Contain(words).And.Not.Contain("MatchClipOptions"));
    }

    [Test]
    public void Evaluate_AnImageTwiceInItsList_IsTold()
    {
        TestVideo.WriteImage(_folder["a.png"], 1);
        _folder.Write("a.txt", "0 0.5 0.5 0.2 0.2\n");
        _folder.Write("list.txt", "a.png\na.png\n");
        _folder.Write("data.yaml", "val: list.txt\nnames: [ball]\n");
        var (exitCode, errors) = InProcess.Run("evaluate", "--model", _folder["none.onnx"], "--data", _folder["data.yaml"]);
        Assert.That((exitCode, errors), Is.EqualTo((1, errors)), "there is no model");
        Assert.That(errors, Does.Contain("scored each time: 1, the first").And.Contain("a.png"));
    }

    [Test]
    public void Evaluate_SeveralSets_StandInOneTableAndEachHasItsFolder()
    {
        var result = CommandLine.Run("evaluate", "--model", Workplace.Model, "--synthetic", "seed=5,count=2,width=160,height=120",
            "--synthetic", "seed=6,count=1,width=160,height=120", "--output", _folder["sets"]);
        Assert.That(result.ExitCode, Is.EqualTo(0), result.ToString());
        string[] lines = result.Output.Split('\n');
        Assert.That(lines[0], Does.Match("^set +class +labels +threshold"));
        Assert.That(lines, Has.One.StartsWith("rendered, seed 5  ").And.One.StartsWith("rendered, seed 6  "));
        Assert.That(Directory.GetDirectories(_folder["sets"]).Select(Path.GetFileName).Order(),
            Is.EqualTo(new[] { "1-rendered-seed-5", "2-rendered-seed-6" }));
        Assert.That(File.Exists(_folder["sets/2-rendered-seed-6/metrics.json"]), Is.True);
    }

    [Test]
    public void Compare_MissingPredictions_NamesThem()
    {
        var result = CommandLine.Run("evaluate", "--compare", _folder["a.json"], _folder["b.json"]);
        Assert.That(result.ExitCode, Is.EqualTo(1), result.ToString());
        Assert.That(result.Errors, Does.Contain("a.json").And.Contain("no such file"));
    }
}
