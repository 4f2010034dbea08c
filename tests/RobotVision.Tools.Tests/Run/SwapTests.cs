using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using RobotVision.Testing;
using RobotVision.Training.Network;
using RobotVision.Web;

namespace RobotVision.Tools.Tests.Run;

/// <summary>A model that is swapped into a running process by <c>robotvision swap</c>.</summary>
public partial class SwapTests
{
    [Test]
    public async Task Swap_RunningProcess_RunsTheOtherModelAndLosesNoFrameUncounted()
    {
        using var folder = new TemporaryFolder();
        var video = TestVideo.WriteLong(folder["clip.mp4"], framesPerSecond: 30);
        Workplace.WriteModel(folder["other.onnx"], GridNetwork.Create(), (Workplace.Contract with { Origin = """{"other":1}""" }).ToMetadata());
        await File.WriteAllTextAsync(folder["broken.onnx"], "no model");
        using var run = CommandLine.Start(null, "run", "--camera", video, "--model", Workplace.Model, "--jsonl", folder["live.jsonl"], "--control", "0");
        var address = await run.WaitForAddressAsync();
        Wait(() => Frames(folder["live.jsonl"]).Count > 20, run);

        var refused = CommandLine.Run("swap", folder["broken.onnx"], "--into", address);
        Assert.That(refused.ExitCode, Is.EqualTo(1), refused.ToString());
        Assert.That(refused.Errors, Does.Contain("broken.onnx"));
        var stranger = CommandLine.Run("swap", folder["other.onnx"], "--into", address.Split('#')[0] + "#0000");
        Assert.That(stranger.ExitCode, Is.EqualTo(2), stranger.ToString());
        var before = Frames(folder["live.jsonl"]).Count;
        var swapped = CommandLine.Run("swap", folder["other.onnx"], "--into", address);
        Assert.That(swapped.ExitCode, Is.Zero, swapped.ToString());
        var after = Frames(folder["live.jsonl"]).Count;
        Wait(() => Frames(folder["live.jsonl"]).Count > after + 20, run);
        run.Interrupt();
        var result = run.WaitForEnd();

        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        var frames = Frames(folder["live.jsonl"]);
        var models = frames.Select(frame => frame.Model).ToList();
        Assert.That(models.Distinct().Count(), Is.EqualTo(2));
        var change = models.IndexOf(models[^1]);
        Assert.That(models.Skip(change).Distinct().Count(), Is.EqualTo(1), "no frame of the old model after one of the new");
        Assert.That(change, Is.InRange(before, after + 2));
        Assert.That(swapped.Output, Does.Contain(models[^1]));
        // Numbers that are missing between two published frames are those that the report counts as dropped, and none at the swap itself.
        var (published, dropped) = Counts(result.Errors);
        Assert.That(published, Is.EqualTo(frames.Count));
        Assert.That(frames[^1].Number + 1 - frames.Count, Is.LessThanOrEqualTo(dropped));
    }

    [Test]
    public async Task Swap_BackWithinAMinute_TheOneBeforeRunsAndTheStateSaysSo()
    {
        using var folder = new TemporaryFolder();
        var video = TestVideo.WriteLong(folder["clip.mp4"]);
        WrittenModels.WriteFinite(folder["first.onnx"]);
        WrittenModels.WriteFinite(folder["second.onnx"], seed: 1);
        using var run = CommandLine.Start(
            null, "run", "--camera", video, "--model", folder["first.onnx"], "--jsonl", folder["live.jsonl"], "--control", "0");
        var address = await run.WaitForAddressAsync();
        using (var client = await ProgramClient.OpenAsync(address, default))
        {
            var answer = await client.PostAsync("/api/model", new { path = folder["second.onnx"], force = true }, default);
            Wait(() => Frames(folder["live.jsonl"]).Any(frame => frame.Model == answer.GetProperty("hash").GetString()), run);
        }

        Assert.That(InProcess.Run("swap", "--back", "--into", address), Is.EqualTo((0, "")));
        Wait(() => run.Errors.Contains("first.onnx runs again, as was asked for", StringComparison.Ordinal), run);
        var state = await GetStateAsync(address, asBrowser: false);
        Assert.That(JsonSchema.Load("robotvision.state.schema.json").Validate(state), Is.Empty);
        Assert.That(JsonDocument.Parse(state).RootElement.GetProperty("swap").GetProperty("status").GetString(), Is.EqualTo("returned"));
        Assert.That(await GetStateAsync(address, asBrowser: true), Does.Contain("may not name paths"));
        var (exitCode, errors) = InProcess.Run("swap", "--back", "--into", address);
        Assert.That(exitCode, Is.EqualTo(1), errors);
        Assert.That(errors, Does.Contain("no model before is kept"));
        run.Interrupt();
        var result = run.WaitForEnd();
        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        var frames = Frames(folder["live.jsonl"]);
        Assert.That(frames.Select(frame => frame.Model).Distinct().Count(), Is.EqualTo(2));
        Assert.That(frames[^1].Model, Is.EqualTo(frames[0].Model));
        var (published, dropped) = Counts(result.Errors);
        Assert.That(published, Is.EqualTo(frames.Count));
        Assert.That(frames[^1].Number + 1 - frames.Count, Is.LessThanOrEqualTo(dropped));
        Assert.That(await File.ReadAllTextAsync(folder["live.jsonl"]), Does.Contain("\"swap\":{\"status\":\"returned\""));
    }

