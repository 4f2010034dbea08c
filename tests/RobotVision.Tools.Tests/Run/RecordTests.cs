using System.Text.Json;
using RobotVision.Detections;
using RobotVision.Mcap;
using RobotVision.Testing;

namespace RobotVision.Tools.Tests.Run;

/// <summary><c>run --record</c>, and <c>replay</c> of what it leaves.</summary>
public class RecordTests
{
    TemporaryFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TemporaryFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    string[] Recordings => Directory.Exists(_folder["rec"]) ? Directory.GetFiles(_folder["rec"], "*.mcap") : [];

    string[] Run(string video) => ["run", "--camera", video, "--model", Workplace.Model, "--looks", "2", "--record", _folder["rec"], "--record-floor", "0"];

    [Test]
    public void Run_LimitWithoutARecording_IsWrongUse()
    {
        var result = InProcess.Run("run", "--camera", TestVideo.Write(_folder["a.mp4"], 2), "--model", Workplace.Model, "--record-limit", "1GB");
        Assert.That(result.ExitCode, Is.EqualTo(2), result.Errors);
        Assert.That(result.Errors, Does.Contain("--record-limit: expected --record too"));
    }

    [Test]
    public void Record_ThenReplay_IsEqualAndDiffersWithAnotherThreshold()
    {
        var recorded = CommandLine.Run([.. Run(TestVideo.Write(_folder["match.mp4"], 20)), "--threshold", "robot=0.02", "--jsonl", _folder["live.jsonl"]]);
        Assert.That(recorded.ExitCode, Is.Zero, recorded.ToString());
        var states = CommandResult.ReadObjects(File.ReadAllText(_folder["live.jsonl"])).Where(line => line.TryGetProperty("recording", out _)).ToArray();
        Assert.That(states[0].GetProperty("recording").GetProperty("active").GetBoolean(), Is.True);

        var same = CommandLine.Run("replay", Recordings.Single(), "--jsonl", _folder["again.jsonl"], "--no-timing");
        Assert.That(same.ExitCode, Is.Zero, same.ToString());
        Assert.That(same.Output, Does.Contain("frames give the recorded results, bit by bit"));
        var again = CommandResult.ReadObjects(File.ReadAllText(_folder["again.jsonl"]));
        Assert.That(again, Is.Not.Empty);
        Assert.That(again.Select(line => line.GetProperty("inputs").GetProperty("thresholds").GetProperty("robot").GetDouble()), Is.All.EqualTo(0.02));

        string[] high = [.. ObjectClasses.Names.SelectMany(name => new[] { "--threshold", $"{name}=0.999" })];
        var other = CommandLine.Run(["replay", Recordings.Single(), .. high, "--report", _folder["report.json"]]);
        Assert.That(other.ExitCode, Is.EqualTo(1), other.ToString());
        Assert.That(other.Output, Does.Contain("differ from the recorded results").And.Contain("the thresholds differ"));
        var report = JsonDocument.Parse(File.ReadAllText(_folder["report.json"])).RootElement.GetProperty("recording");
        Assert.That(report.GetProperty("first_difference").GetProperty("reason").GetString(), Does.Contain("the thresholds differ"));
    }

    [Test]
    public void Record_ProcessIsKilled_LeavesWhatCanBeReplayed()
    {
        // Minutes of video, so that the run does not end before it is killed.
        var video = TestVideo.Write(_folder["match.mp4"], 1000, framesPerSecond: 4);
        using (var run = CommandLine.Start(null, Run(video)))
        {
            Assert.That(() => FramesIn(Recordings), Is.AtLeast(2).After(180_000, 100), run.Errors);
            run.Kill();
        }

        var replayed = CommandLine.Run("replay", Recordings.Single(), "--report", _folder["report.json"]);
        Assert.That(replayed.ExitCode, Is.Zero, replayed.ToString());
        Assert.That(replayed.Errors, Does.Contain("damaged or cut short"));
        var equal = JsonDocument.Parse(File.ReadAllText(_folder["report.json"])).RootElement.GetProperty("recording").GetProperty("equal").GetInt32();
        Assert.That(equal, Is.AtLeast(2));
    }

    [TestCase("--record-limit", "much", "expected a size such as 500MB or 4GB, found 'much'")]
    [TestCase("--record-limit", "1MB", "expected 2MB or more, found '1MB'")]
    [TestCase("--record-floor", "1XB", "expected a size")]
    public void Record_WrongSize_IsWrongUse(string option, string value, string problem)
    {
        var video = TestVideo.Write(_folder["match.mp4"], 2);
        var (exitCode, errors) = InProcess.Run("run", "--camera", video, "--model", Workplace.Model, "--record", _folder["rec"], option, value);
        Assert.That(exitCode, Is.EqualTo(2), errors);
        Assert.That(errors, Does.Contain(problem));
        Assert.That(Recordings, Is.Empty);
    }

    /// <summary>The frames that are in the only recording so far, while it is written.</summary>
    static int FramesIn(string[] recordings)
    {
        if (recordings is not [var file] || new FileInfo(file).Length < 8) return 0;
        using var reader = new McapReader(file);
        var topics = new Dictionary<ushort, string>();
        var frames = 0;
        while (reader.TryRead(out var record))
        {
            if (record is McapChannel channel) topics[channel.Id] = channel.Topic;
            if (record is McapMessage message && topics[message.ChannelId] == "/detections") frames++;
        }

        return frames;
    }
}
