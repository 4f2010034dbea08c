using System.Text.Json.Nodes;

namespace RobotVision.Tools.Tests;

/// <summary>The shipped model on real frames that took no part in training: `shared/data/nimbro` beside the checkout.</summary>
public class RealVideoTests
{
    [TestCase("nimbro_430", 1789)]
    [TestCase("nimbro_431", 883)]
    public void Replay_RealMatch_FindsBallsOfWhichItSawNone(string name, int frames)
    {
        var data = Environment.GetEnvironmentVariable("ROBOTVISION_DATA") is { Length: > 0 } path ? path : Path.Combine(ReadmeTests.Root, "..", "shared", "data");
        var video = Path.Combine(data, "nimbro", $"{name}.mp4");
        if (!File.Exists(video)) Assert.Ignore($"{video} is not there; the real images are not part of the repository.");

        using var folder = new TemporaryFolder();
        var result = CommandLine.Run(
            "replay", video, "--labels", Path.ChangeExtension(video, ".json"), "--model", Path.Combine(ReadmeTests.Root, "models", "grid.onnx"),
            "--report", folder["report.json"]);

        Assert.That(result.ExitCode, Is.Zero, result.Errors);
        var report = JsonNode.Parse(File.ReadAllText(folder["report.json"]))!;
        var ball = report["score"]!["classes"]!.AsArray().Single(row => (string?)row!["class"] == "ball")!;
        Assert.That((int)report["frames"]!, Is.EqualTo(frames));
        Assert.That((double)ball["precision"]!, Is.GreaterThanOrEqualTo(0.7));
        Assert.That((double)ball["recall"]!, Is.GreaterThanOrEqualTo(0.6));
    }
}
