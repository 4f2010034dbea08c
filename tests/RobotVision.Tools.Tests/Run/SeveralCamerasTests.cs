using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using RobotVision.Capture;
using RobotVision.Recording;
using RobotVision.Testing;
using static Microsoft.Playwright.Assertions;

namespace RobotVision.Tools.Tests.Run;

/// <summary>The real program with two videos as cameras and one that is not there: side by side on the page, by their names everywhere.</summary>
[CancelAfter(600_000)]
public partial class SeveralCamerasTests : PageTests
{
    const int Side = 160;

    const string Calibration = """
        %YAML:1.0
        image_width: 160
        image_height: 160
        camera_matrix: !!opencv-matrix
          rows: 3
          cols: 3
          dt: d
          data: [100., 0., 79.5, 0., 100., 79.5, 0., 0., 1.]
        distortion_coefficients: !!opencv-matrix
          rows: 5
          cols: 1
          dt: d
          data: [0., 0., 0., 0., 0.]
        """;

    TemporaryFolder _folder = null!;

    [SetUp]
    public void MakeFolder()
    {
        _folder = new();
        File.WriteAllText(_folder["camera.yaml"], Calibration);
    }

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [GeneratedRegex(@"(?<=foxglove  )ws://\S+")]
    private static partial Regex ViewAddress();

