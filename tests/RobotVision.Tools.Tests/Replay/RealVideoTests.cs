using System.Text.Json.Nodes;
using RobotVision.Testing;

namespace RobotVision.Tools.Tests.Replay;

/// <summary>The shipped model on real frames that took no part in training: `shared/data/nimbro` beside the checkout.</summary>
public class RealVideoTests
{
    /// <summary>The published figures of the card, with a margin for processors without VNNI.</summary>
    [TestCase("nimbro_430", 1789, 0.930)]
    [TestCase("nimbro_431", 883, 0.983)]
    public void Replay_RealMatch_FindsTheBallsAsPublished(string name, int frames, double published)
    {
        var data = Environment.GetEnvironmentVariable("ROBOTVISION_DATA") is { Length: > 0 } path ? path
            : Path.Combine(Repository.Root, "..", "shared", "data");
        var video = Path.Combine(data, "nimbro", $"{name}.mp4");
        if (!File.Exists(video)) Assert.Ignore($"{video} is not there; the real images are not part of the repository.");

        using var folder = new TemporaryFolder();
        var result = CommandLine.Run(
            "replay", video, "--labels", Path.ChangeExtension(video, ".json"), "--model", Path.Combine(Repository.Root, "models", "grid.int8.onnx"),
            "--report", folder["report.json"]);

        Assert.That(result.ExitCode, Is.Zero, result.Errors);
        var report = JsonNode.Parse(File.ReadAllText(folder["report.json"]))!;
        var ball = report["score"]!["classes"]!.AsArray().Single(row => (string?)row!["class"] == "ball")!;
        Assert.That((int)report["frames"]!, Is.EqualTo(frames));
        Assert.That((double)ball["f1"]!, Is.EqualTo(published).Within(0.005));
    }
}
