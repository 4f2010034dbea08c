using System.Text.Json;
using RobotVision.CommandLine;
using RobotVision.Inference;
using RobotVision.Testing;
using RobotVision.Training.Network;

namespace RobotVision.Tools.Tests.Options;

/// <summary>
/// <c>--model auto</c> with the shipped models, and with speeds as if they had been measured before, so that no test depends on how fast the machine is.
/// </summary>
[NonParallelizable] // it captures the console
public class AutoModelTests
{
    static readonly string Shipped = Path.Combine(Repository.Root, "models");

    static readonly InferenceOptions OnOneThread = new() { Accelerator = Accelerator.Cpu, Threads = 1 };

    TemporaryFolder _folder = null!;

    SpeedCache Cache => new(SpeedCache.UsualFolder(name => name == "XDG_CACHE_HOME" ? _folder["cache"] : null));

    [SetUp]
    public void KeepSpeeds()
    {
        _folder = new();
        Keep("grid-s.int8.onnx", 0.4, 0.2);
        Keep("grid-s.onnx", 1.2, 0.8);
        Keep("grid.int8.onnx", 1, 0.5);
        Keep("grid-memory.int8.onnx", 2, 0.5);
        Keep("grid.onnx", 3, 2);
        Keep("grid-memory.onnx", 4, 2);
    }

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [TestCase(15, 0, 1, "grid-memory.int8.onnx", true)]
    [TestCase(1.5, 0, 1, "grid.int8.onnx", true)]
    [TestCase(0.5, 0, 1, "grid-s.int8.onnx", true)]
    [TestCase(0.3, 0, 1, "grid-s.int8.onnx", false)]
    [TestCase(2, 4, 1, "grid-s.int8.onnx", true)]
    [TestCase(4, 3, 1, "grid-memory.int8.onnx", true)]
    [TestCase(4, 5, 1, "grid.int8.onnx", true)]
    [TestCase(3, 0, 2, "grid.int8.onnx", true)]
    public void Choose_ShippedModels_KeepToTheBudget(double budget, int closeUps, int cameras, string name, bool isInBudget)
    {
        var choice = new AutoModel(OnOneThread, Cache, TimeProvider.System).Choose(null, TimeSpan.FromMilliseconds(budget), closeUps, cameras);
        Assert.That((Path.GetFileName(choice.Path), choice.IsInBudget), Is.EqualTo((name, isInBudget)));
        Assert.That(choice.Told, Does.Contain("lecture.int8.onnx (no F1 on this set)").And.Contain("F1 0.").And.Not.Contain("\n"));
    }

    [Test]
    public void Choose_ForImages_LeavesOutWhatRemembersEarlierFrames()
    {
        var choice = new AutoModel(OnOneThread, Cache, TimeProvider.System).Choose(null, TimeSpan.FromMilliseconds(15), 0, 1, ofImages: true);
        Assert.That(Path.GetFileName(choice.Path), Is.EqualTo("grid.int8.onnx"));
        Assert.That(choice.Told, Does.Contain("grid-memory.int8.onnx (remembers earlier frames)"));
    }

    [Test]
    public void Choose_FolderWhoseModelsHaveFiguresOfTheirOwn_ComparesThose()
    {
        var (slow, fast) = (WriteModel("slow.onnx", 1), WriteModel("fast.onnx", 2));
        WriteModel("unknown.onnx", 3);
        _folder.Write("mine/broken.onnx", "no model");
        Keep(slow, 10, 1);
        Keep(fast, 5, 1);
        var set = new QualitySet("mine", "my images", ["ball"], []);
        QualityFile.Read("").With(set, new("slow.onnx", VisionModel.HashOf(slow), 0.9)).With(set, new("fast.onnx", VisionModel.HashOf(fast), 0.8))
            .Write(_folder["mine/quality.json"]);
        var auto = new AutoModel(OnOneThread, Cache, TimeProvider.System);
        var choice = auto.Choose(_folder["mine"], TimeSpan.FromMilliseconds(15), 0, 1);
        Assert.That(choice.Path, Is.EqualTo(slow));
        Assert.That(choice.Told, Does.Contain("F1 0.900 on my images").And.Contain("fast.onnx (5.00 ms, F1 0.800)")
            .And.Contain("unknown.onnx (no F1 on this set)").And.Contain("broken.onnx (no F1 on this set)").And.Contain("grid.int8.onnx (no F1 on this set)"));
        Assert.That(auto.Choose(_folder["mine"], TimeSpan.FromMilliseconds(7), 0, 1).Path, Is.EqualTo(fast));
    }

