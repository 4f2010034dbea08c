using System.Xml.Linq;
using RobotVision.Testing;
using RobotVision.Training.Network;
using RobotVision.Training.Recipes;
using RobotVision.Training.Sweeps;
using RobotVision.Training.Tests.Runs;

namespace RobotVision.Training.Tests.Sweeps;

public class SweepTests
{
    const string Plan = """
        options: { dropout: [0, 0.5] }
        test: [{ synthetic: { seed: 3, count: 2, width: 64, height: 64 } }]
        """;

    SweepFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public void Run_StoppedAndResumed_GivesTheSameTable()
    {
        var path = _folder.Write(Plan + "\nseeds: [1, 2]\nbudget: { runs: 3 }");
        Run(path, "whole");
        // Stopped in the second run, after its second step, as Ctrl-C does.
        using var stop = new CancellationTokenSource();
        var stopping = new ProgressAction(progress => { if (progress.Number == 2 && progress.Training.Step == 2) stop.Cancel(); });
        Assert.That(() => Run(path, "parts", stopping, cancellation: stop.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(File.ReadAllLines(_folder["parts/results.csv"]), Has.Length.EqualTo(2), "the head and the first run");
        var steps = new List<(int, long)>();
        var table = Run(path, "parts", new ProgressAction(progress => steps.Add((progress.Number, progress.Training.Step))));

        Assert.That(steps[0], Is.EqualTo((2, 3L)), "the finished run is not done again, the other goes on");
        Assert.That(table.Results, Has.Count.EqualTo(3));
        foreach (var file in new[] { "results.csv", "results.json", "best.yaml", "report.html" })
            Assert.That(File.ReadAllText(_folder[$"parts/{file}"]), Is.EqualTo(File.ReadAllText(_folder[$"whole/{file}"])), file);
    }

    [Test]
    public void Run_Finished_LeavesModelsAndARecipeOfTheBest()
    {
        var table = Run(_folder.Write(Plan), "out");
        foreach (var result in table.Results)
        {
            Assert.That(File.Exists(_folder[$"out/{result.Run}/model.onnx"]), Is.True);
            Assert.That(File.Exists(_folder[$"out/{result.Run}/model.run.json"]), Is.True);
            Assert.That(File.Exists(_folder[$"out/{result.Run}/model.checkpoint"]), Is.False);
        }
        var best = TrainingRecipe.Load(_folder["out/best.yaml"]);
        Assert.That(best.Dropout.ToString(System.Globalization.CultureInfo.InvariantCulture), Is.EqualTo(table.Best!.Setting.Options[0].Value));
        Assert.That(table.Best.Rank, Is.EqualTo(table.Rows.Max(row => row.Rank)));
        Assert.That(table.Best["test AP"], Is.Not.Null);
        Assert.That(File.ReadAllText(_folder["out/report.html"]), Does.Contain("dropout 0.5").And.Contain("best"));
    }

    [Test]
    public void Run_AnotherValueLater_TrainsOnlyThat()
    {
        Run(_folder.Write("options: { dropout: [0, 0.5] }"), "out");
        var reported = new HashSet<string>();
        var table = Run(_folder.Write("options: { dropout: [0, 0.25, 0.5] }"), "out",
            new ProgressAction(progress => reported.Add(progress.Setting.ToString())));
        Assert.That(reported, Is.EqualTo(new[] { "dropout 0.25" }));
        Assert.That(table.Results, Has.Count.EqualTo(3));
    }

    [Test]
    public void Run_TestDataAndNamesLater_MeasuresThemAndTrainsNothing()
    {
        Run(_folder.Write("methods: { one: {}, two: { dropout: 0.5 } }"), "out");
        var table = Run(_folder.Write("methods: { first: {}, two: { dropout: 0.5 } }\ntest: [{ synthetic: { seed: 3, count: 2, width: 64, height: 64 } }]"),
            "out",
            new ProgressAction(_ => Assert.Fail("nothing is left to train")));
        Assert.That(table.Results.Select(result => result.Method), Is.EqualTo(new[] { "first", "two" }));
        Assert.That(table.Results.Select(result => result.Test?.Frames), Is.All.EqualTo(2));
        var picture = XDocument.Parse(File.ReadAllText(_folder["out/results.svg"]));
        Assert.That(picture.Descendants().Where(node => node.Name.LocalName == "text").Select(node => node.Value),
            Is.SupersetOf(new[] { "first", "two", "test F1", "test AP" }));
    }

    [TestCase("options: { data.0.limit: [2, 9] }", typeof(InvalidDataException), "9")]
    [TestCase("methods: { a: {}, b: { from: none.onnx } }", typeof(FileNotFoundException), "none.onnx")]
    public void Run_LastRunCannotBegin_SaysSoBeforeTheFirst(string lines, Type exception, string word) =>
        Assert.That(() => Run(_folder.Write(lines), "out", new ProgressAction(_ => Assert.Fail("nothing is to be trained"))),
            Throws.TypeOf(exception).With.Message.Contains(word));

    [Test]
    public void Run_LastRunFreezesFeaturesThatTheModelHasNot_SaysSoBeforeTheFirst()
    {
        WriteModel("coarse.onnx", cells: 12, value: 0);
        var path = _folder.Write("set: { from: coarse.onnx, freeze: features }\noptions: { cells: [12, 24] }");
        Assert.That(() => Run(path, "out", new ProgressAction(_ => Assert.Fail("nothing is to be trained"))),
            Throws.InstanceOf<InvalidDataException>().With.Message.Contains("cells out"));
    }

    [Test]
    public void Run_AnotherModelUnderTheSameName_TrainsAnew()
    {
        const string plan = "set: { from: start.onnx }\noptions: { dropout: [0, 0.5] }";
        WriteModel("start.onnx", cells: 24, value: 0);
        var first = Run(_folder.Write(plan), "out");
        WriteModel("start.onnx", cells: 24, value: 0.01f);
        var reported = new HashSet<string>();
        var second = Run(_folder.Write(plan), "out", new ProgressAction(progress => reported.Add(progress.Setting.ToString())));
        Assert.That(reported, Is.EqualTo(new[] { "dropout 0", "dropout 0.5" }));
        Assert.That(second.Results.Select(result => result.Start), Is.All.Not.EqualTo(first.Results[0].Start));
        Assert.That(second.Results.Select(result => result.TrainingLoss), Is.All.Not.EqualTo(first.Results[0].TrainingLoss));
        Run(_folder.Write(plan), "out", new ProgressAction(_ => Assert.Fail("nothing is left to train")));
    }

    [TestCase("options: { cells: [12, 24] }", "(40, 12, 12)", "(40, 24, 24)")]
    [TestCase("methods: { one: {}, two: { loss: QualityFocal } }", "CrossEntropy", "QualityFocal")]
    [TestCase("methods: { one: { network: lecture, width: 1 }, two: {} }", "(8)", "(40, 24, 24)")]
    [TestCase("methods: { one: { from: coarse.onnx }, two: {} }", "(40, 12, 12)", "(40, 24, 24)")]
    public void Run_LossesOfDifferentKinds_AreNotRankedAndNotDrawn(string lines, string one, string other)
    {
        WriteModel("coarse.onnx", cells: 12, value: 0);
        Assert.That(() => Run(_folder.Write(lines + "\nobjective: loss"), "ranked", new ProgressAction(_ => Assert.Fail("nothing is to be trained"))),
            Throws.InstanceOf<InvalidDataException>().With.Message.Contains("objective: expected f1").And.Message.Contains(one).And.Message.Contains(other));
        if (lines.Contains("lecture", StringComparison.Ordinal)) return; // 2.4 million weights for a picture that the others show
        Run(_folder.Write(lines), "out");
        Assert.That(File.ReadAllText(_folder["out/report.html"]),
            Does.Contain("Losses are not drawn").And.Contain(other).And.Not.Contain("The gap: validation loss"));
    }

    [Test]
    public void Run_LossesOfOneKind_AreRankedAndDrawn()
    {
        var table = Run(_folder.Write("methods: { a: { cells: 12 }, b: { cells: 12, dropout: 0 } }\nobjective: loss\nset: { validate_every: 2 }"), "out");
        Assert.That(table.Best!.Rank, Is.Not.Null);
        Assert.That(File.ReadAllText(_folder["out/report.html"]), Does.Contain("The gap: validation loss"));
    }

    [Test]
    public void Run_TimeUsedUp_StopsAndGoesOnWithMore()
    {
        const string file = "options: { dropout: [0, 0.5] }\nbudget: { minutes: 10 }";
        var clock = new ManualTimeProvider();
        var steps = new List<(int, long)>();
        var table = Run(_folder.Write(file), "out", new ProgressAction(progress =>
        {
            steps.Add((progress.Number, progress.Training.Step));
            if (steps.Count == 6) clock.Advance(TimeSpan.FromMinutes(11));
        }), clock: clock);
        Assert.That(table.Results, Has.Count.EqualTo(1), "the run that was going on is broken off");
        Assert.That(Run(_folder.Write(file), "out", clock: clock).Results, Has.Count.EqualTo(1), "the time spent is remembered");
        var last = Run(_folder.Write(file.Replace("10", "20", StringComparison.Ordinal)), "out",
            new ProgressAction(progress => steps.Add((progress.Number, progress.Training.Step))), clock: clock);
        Assert.That(last.Results, Has.Count.EqualTo(2));
        Assert.That(steps[6], Is.EqualTo((2, 3L)));
    }

    /// <summary>There may be more memory the next time; a shortage used to be the run's final result.</summary>
    [Test]
    public void Run_SettingThatFindsNoRoom_IsReportedAndTriedAgain()
    {
        var table = Run(_folder.Write("methods: { large: { training.batch_size: 4096, width: 4 }, small: {} }"), "out");
        Assert.That(table.Rows.Select(row => row.Results[0].Failure is not null), Is.EqualTo(new[] { false, true }), "the best first");
        Assert.That(table.Rows[1].Results[0].Failure,
            Does.StartWith("Batch size 4096").And.Contain("Expected a batch_size of at most").And.Not.Contain("found less"));
        Assert.That(table.Results.Select(result => File.Exists(_folder[$"out/{result.Run}/result.json"])), Is.EqualTo(new[] { false, true }),
            "what there is no result of is tried again");
    }

    [Test]
    public void Run_MemoryThatRanOutInBetween_LeavesTheCheckpointAndGoesOnTheNextTime()
    {
        var (first, then) = BreakOff(Activator.CreateInstance<OutOfMemoryException>());
        Assert.That(first, Is.Null, "the other runs are done all the same");
        Assert.That(then, Is.EqualTo(new[] { (1, 3L), (1, 4L) }));
    }

    /// <summary>A bug used to become the run's result, without a stack trace, and the checkpoint was deleted.</summary>
    [TestCase(typeof(InvalidOperationException))]
    [TestCase(typeof(IOException))]
    [TestCase(typeof(DivideByZeroException))]
    public void Run_FailureThatIsNoResult_EndsTheSweepAndGoesOnTheNextTime(Type failure)
    {
        var (first, then) = BreakOff((Exception)Activator.CreateInstance(failure)!);
        Assert.That(first, Is.TypeOf(failure).And.Property(nameof(Exception.StackTrace)).Contains("TrainUntil"));
        Assert.That(then[0], Is.EqualTo((1, 3L)));
    }

    [Test]
    public void Run_SettingThatDiverges_IsAResult()
    {
        const string plan = "options: { training.learning_rate: [0.001, 10] }\nset: { training.optimiser: Sgd, training.steps: 30 }";
        var table = Run(_folder.Write(plan), "out");
        Assert.That(table.Rows.Select(row => row.Results[0].Failure is not null), Is.EqualTo(new[] { false, true }));
        Assert.That(table.Best!.Setting.ToString(), Is.EqualTo("training.learning_rate 0.001"));
        Run(_folder.Write(plan), "out", new ProgressAction(_ => Assert.Fail("nothing is left to train")));
    }

    [Test]
    public void Run_FailureThatAnEarlierVersionNoted_IsTriedAgain()
    {
        var path = _folder.Write("options: { dropout: [0, 0.5] }");
        var run = Run(path, "out").Results[0];
        var result = _folder[$"out/{run.Run}/result.json"];
        File.WriteAllText(result, File.ReadAllText(result).Replace(
            "\"validation\": {", "\"failure\": \"Sequence contains no elements\",\n\"validation\": {", StringComparison.Ordinal));
        var reported = new HashSet<string>();
        Assert.That(Run(path, "out", new ProgressAction(progress => reported.Add(progress.Setting.ToString()))).Results.Select(again => again.Failure),
            Is.All.Null);
        Assert.That(reported, Is.EqualTo(new[] { "dropout 0" }));
    }

    /// <summary>The same file names with other labels are different data.</summary>
    [Test]
    public void Run_LabelsThatChanged_TrainsAnew()
    {
        using var photos = new PhotoSet();
        File.WriteAllText(_folder["photos.yaml"], $$"""
            width: 0.25
            cells: 12
            training: { batch_size: 2, steps: 2, threads: 1, report_every: 1 }
            data: [{ yaml: {{photos.Yaml}} }]
            validation: [{ yaml: {{photos.Yaml}}, split: val }]
            """);
        var path = _folder.Write("recipe: photos.yaml\noptions: { dropout: [0, 0.5] }");
        Run(path, "out");
        Run(path, "out", new ProgressAction(_ => Assert.Fail("nothing is left to train")));
        File.WriteAllText(photos.Labels(0), "");
        var reported = new HashSet<string>();
        Run(path, "out", new ProgressAction(progress => reported.Add(progress.Setting.ToString())));
        Assert.That(reported, Is.EqualTo(new[] { "dropout 0", "dropout 0.5" }));
    }

    /// <summary>Makes the first run fail after its third step, and starts again.</summary>
    /// <returns>The exception of the sweep, and run and step of each report of the second start.</returns>
    (Exception? First, List<(int, long)> Then) BreakOff(Exception failure)
    {
        var path = _folder.Write("options: { dropout: [0, 0.5] }\nset: { training.checkpoint_every: 1 }");
        var steps = new List<(int, long)>();
        Exception? thrown = null;
        try
        {
            Run(path, "out", new ProgressAction(progress => { if (progress is { Number: 1, Training.Step: 3 }) throw failure; }));
        }
        catch (Exception exception) when (exception == failure)
        {
            thrown = exception;
        }

        var table = Run(path, "out", new ProgressAction(progress => steps.Add((progress.Number, progress.Training.Step))));
        Assert.That(table.Results.Select(result => result.Failure), Is.EqualTo(new string?[] { null, null }));
        return (thrown, steps);
    }

    void WriteModel(string name, int cells, float value)
    {
        var network = GridNetwork.Create(width: 0.25f, cells: cells);
        File.WriteAllBytes(_folder[name], network.ToInferenceModel(
            network.ParameterList.ToDictionary(parameter => parameter.Name, parameter => Enumerable.Repeat(value, parameter.Length).ToArray())));
    }

    SweepTable Run(string path, string output, IProgress<SweepProgress>? progress = null, TimeProvider? clock = null,
        CancellationToken cancellation = default) =>
        new Sweep(Sweep.Load(path), _folder[output], "", clock ?? new ManualTimeProvider()).Run(progress ?? new ProgressAction(_ => { }), cancellation);

    sealed class ProgressAction(Action<SweepProgress> action) : IProgress<SweepProgress>
    {
        public void Report(SweepProgress value) => action(value);
    }
}
