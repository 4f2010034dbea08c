using RobotVision.Testing;
using RobotVision.Training.Checkpoints;
using RobotVision.Training.Monitoring;

namespace RobotVision.Training.Tests.Monitoring;

public class RunFolderTests
{
    const string Line = """{"step":5,"steps":10,"losses":{"class":3}}""";

    TemporaryFolder _folder = null!;
    RunFolder _runs = null!;

    [SetUp]
    public void MakeFolder()
    {
        _folder = new();
        _runs = new(_folder.Path);
    }

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public void List_FinishedUnfinishedAndRunningRuns_TellsThemApart()
    {
        foreach (var name in new[] { "a", "sub/b", "sub/deeper/c", "sub/deeper/too/d" }) _folder.Write($"{name}.metrics.jsonl", Line);
        _folder.Write("a.run.json", """
            {"ended_early":{"step":7},"validation":{"mean":{"f1":0.5}},
             "origin":{"recipe":{"width":1,"training":{"seed":2,"threads":null},"data":[{"yaml":"x"}]}}}
            """);
        using var running = new RunLock(_folder["sub/b.lock"]);
        _folder.Write("a.lock", "");
        _folder.Write("sub/deeper/c.lock", ""); // of a run that was killed
        _folder.Write("sub/deeper/c.run.json", "{\"ended_early\":null}");
        var runs = _runs.List().OrderBy(run => run.Name, StringComparer.Ordinal).ToArray();
        var told = runs.Select(run => (run.Name, run.IsFinished, run.IsGoingOn, run.EndedEarlyAt, run.F1));
        Assert.That(told, Is.EqualTo(new (string, bool, bool, long?, double?)[]
        {
            ("a", true, false, 7, 0.5), ("sub/b", false, true, null, null), ("sub/deeper/c", true, false, null, null),
        }));
        Assert.That(runs[0].Options, Is.EquivalentTo(new Dictionary<string, string> { ["width"] = "1", ["training.seed"] = "2", ["data.0.yaml"] = "x" }));
    }

    [Test]
    public void List_SummaryThatIsNoJson_IsTakenAsUnfinished()
    {
        _folder.Write("a.metrics.jsonl", Line);
        _folder.Write("a.run.json", "{");
        Assert.That(_runs.List().Single().IsFinished, Is.False);
    }

    [Test]
    public void List_NewRun_LeavesTheNumbersOfTheOthers()
    {
        _folder.Write("a.metrics.jsonl", Line);
        var number = _runs.List().Single().Number;
        File.SetLastWriteTimeUtc(_folder["a.metrics.jsonl"], DateTime.UnixEpoch);
        _folder.Write("b.metrics.jsonl", Line);
        var runs = _runs.List();
        Assert.That((runs[0].Name, runs[1].Name, runs[1].Number), Is.EqualTo(("b", "a", number)), "the newest first");
        Assert.That(_runs.NameOf(new(_folder["b.onnx"])), Is.EqualTo(runs[0].Name), "by which the run that goes on is found in the list");
    }

    [Test]
    public void Curve_LongLog_IsThinnedButKeepsWhatWasMeasured()
    {
        _folder.Write("a.metrics.jsonl", string.Join('\n', Enumerable.Range(1, 5000).Select(step => step == 2346
            ? """{"step":2346,"steps":5000,"validation":{"class":1}}""" : $$$"""{"step":{{{step}}},"steps":5000,"losses":{"class":3}}""")));
        var curve = _runs.Curve(_runs.List().Single().Number);
        Assert.That(curve.Select(point => point.Entry.Step), Is.SupersetOf(new long[] { 1, 2346, 5000 }));
        Assert.That(curve, Has.Count.InRange(1000, 2001));
    }

    [TestCase(-1)]
    [TestCase(0)]
    public void Curve_NumberOfNoRun_IsRefused(int number) =>
        Assert.That(() => _runs.Curve(number), Throws.TypeOf<InvalidDataException>().With.Message.StartsWith("Run: expected one of the 0"));
}