    [Test]
    public void Choose_FolderWithAModelOfTheShippedOnes_ComparesWithThem()
    {
        Directory.CreateDirectory(_folder["mine"]);
        File.Copy(Path.Combine(Shipped, "grid.int8.onnx"), _folder["mine/copy.onnx"]);
        var auto = new AutoModel(OnOneThread, Cache, TimeProvider.System);
        Assert.That(Path.GetFileName(auto.Choose(_folder["mine"], TimeSpan.FromMilliseconds(15), 0, 1).Path), Is.EqualTo("grid-memory.int8.onnx"));
        Assert.That(auto.Choose(_folder["mine"], TimeSpan.FromMilliseconds(1.5), 0, 1).Path, Is.EqualTo(_folder["mine/copy.onnx"]));
    }

    [Test]
    public void Choose_NothingKept_MeasuresAndKeeps()
    {
        foreach (var file in Directory.GetFiles(_folder["cache/robotvision"])) File.WriteAllText(file, "damaged");
        var before = Directory.GetFiles(_folder["cache/robotvision"]).Length;
        var choice = new AutoModel(OnOneThread, Cache, TimeProvider.System).Choose(null, TimeSpan.FromHours(1), 0, 1);
        Assert.That(choice.IsInBudget, Is.True);
        Assert.That(Directory.GetFiles(_folder["cache/robotvision"]), Has.Length.EqualTo(before));
        Assert.That(Cache.Find(KeyOf(choice.Path)), Is.Not.Null);
    }

    [Test]
    public void Replay_Auto_TellsTheChoiceAndPublishesItsModel()
    {
        var video = TestVideo.Write(_folder["match.mp4"], 3);
        var result = Run("replay", video, "--model", "auto", "--require", "cpu", "--budget", "1.5", "--jsonl", "-");
        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        Assert.That(result.Errors.Split('\n').Count(line => line.StartsWith("--model auto: ", StringComparison.Ordinal)), Is.EqualTo(1));
        Assert.That(result.Errors, Does.Match(@"--model auto: \S*grid.int8.onnx: 1.00 of 1.5 ms a frame; F1 0\.\d+ on .*grid-memory.int8.onnx \(2.00 ms"));
        Assert.That(ModelsOf(result.OutputObjects), Is.EqualTo(new[] { VisionModel.HashOf(Path.Combine(Shipped, "grid.int8.onnx")) }));
    }

    [Test]
    public void Run_AutoAndNoModelIsFastEnough_WarnsAndRunsTheFastest()
    {
        var video = TestVideo.Write(_folder["match.mp4"], 5);
        var result = Run("run", "--camera", video, "--model", "auto", "--require", "cpu", "--budget", "0.3", "--jsonl", _folder["out.jsonl"]);
        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        Assert.That(result.Errors, Does.Match(@"warning: --model auto: \S*grid-s.int8.onnx: 0.40 of 0.3 ms a frame, too slow, but the fastest"));
        Assert.That(ModelsOf(CommandResult.ReadObjects(File.ReadAllText(_folder["out.jsonl"]))),
            Is.EqualTo(new[] { VisionModel.HashOf(Path.Combine(Shipped, "grid-s.int8.onnx")) }));
    }