    [Test]
    public async Task Run_ThreeCamerasOneOfWhichIsNotThere_AreSideBySideAndReplayedBitByBit(CancellationToken cancellationToken)
    {
        string Video(string name) => TestVideo.WriteLong(_folder[name], width: Side, height: Side);
        // The options file has what the command line does not say: the calibration of one, and where both are.
        File.WriteAllText(_folder["robot.json"], JsonSerializer.Serialize(new
        {
            named_cameras = new { head = new { calibration = _folder["camera.yaml"], pose = "0.6,40,0" }, chest = new { pose = "0.4,30,0,-60,0.1,-0.05" } },
        }));
        await using var program = await PageProgram.StartAsync(
            Browser,
            [
                "run", "--camera", $"head={Video("front.mp4")}", "--camera", $"chest={Video("low.mp4")}", "--camera", "rear=/dev/video-that-is-not-there",
                "--calibration", $"chest={_folder["camera.yaml"]}", "--model", Workplace.Model, "--options", _folder["robot.json"],
                "--threshold", "ball=0.0001", "--web", "--foxglove", "--snapshots", _folder["kept"], "--jsonl", _folder["live.jsonl"],
                "--record", _folder["rec"], "--record-floor", "0",
            ], "#found");
        var page = program.Page;
        await Expect(page.Locator(".view")).ToHaveCountAsync(3);
        await Expect(page.Locator(".view figcaption button")).ToHaveTextAsync(["head", "chest", "rear"]);
        await Expect(page.Locator(".view.lost figcaption")).ToContainTextAsync("is not there yet");
        await Expect(page.GetByRole(Microsoft.Playwright.AriaRole.Img, new() { NameRegex = new("^chest, frame [0-9]+") })).ToBeVisibleAsync();
        await Expect(page.Locator("#field")).ToBeVisibleAsync();
        await IsAccessibleAsync(page);

        // One is chosen by keys: stepping and keeping are of that one, and the others stand still beside it.
        await page.Locator(".view figcaption button").Nth(1).FocusAsync();
        await PageProgram.PressAsync(page, "Enter");
        await Expect(page.Locator(".view.chosen figcaption button")).ToHaveTextAsync("chest");
        await page.Locator("#title").ClickAsync();
        var earlier = await page.Locator("#frame-number").TextContentAsync();
        await Expect(page.Locator("#frame-number")).Not.ToHaveTextAsync(earlier!); // there is one to step back to
        await PageProgram.PressAsync(page, "Space");
        var frozen = await page.Locator("#freeze").GetAttributeAsync("data-frame");
        await Expect(page.Locator("#frame-number")).ToHaveTextAsync(frozen!);
        await PageProgram.PressAsync(page, "ArrowLeft");
        await Expect(page.Locator("#frame-number")).Not.ToHaveTextAsync(frozen!);
        await page.Locator("#snapshot").ClickAsync();
        var shown = long.Parse(await page.Locator("#frame-number").InnerTextAsync(), System.Globalization.CultureInfo.InvariantCulture);
        await Expect(page.Locator("#told")).ToContainTextAsync($"-chest-{shown:000000}.jpg");
        await page.SetViewportSizeAsync(390, 844);
        await Expect(page.Locator("html")).ToHaveJSPropertyAsync("scrollWidth", 390);

        Assert.That(await TopicsAsync(ViewAddress().Match(program.Errors).Value, cancellationToken), Is.EquivalentTo(new[]
        {
            "/head/camera", "/head/annotations", "/head/detections", "/chest/camera", "/chest/annotations", "/chest/detections",
            "/rear/camera", "/rear/annotations", "/rear/detections", "/scene", "/state", "/diagnostics", "/log",
        }));
        using var client = new HttpClient();
        var metrics = await client.GetStringAsync(new Uri(new Uri(page.Url), "/metrics"), cancellationToken);
        Assert.That(metrics, Does.Contain("robotvision_frames_published_total{camera=\"chest\"}").And.Contain("robotvision_health{camera=\"rear\"} 2"));
        program.Interrupt();
        var result = program.WaitForEnd();
        Assert.That(result.ExitCode, Is.Zero, result.Errors);
        Assert.That(result.Errors, Does.Contain("waiting for rear (/dev/video-that-is-not-there)").And.Contain("frames come from chest (low.mp4)"));
        CheckResults(File.ReadAllLines(_folder["live.jsonl"]));

        var recording = Directory.GetFiles(_folder["rec"], "*.mcap").Order(StringComparer.Ordinal).First();
        var replayed = InProcess.Run("replay", recording, "--report", _folder["report.json"]);
        Assert.That(replayed.ExitCode, Is.Zero, replayed.Errors);
        var report = JsonDocument.Parse(File.ReadAllText(_folder["report.json"])).RootElement;
        Assert.That(report.GetProperty("recording").GetProperty("different").GetInt64(), Is.Zero);
        Assert.That(report.GetProperty("cameras").GetProperty("chest").GetProperty("frames").GetInt64(), Is.Positive);

        await using var again = await PageProgram.StartAsync(Browser, ["replay", recording, "--web"], "#found");
        await Expect(again.Page.Locator(".view figcaption button")).ToHaveTextAsync(["head", "chest", "rear"]);
        await Expect(again.Page.GetByRole(Microsoft.Playwright.AriaRole.Img, new() { NameRegex = new("^chest, frame [0-9]+") })).ToBeVisibleAsync();
        await again.Page.Locator("#play").ClickAsync();
        await Expect(again.Page.Locator("#play")).ToHaveTextAsync("Play");
        // The time line counts the frames of all cameras, in their order. The chosen camera's picture is named by its frame alone.
        var frames = FramesOf(recording);
        async Task ShowsAsync(int place) => await Expect(again.Page.GetByRole(
            Microsoft.Playwright.AriaRole.Img, new() { NameRegex = new($"^({frames[place].Camera}, )?frame {frames[place].Number}\\b") })).ToBeVisibleAsync();
        foreach (var place in new[] { 12, 3 })
        {
            await again.Page.Locator("#time-line").FillAsync($"{place}");
            await ShowsAsync(place);
        }

        await again.Page.Locator("#step-back").ClickAsync();
        await ShowsAsync(2);
        again.Interrupt();
        var ended = again.WaitForEnd();
        Assert.That((ended.ExitCode, ended.Output.Contains("before the first jump", StringComparison.Ordinal)), Is.EqualTo((0, true)),
            ended.Output + ended.Errors);
    }

    static List<(string Camera, long Number)> FramesOf(string recording)
    {
        var run = RecordedRun.TryOpen(recording)!;
        using var source = new RecordingSource(run, new(), TimeProvider.System);
        using var frame = Frame.OfNoPool();
        var frames = new List<(string, long)>();
        while (source.Read(frame) == ReadOutcome.Frame) frames.Add((run.Cameras[frame.Camera].Name!, frame.Number));
        return frames;
    }

