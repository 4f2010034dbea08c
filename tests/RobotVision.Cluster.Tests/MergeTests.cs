using RobotVision.CommandLine;
using RobotVision.Testing;
using RobotVision.Tools;

namespace RobotVision.Cluster.Tests;

/// <summary>Each kind of command that can be divided: its merged parts are what one run writes, byte for byte.</summary>
[NonParallelizable] // it captures the console
public class MergeTests
{
    static readonly string Model = Path.Combine(Repository.Root, "models", "grid.onnx");

    /// <summary>Three clips of different lengths.</summary>
    static TemporaryFolder _clips = null!;

    [OneTimeSetUp]
    public void RenderClips()
    {
        _clips = new TemporaryFolder();
        foreach (var (name, count) in new[] { ("a", 6), ("b", 3), ("c", 2) })
            Run("synthesize", "--clip", "--count", $"{count}", "--seed", $"{count}", "--width", "96", "--height", "96", "--output", _clips[$"{name}.mp4"]);
    }

    [OneTimeTearDown]
    public void RemoveClips() => _clips.Dispose();

    static string Clips(string ending) => Path.Combine(_clips.Path, "{}" + ending);

    [Test]
    public void Synthesize_DataSet_MergedEqualsWhole() =>
        Compare(output => ["synthesize", "--count", "5", "--width", "64", "--height", "64", "--output", output], "set");

    [Test]
    public void Synthesize_Clip_MergedEqualsWhole() =>
        Compare(output => ["synthesize", "--clip", "--count", "5", "--width", "64", "--height", "64", "--output", Path.Combine(output, "match.mp4")], "clip",
            whole => Path.Combine(whole, "match.mp4"));

    [Test]
    public void Evaluate_TwoSets_MergedEqualsWhole() =>
        Compare(output =>
        [
            "evaluate", "--model", Model, "--looks", "1", "--synthetic", "seed=3,count=33,width=64,height=64",
            "--synthetic", "seed=4,count=2,width=64,height=64", "--output", output,
        ], "evaluation");

    [Test]
    public void Evaluate_Robustness_MergedEqualsWhole() =>
        Compare(output => ["evaluate", "--model", Model, "--robustness", "--synthetic", "seed=3,count=2,width=64,height=64", "--output", output], "robustness");

    [Test]
    public void Evaluate_Comparison_MergedEqualsWhole() =>
        Compare(output =>
        [
            "evaluate", "--compare", Model, Path.ChangeExtension(Model, ".int8.onnx"), "--synthetic", "seed=3,count=33,width=64,height=64", "--output", output,
        ], "comparison");

    [Test]
    public void Replay_OfSeveralRecordings_MergedEqualsWhole() =>
        Compare(output =>
        [
            "replay", _clips["a.mp4"], _clips["b.mp4"], _clips["c.mp4"], "--model", Model, "--no-timing", "--calibration", Clips(".yaml"),
            "--poses", Clips(".poses.jsonl"), "--labels", Clips(".json"), "--jsonl", Path.Combine(output, "{}.jsonl"),
            "--annotate", Path.Combine(output, "{}.mp4"),
        ], "results");

    [Test]
    public void Extract_OfSeveralRecordings_MergedEqualsWhole() =>
        Compare(output => ["data", "extract", _clips["a.mp4"], _clips["b.mp4"], _clips["c.mp4"], "--change", "2", "--output", Path.Combine(output, "{}")],
            "frames");

