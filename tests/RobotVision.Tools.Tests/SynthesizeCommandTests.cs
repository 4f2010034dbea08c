namespace RobotVision.Tools.Tests;

public class SynthesizeCommandTests
{
    const int Frames = 8;

    TemporaryFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TemporaryFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public void Synthesize_Clip_ComesWithWhatReplayNeedsToPlaceThings()
    {
        var result = CommandLine.Run("synthesize", "--clip", "--count", $"{Frames}", "--seed", "7", "--width", "320", "--height", "240", "--output", _folder["match.mp4"]);
        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        Assert.That(_folder.Names, Is.EquivalentTo(new[] { "match.mp4", "match.json", "match.yaml", "match.poses.jsonl" }));
        var replay = CommandLine.Run(
            "replay", _folder["match.mp4"], "--model", Workplace.Model, "--calibration", _folder["match.yaml"], "--poses", _folder["match.poses.jsonl"], "--jsonl", _folder["out.jsonl"]);
        Assert.That(replay.ExitCode, Is.Zero, replay.ToString());
        var lines = CommandResult.ReadObjects(File.ReadAllText(_folder["out.jsonl"]));
        Assert.That(lines.Select(line => line.GetProperty("pose").GetString()), Is.EqualTo(Enumerable.Repeat("known", Frames)));
    }
}