    [TestCase("swap", "--into", "http://127.0.0.1:9/#token")]
    [TestCase("swap", "a.onnx", "--back", "--into", "http://127.0.0.1:9/#token")]
    public void Swap_NeitherModelNorBackOrBoth_IsWrongUse(params string[] arguments)
    {
        var (exitCode, errors) = InProcess.Run(arguments);
        Assert.That(exitCode, Is.EqualTo(2), errors);
        Assert.That(errors, Does.Contain("expected a model's file or --back"));
    }

    [TestCase("127.0.0.1:5080")]
    [TestCase("http://127.0.0.1:5080/")]
    [TestCase("http://example.org:5080/#token")]
    public void Swap_AddressThatWasNeverPrinted_IsRefused(string address)
    {
        var result = CommandLine.Run("swap", Workplace.Model, "--into", address);
        Assert.That(result.ExitCode, Is.EqualTo(2), result.ToString());
        Assert.That(result.Errors, Does.Contain("127.0.0.1:PORT/#TOKEN"));
    }

    [Test]
    public void Swap_NobodyThere_SaysSo()
    {
        var result = CommandLine.Run("swap", Workplace.Model, "--into", "http://127.0.0.1:9/#token");
        Assert.That(result.ExitCode, Is.EqualTo(1), result.ToString());
        Assert.That(result.Errors, Does.Contain("No program answers"));
    }

    /// <summary>The state as the program tells it; as a browser, what it answers to a path that a page sends.</summary>
    static async Task<string> GetStateAsync(string address, bool asBrowser)
    {
        var parts = address.Split("/#");
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Add("Origin", parts[0]);
        using var session = await client.PostAsync(new Uri($"{parts[0]}/api/session"), new StringContent(parts[1]));
        if (!asBrowser) return await client.GetStringAsync(new Uri($"{parts[0]}/api/state"));
        client.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
        using var answer = await client.PostAsJsonAsync(new Uri($"{parts[0]}/api/model"), new { path = "/etc/passwd" });
        return await answer.Content.ReadAsStringAsync();
    }

    static void Wait(Func<bool> holds, CommandLine run)
    {
        for (var i = 0; i < 3600; i++)
        {
            if (holds()) return;
            Thread.Sleep(50);
        }

        Assert.Fail($"waited for three minutes; the program wrote:\n{run.Errors}");
    }

    static List<(long Number, string Model)> Frames(string path)
    {
        var frames = new List<(long, string)>();
        if (!File.Exists(path)) return frames;
        using var file = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        while (file.ReadLine() is { } line)
        {
            if (!line.Contains("robotvision.frame/1", StringComparison.Ordinal) || !line.EndsWith('}')) continue;
            var frame = JsonDocument.Parse(line).RootElement;
            frames.Add((frame.GetProperty("frame").GetInt64(), frame.GetProperty("inputs").GetProperty("model").GetString()!));
        }

        return frames;
    }

    static (int Published, int Dropped) Counts(string report)
    {
        var counts = Report().Match(report);
        return (int.Parse(counts.Groups[1].Value, null), int.Parse(counts.Groups[2].Value, null));
    }

    [GeneratedRegex(@"frames +(\d+) published, (\d+) dropped")]
    private static partial Regex Report();
}