    /// <summary>
    /// Times differ from run to run, and where they stand is all that is left out: how long a run took, its speed, and the page that draws both.
    /// </summary>
    [Test]
    public void Sweep_MergedEqualsWhole()
    {
        using var folder = new TemporaryFolder();
        folder.Write("tiny.yaml", """
            network: grid
            width: 0.25
            training: { batch_size: 2, steps: 2, warm_up_steps: 1, threads: 1, report_every: 1 }
            data: [{ synthetic: { seed: 1, count: 4, width: 64, height: 64 } }]
            validation: [{ synthetic: { seed: 2, count: 3, width: 64, height: 64 } }]
            """);
        var sweep = folder.Write("sweep.yaml", """
            recipe: tiny.yaml
            options: { training.learning_rate: [0.001, 0.002] }
            seeds: [1]
            """);
        Compare(output => ["train", "--sweep", sweep, "--output", output], "sweep", same: (name, one, other) => Path.GetFileName(name) switch
        {
            "seconds.txt" or "model.report.html" => true,
            "model.metrics.jsonl" => WithoutTimes(one) == WithoutTimes(other),
            _ => one.AsSpan().SequenceEqual(other),
        });
        static string WithoutTimes(byte[] lines) => System.Text.RegularExpressions.Regex.Replace(
            System.Text.Encoding.UTF8.GetString(lines), """
            "(images_per_second|elapsed_seconds)":[-+.eE0-9]+
            """, "");
    }

    [Test]
    public void Merge_WithAMissingPart_NamesItAndItsCommand()
    {
        using var folder = new TemporaryFolder();
        var command = new[] { "synthesize", "--count", "2", "--width", "64", "--height", "64", "--output", folder["set"] };
        Run([.. command, "--shard", "1/2"]);
        var (exitCode, errors) = RunAny("merge", folder["set.parts"], "-o", folder["merged"]);
        Assert.That(exitCode, Is.EqualTo(1));
        Assert.That(errors, Does.Contain("part 2/2").And.Contain("--shard 2/2"));
        Assert.That(Directory.Exists(folder["merged"]), Is.False);
        Assert.That(RunAny("status", folder["set.parts"]).ExitCode, Is.EqualTo(1));
        Run([.. command, "--shard", "2/2"]);
        Assert.That(RunAny([.. command, "--shard", "2/2"]).Errors, Does.Contain("part 2/2 is done already"));
        Assert.That(RunAny("status", folder["set.parts"]).ExitCode, Is.Zero);
    }

    /// <summary>The report would stand among the parts, or in one of them.</summary>
    [TestCase("")]
    [TestCase("part-1-of-1/output/set")]
    public void Merge_IntoTheParts_IsWrongUse(string output)
    {
        using var folder = new TemporaryFolder();
        Run("synthesize", "--count", "1", "--width", "64", "--height", "64", "--output", folder["set"], "--shard", "1/1");
        var names = Directory.GetFileSystemEntries(folder["set.parts"]);
        var (exitCode, errors) = RunAny("merge", folder["set.parts"], "-o", Path.Combine(folder["set.parts"], output));
        Assert.That((exitCode, errors), Is.EqualTo((2, errors)));
        Assert.That(errors, Does.Contain("--output").And.Contain("outside the folders of the parts"));
        Assert.That(Directory.GetFileSystemEntries(folder["set.parts"]), Is.EqualTo(names));
    }

    [Test]
    public void Submit_WithoutSlurm_LeavesNothingBehind()
    {
        using var folder = new TemporaryFolder();
        var (exitCode, errors) = RunAny(
            "submit", "slurm", "--parts", "2", "--sbatch", folder["none"], "--", "synthesize", "--count", "2", "--output", folder["runs/set"]);
        Assert.That((exitCode, errors), Is.EqualTo((1, errors)));
        Assert.That(folder.Names, Is.Empty);
    }

    [Test]
    public void Status_OfDifferentDivisions_ShowsEach()
    {
        using var folder = new TemporaryFolder();
        string[] command = ["synthesize", "--count", "1", "--width", "64", "--height", "64", "--output", folder["set"], "--shard"];
        Run([.. command, "1/1"]);
        Run([.. command, "1/2"]);
        Assert.That(RunAny("status", folder["set.parts"]), Is.EqualTo((1, "")));
        Assert.That(RunAny("merge", folder["set.parts"], "-o", folder["merged"]).Errors, Does.Contain("1 parts and 2 parts"));
    }

