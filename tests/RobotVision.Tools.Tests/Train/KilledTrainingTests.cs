using System.Globalization;
using System.Text.Json.Nodes;
using RobotVision.Testing;

namespace RobotVision.Tools.Tests.Train;

/// <summary>A training run that is killed and resumed ends in the same bytes as an uninterrupted one.</summary>
public class KilledTrainingTests
{
    const string Recipe = """
        network: grid
        width: 0.25
        cells: 12
        training: { seed: 3, batch_size: 2, steps: STEPS, warm_up_steps: 5, threads: 1, checkpoint_every: 7, report_every: 2 }
        validate_every: 20
        data: [{ synthetic: { seed: 1, count: 6, width: 96, height: 96 } }]
        validation: [{ synthetic: { seed: 2, count: 2, width: 96, height: 96 } }]
        """;

    TemporaryFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public void Train_KilledThreeTimes_EndsInTheSameBytes() => KillAndCompare(steps: 60, kills: 3);

    [Test]
    [Explicit("Two minutes.")]
    public void Train_KilledTwentyTimes_EndsInTheSameBytes() => KillAndCompare(steps: 600, kills: 20);

    void KillAndCompare(int steps, int kills)
    {
        File.WriteAllText(_folder["tiny.yaml"], Recipe.Replace("STEPS", steps.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
        var uninterrupted = CommandLine.Run("train", _folder["tiny.yaml"], "--output", _folder["peace/model.onnx"]);
        Assert.That(uninterrupted.ExitCode, Is.Zero, uninterrupted.ToString());

        var random = new Random(5);
        var metrics = _folder["killed/model.metrics.jsonl"];
        for (var kill = 0; kill < kills; kill++)
        {
            // Killed when the log has the line of a random step, so that every kill happens at another point of the work.
            var step = random.Next(steps * kill / kills, steps * (kill + 1) / kills) / 2 * 2;
            using var command = CommandLine.Start(null, "train", _folder["tiny.yaml"], "--resume", "--output", _folder["killed/model.onnx"]);
            Assert.That(SpinWait.SpinUntil(() => LastStep(metrics) >= step, TimeSpan.FromSeconds(60)), Is.True, command.Errors);
            command.Kill();
        }
        var end = CommandLine.Run("train", _folder["tiny.yaml"], "--resume", "--output", _folder["killed/model.onnx"]);
        Assert.That(end.ExitCode, Is.Zero, end.ToString());

        Assert.That(File.ReadAllBytes(_folder["killed/model.onnx"]), Is.EqualTo(File.ReadAllBytes(_folder["peace/model.onnx"])));
        Assert.That(WithoutSpeed(metrics), Is.EqualTo(WithoutSpeed(_folder["peace/model.metrics.jsonl"])));
        Assert.That(File.ReadAllText(_folder["killed/model.run.json"]), Is.EqualTo(File.ReadAllText(_folder["peace/model.run.json"])));
    }

    [Test]
    public void Train_KilledBetweenModelAndSummary_EndsInTheSameBytesWithOrWithoutValidation()
    {
        var recipe = Recipe.Replace("STEPS", "6", StringComparison.Ordinal).Replace("count: 2", "count: 16", StringComparison.Ordinal);
        File.WriteAllText(_folder["plain.yaml"], recipe.Replace("validate_every: 20", "", StringComparison.Ordinal));
        File.WriteAllText(_folder["tiny.yaml"], recipe.Replace("validate_every: 20", "validate_every: 4", StringComparison.Ordinal));
        var peace = CommandLine.Run("train", _folder["plain.yaml"], "--output", _folder["peace/model.onnx"]);
        Assert.That(peace.ExitCode, Is.Zero, peace.ToString());
        using (var command = CommandLine.Start(null, "train", _folder["tiny.yaml"], "--output", _folder["killed/model.onnx"]))
        {
            Assert.That(SpinWait.SpinUntil(() => File.Exists(_folder["killed/model.onnx"]), TimeSpan.FromSeconds(60)), Is.True, command.Errors);
            command.Kill();
        }
        Assert.That(File.Exists(_folder["killed/model.run.json"]), Is.False, "killed too late to show anything");
        var end = CommandLine.Run("train", _folder["tiny.yaml"], "--resume", "--output", _folder["killed/model.onnx"]);
        Assert.That(end.ExitCode, Is.Zero, end.ToString());
        Assert.That(File.ReadAllBytes(_folder["killed/model.onnx"]), Is.EqualTo(File.ReadAllBytes(_folder["peace/model.onnx"])));
    }

    [Test]
    public void Train_StoppedByCtrlC_SaysTheStepTheCheckpointAndHowToGoOn()
    {
        File.WriteAllText(_folder["tiny.yaml"], Recipe.Replace("STEPS", "50000", StringComparison.Ordinal));
        using var command = CommandLine.Start(null, "train", _folder["tiny.yaml"], "--output", _folder["model.onnx"]);
        Assert.That(SpinWait.SpinUntil(() => LastStep(_folder["model.metrics.jsonl"]) >= 2, TimeSpan.FromSeconds(60)), Is.True, command.Errors);
        command.Interrupt();
        var result = command.WaitForEnd();
        Assert.That(result.ExitCode, Is.EqualTo(1), result.ToString());
        Assert.That(result.Errors,
            Does.Match($"stopped at step [1-9][0-9]* of 50000; the checkpoint is .*model\\.checkpoint: the same command with --resume goes on from there"));
        Assert.That(File.Exists(_folder["model.checkpoint"]), Is.True);
    }

    static long LastStep(string metrics) => !File.Exists(metrics) ? -1 : ReadShared(metrics)
        .Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line.EndsWith('}'))
            .Select(line => (long)JsonNode.Parse(line)!["step"]!).LastOrDefault(-1);

    static string ReadShared(string path)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        return reader.ReadToEnd();
    }

    static string[] WithoutSpeed(string metrics) => [.. File.ReadLines(metrics).Select(line =>
    {
        var entry = JsonNode.Parse(line)!.AsObject();
        entry.Remove("images_per_second");
        entry.Remove("elapsed_seconds");
        return entry.ToJsonString();
    })];
}