    [Test]
    public void Replay_AutoOfARecording_RunsTheModelOfTheRecording()
    {
        var video = TestVideo.Write(_folder["match.mp4"], 5);
        var run = Run("run", "--camera", video, "--model", Workplace.Model, "--record", _folder["rec"], "--record-floor", "0");
        Assert.That(run.ExitCode, Is.Zero, run.ToString());
        var replay = Run("replay", Directory.GetFiles(_folder["rec"], "*.mcap").Single(), "--model", "auto", "--jsonl", "-");
        Assert.That(replay.ExitCode, Is.Zero, replay.ToString());
        Assert.That(replay.Errors, Does.Contain("whose own model runs").And.Contain("bit by bit"));
        Assert.That(ModelsOf(replay.OutputObjects), Is.EqualTo(new[] { VisionModel.HashOf(Workplace.Model) }));
    }

    [TestCase("0")]
    [TestCase("-3")]
    [TestCase("NaN")]
    [TestCase("1e-9")]
    [TestCase("20000")]
    public void Replay_BudgetOutOfRange_IsWrongUse(string budget)
    {
        var (exitCode, errors) = InProcess.Run("replay", TestVideo.Write(_folder["match.mp4"], 1), "--budget", budget);
        Assert.That(exitCode, Is.EqualTo(2), errors);
        Assert.That(errors, Does.StartWith("error: --budget: expected milliseconds above 0, at most 10000, found "));
    }

    [TestCase(2, "--budget", "replay", "match.mp4", "--budget", "soon")]
    [TestCase(2, "--model: expected auto, auto:FOLDER or a model's file, found 'auto:'", "replay", "match.mp4", "--model", "auto:")]
    [TestCase(1, "--model: expected a folder of models, found no folder 'nowhere'", "replay", "match.mp4", "--model", "auto:nowhere")]
    [TestCase(2, "--model: expected a model's file, found 'auto', which 'run' and 'replay' alone know",
        "evaluate", "--synthetic", "count=1", "--model", "auto")]
    [TestCase(2, "--model: expected a model's file, found 'auto', which 'run' and 'replay' alone know", "inspect", "a.png", "--model", "auto")]
    [TestCase(2, "--shard: the work can be divided between parts only with a model's file rather than --model auto",
        "replay", "match.mp4", "--model", "auto", "--jsonl", "out/{}.jsonl", "--shard", "1/2")]
    public void Command_AutoThatCannotBe_SaysWhy(int expected, string problem, params string[] words)
    {
        var video = TestVideo.Write(_folder["match.mp4"], 1);
        var (exitCode, errors) = InProcess.Run([.. words.Select(word => word == "match.mp4" ? video : word)]);
        Assert.That(exitCode, Is.EqualTo(expected), errors);
        Assert.That(errors, Does.Contain(problem));
    }

    [Test]
    public void Choose_FolderWithoutModels_SaysSo() => Assert.That(
        () => new AutoModel(OnOneThread, Cache, TimeProvider.System).Choose(_folder.Path, TimeSpan.FromMilliseconds(15), 0, 1),
        Throws.TypeOf<InvalidDataException>().With.Message.Contains("found none"));

    CommandResult Run(params string[] arguments) => CommandLine.Run(new Dictionary<string, string> { ["XDG_CACHE_HOME"] = _folder["cache"] }, arguments);

    static IEnumerable<string?> ModelsOf(IEnumerable<JsonElement> lines) => lines
        .Where(line => line.GetProperty("schema").GetString() == "robotvision.frame/1")
        .Select(line => line.GetProperty("inputs").GetProperty("model").GetString()).Distinct();

    static SpeedKey KeyOf(string path) => new(VisionModel.HashOf(path), ExecutionProvider.Cpu.Name(), OnOneThread.Threads);

    void Keep(string path, double wholeView, double closeUp) =>
        Cache.Keep(KeyOf(Path.Combine(Shipped, path)), new(TimeSpan.FromMilliseconds(wholeView), TimeSpan.FromMilliseconds(closeUp)));

    /// <summary>Writes a model into the folder "mine"; another number gives another one.</summary>
    string WriteModel(string name, int number)
    {
        Directory.CreateDirectory(_folder["mine"]);
        var contract = Workplace.Contract with { Thresholds = [.. Enumerable.Repeat(number / 10f, 8)] };
        Workplace.WriteModel(_folder[$"mine/{name}"], GridNetwork.Create(), contract.ToMetadata());
        return _folder[$"mine/{name}"];
    }
}