    [TestCase("expected I/N", "synthesize", "--output", "x", "--shard", "3/2")]
    [TestCase("only with --output", "evaluate", "--synthetic", "seed=1,count=1", "--shard", "1/2")]
    [TestCase("only with --sweep", "train", "recipe.yaml", "--output", "x.onnx", "--shard", "1/2")]
    [TestCase("'{}'", "replay", "a.mp4", "b.mp4", "--jsonl", "x.jsonl")]
    [TestCase("different names", "replay", "1/a.mp4", "2/a.mp4", "--jsonl", "{}.jsonl")]
    [TestCase("one recording with a page", "replay", "a.mp4", "b.mp4", "--web")]
    [TestCase("expected a command with --shard", "submit", "slurm", "--parts", "2", "--", "doctor")]
    [TestCase("--shard: expected a command without it", "submit", "slurm", "--parts", "2", "--", "synthesize", "--output", "x", "--shard", "1/2")]
    [TestCase("--time", "submit", "slurm", "--parts", "2", "--time", "nonsense", "--dry-run", "--", "synthesize", "--output", "x")]
    [TestCase("--folder", "submit", "kubernetes", "--parts", "2", "--image", "i", "--folder", "/else", "--dry-run", "--", "synthesize", "--output", "x")]
    [TestCase("--memory", "submit", "slurm", "--parts", "2", "--memory", "much", "--", "synthesize", "--output", "x")]
    [TestCase("CLAIM=/PATH", "submit", "kubernetes", "--parts", "2", "--image", "i", "--folder", "/", "--volume", "v", "--", "synthesize", "--output", "x")]
    public void Command_ThatCannotBeDivided_IsWrongUse(string message, params string[] arguments)
    {
        var (exitCode, errors) = RunAny(arguments);
        Assert.That((exitCode, errors), Is.EqualTo((2, errors)));
        Assert.That(errors, Does.Contain(message));
    }

    static void Run(params string[] arguments)
    {
        var (exitCode, errors) = RunAny(arguments);
        Assert.That(exitCode, Is.Zero, errors);
    }

    static (int ExitCode, string Errors) RunAny(params string[] arguments)
    {
        var (output, error, errors) = (Console.Out, Console.Error, new StringWriter());
        try
        {
            Console.SetOut(TextWriter.Null);
            Console.SetError(errors);
            return (CommandRunner.RunAsync(Commands.Create(), arguments).GetAwaiter().GetResult(), errors.ToString());
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(error);
        }
    }

    /// <summary>Runs a command at once and in three parts, the last first, and compares all files.</summary>
    static void Compare(
        Func<string, string[]> command, string name, Func<string, string>? outputOf = null, Func<string, byte[], byte[], bool>? same = null)
    {
        using var folder = new TemporaryFolder();
        var (whole, divided, merged) = (folder[$"whole/{name}"], folder[$"divided/{name}"], folder[$"merged/{name}"]);
        outputOf ??= output => output;
        Run(command(whole));
        for (var part = 3; part >= 1; part--) Run([.. command(divided), "--shard", $"{part}/3"]);
        Run("merge", outputOf(divided) + ".parts", "--output", outputOf(merged));
        var files = FilesOf(whole);
        Assert.That(files, Is.Not.Empty);
        Assert.That(FilesOf(merged), Is.EqualTo(files));
        foreach (var file in files)
        {
            byte[] one = File.ReadAllBytes(Path.Combine(whole, file)), other = File.ReadAllBytes(Path.Combine(merged, file));
            Assert.That(same?.Invoke(file, one, other) ?? one.AsSpan().SequenceEqual(other), Is.True, file);
        }
    }

    static string[] FilesOf(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file)).Order(StringComparer.Ordinal),
    ];
}