    static void CheckResults(string[] lines)
    {
        var (frames, states) = (JsonSchema.Load("robotvision.frame.schema.json"), JsonSchema.Load("robotvision.state.schema.json"));
        var cameras = new HashSet<string>();
        var tracks = new HashSet<string>();
        foreach (var line in lines)
        {
            var json = JsonDocument.Parse(line).RootElement;
            var isFrame = json.GetProperty("schema").GetString() == "robotvision.frame/1";
            Assert.That((isFrame ? frames : states).Validate(line), Is.Empty);
            if (!isFrame) continue;
            cameras.Add(json.GetProperty("inputs").GetProperty("camera").GetString()!);
            if (json.TryGetProperty("pose", out var pose)) tracks.Add(pose.GetString()!);
        }

        Assert.That(cameras, Is.EquivalentTo(new[] { "head", "chest" }));
        Assert.That(tracks, Is.EquivalentTo(new[] { "known" }));
        var last = JsonDocument.Parse(lines.Last(line => line.Contains("robotvision.state/1", StringComparison.Ordinal))).RootElement;
        Assert.That(last.GetProperty("cameras").EnumerateArray().Select(camera => camera.GetProperty("camera").GetString()),
            Is.EqualTo(new[] { "head", "chest", "rear" }));
    }

    static async Task<string[]> TopicsAsync(string address, CancellationToken stop)
    {
        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("foxglove.sdk.v1");
        await socket.ConnectAsync(new(address), stop);
        await ReadAsync(socket, stop); // serverInfo
        var channels = JsonDocument.Parse(await ReadAsync(socket, stop)).RootElement.GetProperty("channels");
        return [.. channels.EnumerateArray().Select(channel => channel.GetProperty("topic").GetString()!)];
    }

    static async Task<string> ReadAsync(ClientWebSocket socket, CancellationToken stop)
    {
        var (message, buffer) = (new MemoryStream(), new byte[1 << 16]);
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer, stop);
            message.Write(buffer, 0, part.Count);
            if (part.EndOfMessage) return Encoding.UTF8.GetString(message.ToArray());
        }
    }

    static IEnumerable<TestCaseData> Wrong()
    {
        TestCaseData Case(string words, params string[] arguments) => new TestCaseData(arguments, words).SetArgDisplayNames(words);
        yield return Case("--camera: expected a camera");
        yield return Case("expected a name for each of several cameras", "--camera", "0", "--camera", "2");
        yield return Case("expected names that differ, found 'head'", "--camera", "head=0", "--camera", "head=2");
        yield return Case("found nothing after 'head='", "--camera", "head=");
        yield return Case("--calibration: expected [NAME=]FILE with the name of a camera (head, chest), found 'haed=a.yaml'",
            "--camera", "head=a.mp4", "--camera", "chest=b.mp4", "--calibration", "haed=a.yaml");
        yield return Case("--fps: expected one value for head, found '15' and '30'",
            "--camera", "head=0", "--camera", "chest=2", "--fps", "head=15", "--fps", "head=30");
        yield return Case("and no name, since the camera has none", "--camera", "a.mp4", "--pose", "head=0.5,30,0");
        yield return Case("--pose and --poses: expected one of them, found both", "--camera", "head=a.mp4", "--camera", "chest=b.mp4",
            "--pose", "0.5,30,0", "--poses", "udp://127.0.0.1:0");
        yield return Case("--pose: expected HEIGHT,PITCH,ROLL", "--camera", "head=a.mp4", "--calibration", "camera.yaml", "--pose", "0.5,30,0,400");
    }

    [TestCaseSource(nameof(Wrong))]
    public void Run_CamerasThatCannotBe_IsWrongUse(string[] arguments, string words)
    {
        var given = arguments.Select(one => one.Replace("camera.yaml", _folder["camera.yaml"], StringComparison.Ordinal));
        var result = InProcess.Run(["run", "--model", Workplace.Model, .. given]);
        Assert.That(result.ExitCode, Is.EqualTo(2), result.Errors);
        Assert.That(result.Errors, Does.Contain(words));
    }
}
