using System.Text.Json;
using RobotVision.Testing;

namespace RobotVision.Tools.Tests.Replay;

public class ReplayCommandTests
{
    const int Frames = 40;

    TemporaryFolder _folder = null!;
    string _video = "";

    [SetUp]
    public void WriteVideo()
    {
        _folder = new TemporaryFolder();
        _video = TestVideo.Write(_folder["match.mp4"], Frames);
    }

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public void Replay_Video_WritesEveryFrameToEveryOutput()
    {
        var result = CommandLine.Run(
            "replay", _video, "--model", Workplace.Model, "--no-timing", "--jsonl", _folder["out.jsonl"],
            "--annotate", _folder["out.mp4"], "--contact-sheet", _folder["out.png"], "--report", _folder["out.json"]);
        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        var lines = CommandResult.ReadObjects(File.ReadAllText(_folder["out.jsonl"]));
        var report = JsonDocument.Parse(File.ReadAllText(_folder["out.json"])).RootElement;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(lines.Select(line => line.GetProperty("frame").GetInt32()), Is.EqualTo(Enumerable.Range(0, Frames)));
            Assert.That(lines.Select(line => line.GetProperty("schema").GetString()), Is.All.EqualTo("robotvision.frame/1"));
            Assert.That(lines.Select(line => line.TryGetProperty("latency_ms", out _)), Is.All.False);
            Assert.That(TestVideo.CountFrames(_folder["out.mp4"]), Is.EqualTo(Frames));
            Assert.That(File.ReadAllBytes(_folder["out.png"])[1..4], Is.EqualTo("PNG"u8.ToArray()));
            Assert.That(report.GetProperty("frames").GetInt32(), Is.EqualTo(Frames));
            Assert.That(result.Output, Does.Contain($"{Frames} published, 0 dropped"));
            foreach (var word in new[] { "capture", "sample", "infer", "decode", "publish", "total", "p50", "p99", "frames/s", "runs on" })
                Assert.That(result.Output, Does.Contain(word));
            Assert.That(_folder.Names, Is.EqualTo(new[] { "match.mp4", "out.json", "out.jsonl", "out.mp4", "out.png" }));
        }
    }

    [Test]
    public void Replay_TwiceWithoutTiming_WritesTheSameBytes()
    {
        foreach (var name in new[] { "first.jsonl", "second.jsonl" })
            Assert.That(CommandLine.Run("replay", _video, "--model", Workplace.Model, "--no-timing", "--jsonl", _folder[name]).ExitCode, Is.Zero);
        var first = File.ReadAllBytes(_folder["first.jsonl"]);
        Assert.That(first, Is.Not.Empty);
        Assert.That(File.ReadAllBytes(_folder["second.jsonl"]), Is.EqualTo(first));
    }

    [Test]
    public void Replay_JsonlToStandardOutput_WritesOnlyJson()
    {
        var result = CommandLine.Run("replay", _video, "--model", Workplace.Model, "--jsonl", "-");
        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        Assert.That(result.OutputObjects, Has.Length.EqualTo(Frames));
        Assert.That(result.Errors, Does.Contain("frames/s"));
    }

    [Test]
    public void Replay_Labels_PrintsAndReportsTheScore()
    {
        var frames = string.Join(',', Enumerable.Range(0, Frames)
            .Select(i => $$"""{"frame":{{i}},"source":{{i}},"balls":[[{{5 + i}},{{10 + i}},{{29 + i}},{{34 + i}}]]}"""));
        File.WriteAllText(_folder["labels.json"], $$"""
            {"video":"match.mp4","width":{{TestVideo.Width}},"height":{{TestVideo.Height}},"class":"ball","frames":[{{frames}}]}
            """);
        var result = CommandLine.Run("replay", _video, "--model", Workplace.Model, "--labels", _folder["labels.json"], "--report", _folder["report.json"]);
        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        var score = JsonDocument.Parse(File.ReadAllText(_folder["report.json"])).RootElement.GetProperty("score");
        using (Assert.EnterMultipleScope())
        {
            foreach (var word in new[] { "precision", "recall", "F1", "ball" }) Assert.That(result.Output, Does.Contain(word));
            Assert.That(score.GetProperty("frames").GetInt32(), Is.EqualTo(Frames));
            Assert.That(score.GetRawText(), Does.Contain("recall").And.Contain("ball"));
        }
    }

    [Test]
    public void Replay_LabelsOfOtherImages_SaysSo()
    {
        foreach (var (folder, name) in new[] { ("photos", "a"), ("photos", "b"), ("set/images", "c"), ("set/images", "d") })
        {
            Directory.CreateDirectory(_folder[folder]);
            TestVideo.WriteImage(_folder[$"{folder}/{name}.png"], 1);
        }

        Directory.CreateDirectory(_folder["set/labels"]);
        foreach (var name in "cd") File.WriteAllText(_folder[$"set/labels/{name}.txt"], "0 0.5 0.5 0.2 0.2\n");
        File.WriteAllText(_folder["set/data.yaml"], "val: images\nnames: [ball]\n");
        var result = CommandLine.Run("replay", _folder["photos"], "--model", Workplace.Model, "--labels", _folder["set"], "--report", _folder["report.json"]);
        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        Assert.That(result.Errors, Does.Contain("warning: labels: 0 of 2 labelled frames or images are among the 2 frames of the recording"));
        Assert.That(File.ReadAllText(_folder["report.json"]), Does.Contain("of 2 labelled frames"));
    }

    [Test]
    public void Replay_JsonlToAPipe_WritesThroughItAndLeavesIt()
    {
        using (var make = System.Diagnostics.Process.Start("mkfifo", [_folder["pipe"]])) make.WaitForExit();
        var reading = Task.Run(() => File.ReadAllLines(_folder["pipe"]));
        var result = CommandLine.Run("replay", _video, "--model", Workplace.Model, "--jsonl", _folder["pipe"]);
        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        Assert.That(reading.Wait(TimeSpan.FromSeconds(10)), Is.True);
        Assert.That(reading.Result, Has.Length.EqualTo(Frames));
        Assert.That(_folder.Names, Is.EquivalentTo(new[] { "match.mp4", "pipe" }));
    }

    [Test]
    public void Replay_Interrupted_LeavesWholeLinesAndAPlayableVideo()
    {
        // Every frame takes at least a millisecond: seconds are left when the interrupt comes.
        TestVideo.Write(_video, 1500, width: 640, height: 480);
        using var command = CommandLine.Start(
            null, "replay", _video, "--model", Workplace.Model, "--jsonl", _folder["out.jsonl"], "--annotate", _folder["out.mp4"]);
        var partial = _folder[".out.partial.jsonl"];
        Assert.That(() => File.Exists(partial) && new FileInfo(partial).Length > 0, Is.True.After(180_000, 20), command.Errors);
        command.Interrupt();
        var result = command.WaitForEnd();
        Assert.That(result.ExitCode, Is.EqualTo(1), result.ToString());
        var lines = CommandResult.ReadObjects(File.ReadAllText(_folder["out.jsonl"]));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Errors, Does.Contain("stopped before the end"));
            Assert.That(File.ReadAllText(_folder["out.jsonl"]), Does.EndWith("}\n"));
            Assert.That(lines, Has.Length.InRange(1, 1499));
            Assert.That(TestVideo.CountFrames(_folder["out.mp4"]), Is.EqualTo(lines.Length));
            Assert.That(_folder.Names, Is.EqualTo(new[] { "match.mp4", "out.jsonl", "out.mp4" }));
        }
    }
}
