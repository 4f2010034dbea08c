using RobotVision.Training.Checkpoints;

namespace RobotVision.Training.Tests.Checkpoints;

public class MetricsLogTests
{
    string _path = "";

    [SetUp]
    public void MakeFolder() => _path = Path.Combine(Directory.CreateTempSubdirectory("robotvision").FullName, "run.metrics.jsonl");

    [TearDown]
    public void RemoveFolder() => Directory.Delete(Path.GetDirectoryName(_path)!, recursive: true);

    [Test]
    public void Add_Entries_AreReadBack()
    {
        Write(0, Losses(10), Validation(20));
        var read = MetricsLog.Read(_path);
        Assert.That(read.Select(entry => entry.Step), Is.EqualTo(new long[] { 10, 20 }));
        Assert.That(read[0].Losses!["class"], Is.EqualTo(0.1));
        Assert.That(read[0].Validation, Is.Null);
        Assert.That(read[1].Validation!["class"], Is.EqualTo(0.7));
    }

    [Test]
    public void Open_Resumed_DropsWhatComesAgain()
    {
        Write(0, Losses(10), Losses(20), Validation(20), Losses(30));
        Write(20, Validation(20));
        Assert.That(MetricsLog.Read(_path).Select(entry => (entry.Step, entry.Validation is not null)),
            Is.EqualTo(new[] { (10L, false), (20L, false), (20L, true) }));
    }

    [Test]
    public void Open_TornLastLine_IsDropped()
    {
        Write(0, Losses(10));
        File.AppendAllText(_path, "{\"step\":20,\"steps\":3");
        Write(30, Losses(40));
        Assert.That(MetricsLog.Read(_path).Select(entry => entry.Step), Is.EqualTo(new long[] { 10, 40 }));
        Assert.That(File.ReadAllText(_path), Does.EndWith("}\n"));
    }

    [Test]
    public void Open_NewRun_BeginsAnew()
    {
        Write(0, Losses(10));
        Write(0);
        Assert.That(File.ReadAllText(_path), Is.Empty);
    }

    void Write(long step, params MetricsEntry[] entries)
    {
        using var log = new MetricsLog(_path, step);
        foreach (var entry in entries) log.Add(entry);
    }

    static MetricsEntry Losses(long step) => new(step, 100) { Losses = new Dictionary<string, double> { ["class"] = 0.1 }, LearningRate = 0.01 };

    static MetricsEntry Validation(long step) => new(step, 100)
    {
        Training = new Dictionary<string, double> { ["class"] = 0.5 },
        Validation = new Dictionary<string, double> { ["class"] = 0.7 },
    };
}
