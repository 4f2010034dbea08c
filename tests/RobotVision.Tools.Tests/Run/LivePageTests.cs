using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using RobotVision.CommandLine;
using RobotVision.Detections;
using RobotVision.Imaging;
using RobotVision.Testing;
using RobotVision.Tools.Tests.Tag;
using RobotVision.Video;
using static Microsoft.Playwright.Assertions;

namespace RobotVision.Tools.Tests.Run;

/// <summary>
/// The page of <c>run --web</c> in a real browser against the real program, which sees a rendered match. Each picture has its frame's number drawn into
/// it, as black and white squares, so that picture and results can be told to be of the same frame.
/// </summary>
[CancelAfter(600_000)] // far more than any test needs, so that only a page that hangs reaches it
public class LivePageTests : PageTests
{
    const int Distinct = 30, Count = 3000, Bits = 12, Square = 16;

    /// <summary>Reads, at one moment, the number in the picture, the one beside it, and the boxes.</summary>
    const string Look = """
        () => {
          const canvas = document.getElementById("picture");
          const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, 16);
          let drawn = 0;
          for (let bit = 0; bit < 12; bit++) drawn |= pixels.data[4 * (8 * canvas.width + bit * 16 + 8)] > 128 ? 1 << bit : 0;
          return JSON.stringify({
            drawn, told: Number(document.getElementById("frame-number").textContent),
            balls: [...document.querySelectorAll("#found li[data-class=ball]")].map((row) => row.dataset.box.split(" ").map(Number)),
          });
        }
        """;

    TemporaryFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    /// <summary>A match with its numbers, of ten minutes: a live run outlasts the test however busy the machine is.</summary>
    string WriteVideo()
    {
        using var video = new VideoFile(_folder["match.mp4"], Count / 600);
        var pictures = Enumerable.Range(0, Distinct).Select(RenderedFrames.Picture).ToArray();
        for (var number = 0; number < Count; number++)
        {
            var picture = pictures[number % Distinct];
            for (var bit = 0; bit < Bits; bit++)
                for (var y = 0; y < Square; y++)
                    picture.Pixels.AsSpan((y * picture.Width + bit * Square) * 3, Square * 3).Fill((number >> bit & 1) == 1 ? byte.MaxValue : (byte)0);
            video.Write(picture.View);
        }

        video.Complete();
        return _folder["match.mp4"];
    }

    static async Task<(int Drawn, int Told, Box[] Balls)> LookAsync(IPage page)
    {
        var seen = JsonDocument.Parse(await page.EvaluateAsync<string>(Look)).RootElement;
        return (seen.GetProperty("drawn").GetInt32(), seen.GetProperty("told").GetInt32(), [.. seen.GetProperty("balls").EnumerateArray().Select(
            box => new Box(box[0].GetSingle(), box[1].GetSingle(), box[2].GetSingle(), box[3].GetSingle()))]);
    }

    [Test]
    public async Task Run_Watched_ShowsEachFrameWithItsOwnResultsAndObeys()
    {
        await using var program = await PageProgram.StartAsync(
            Browser,
            [
                "run", "--camera", WriteVideo(), "--web", "--snapshots", _folder["kept"], "--options", _folder["robot.json"], "--record", _folder["rec"],
                "--record-floor", "0",
            ], "#found");
        var page = program.Page;
        var looks = new Dictionary<int, (int Drawn, int Told, Box[] Balls)>();
        while (looks.Values.Count(look => look.Balls.Length > 0) < 8) // until the test's limit
        {
            var look = await LookAsync(page);
            looks[look.Told] = look;
            await Task.Delay(50);
        }

        Assert.That(looks.Values.Select(look => look.Drawn), Is.EqualTo(looks.Keys), "the number in the picture is that of the results");
        var balls = looks.Values.Where(look => look.Balls.Length > 0).ToArray();
        Assert.That(balls.Count(look => look.Balls.Any(box => box.Overlap(RenderedFrames.BallIn(look.Told % Distinct)) > 0.3f)),
            Is.GreaterThan(balls.Length / 2), "boxes lie on the ball of their own frame");

        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await page.EmulateMediaAsync(new() { ColorScheme = scheme });
            await IsAccessibleAsync(page);
        }

        await page.SetViewportSizeAsync(390, 844);
        await Expect(page.Locator("html")).ToHaveJSPropertyAsync("scrollWidth", 390);
        await page.SetViewportSizeAsync(1200, 760);

        // Sliders by keys: no ball is that sure, and close-ups become a stage.
        await page.Locator("#threshold-ball").FocusAsync();
        await PageProgram.PressAsync(page, "End");
        await Expect(page.Locator("#found li[data-class=ball]")).ToHaveCountAsync(0);
        await page.Locator("#close-ups").FocusAsync();
        await PageProgram.PressAsync(page, "ArrowRight");
        await Expect(page.Locator("#stage-rows")).ToContainTextAsync("close_up");

        // What the sliders say is kept, of the thresholds what is not the model's own.
        await page.Locator("#save-options").FocusAsync();
        await PageProgram.PressAsync(page, "Enter");
        await Expect(page.Locator("#told")).ToHaveTextAsync("Saved in robot.json");
        var saved = SavedOptions.Read(_folder["robot.json"]);
        Assert.That((saved.Thresholds.Keys.Single(), saved.Thresholds["ball"], saved.CloseUps), Is.EqualTo(("ball", 0.98f, 1)));

        // The recording is stopped and goes on in another file.
        await page.Locator("#record").FocusAsync();
        await PageProgram.PressAsync(page, "Enter");
        await Expect(page.Locator("#record")).ToHaveTextAsync("Record");
        await PageProgram.PressAsync(page, "Enter");
        await Expect(page.Locator("#record")).ToHaveTextAsync("Stop recording");
        await Expect(page.Locator("#recorded")).ToContainTextAsync("recording to robotvision-000002");

        // Freeze, step, keep.
        await page.Locator("#title").ClickAsync();
        await PageProgram.PressAsync(page, "Space");
        await Expect(page.Locator("#freeze")).ToHaveAttributeAsync("aria-pressed", "true");
        var frozen = int.Parse((await page.Locator("#freeze").GetAttributeAsync("data-frame"))!, CultureInfo.InvariantCulture);
        await Expect(page.Locator("#frame-number")).ToHaveTextAsync($"{frozen}"); // the picture before it may still be drawn
        await PageProgram.PressAsync(page, "ArrowLeft");
        await Expect(page.Locator("#frame-number")).Not.ToHaveTextAsync($"{frozen}");
        var (drawn, told, _) = await LookAsync(page);
        Assert.That((told, told < frozen), Is.EqualTo((drawn, true)));
        await PageProgram.PressAsync(page, "ArrowRight");
        await Expect(page.Locator("#frame-number")).ToHaveTextAsync($"{frozen}");
        // The picture's shape is known, and an upright one is not higher than the window.
        var ratio = await page.Locator("#stage").EvaluateAsync<float>("stage => Number(stage.style.getPropertyValue('--ratio'))");
        Assert.That(ratio, Is.EqualTo((float)RenderedFrames.Width / RenderedFrames.Height).Within(0.01f));
        Assert.That(await page.Locator("#stage").EvaluateAsync<float>("""
            stage => {
              const before = stage.style.getPropertyValue("--ratio");
              stage.style.setProperty("--ratio", "0.5");
              const width = stage.getBoundingClientRect().width;
              stage.style.setProperty("--ratio", before);
              return width / innerHeight;
            }
            """), Is.EqualTo(0.38f).Within(0.01f));
        await page.Locator("#snapshot").ClickAsync();
        await Expect(page.Locator("#told")).ToContainTextAsync($"Frame {frozen} is kept in");
        var kept = ImageFile.Read(Directory.GetFiles(_folder["kept"]).Single());
        Assert.That(Enumerable.Range(0, Bits).Sum(bit => kept.Pixels[(Square / 2 * kept.Width + bit * Square + Square / 2) * 3] > 128 ? 1 << bit : 0),
            Is.EqualTo(frozen));
        await LookIntoTheModelAsync(page, frozen);
        await page.Locator("#title").ClickAsync();
        await PageProgram.PressAsync(page, "Space");
        await Expect(page.Locator("#frame-number")).Not.ToHaveTextAsync($"{frozen}");
        await Expect(page.Locator("#microscope")).ToBeHiddenAsync();
    }

    /// <summary>The microscope on a frame that is held: vector, pixels, layers, and the ball covered with the mouse and by keys.</summary>
    static async Task LookIntoTheModelAsync(IPage page, int frozen)
    {
        await page.Locator("#magnify").ClickAsync();
        await Expect(page.Locator("#microscope-title")).ToContainTextAsync($"frame {frozen} in grid-memory.int8.onnx");
        var confidences = await page.Locator(".scope-vector tbody td:nth-child(2)").AllTextContentsAsync();
        var surest = confidences.Select(text => float.Parse(text, CultureInfo.InvariantCulture)).Index().MaxBy(one => one.Item).Index;
        var name = ClassNames.BuiltIn.All[surest];
        ILocator Value(int value) => page.Locator($".scope-vector button[data-at='{surest} {value}']");
        async Task<float> ReadAsync(int value) => float.Parse((await Value(value).TextContentAsync())!, CultureInfo.InvariantCulture);
        await Value(-1).ClickAsync();
        await Expect(page.Locator("#scope-told")).ToContainTextAsync($"{name}: how likely its centre is in each cell");
        await Value(1).ClickAsync();
        await Expect(page.Locator("#scope-told")).ToContainTextAsync($"x of {name}");
        await page.Locator("#scope-pixels").ClickAsync();
        await Expect(page.Locator("#scope-told")).ToContainTextAsync("Red: it falls without these pixels");

        var (canvas, covered) = ((await page.Locator("#scope").BoundingBoxAsync())!, page.Locator($"#covered-{name}"));
        await page.Locator("#scope").HoverAsync(new() { Position = new() { X = canvas.Width * await ReadAsync(1), Y = canvas.Height * await ReadAsync(2) } });
        await Expect(covered).ToHaveClassAsync("falls");
        await page.Locator("#scope-cover").UncheckAsync();
        await Expect(covered).ToHaveTextAsync("");
        await page.Locator("#scope-cover").CheckAsync();
        await page.Locator("#scope").FocusAsync();
        await PageProgram.PressAsync(page, "ArrowLeft", "ArrowUp");
        await Expect(covered).Not.ToHaveTextAsync("");
        await Expect(page.Locator("#frame-number")).ToHaveTextAsync($"{frozen}"); // the arrows move the patch alone

        await page.Locator("#scope-layers").SelectOptionAsync("1");
        await Expect(page.Locator("#scope-layer")).ToHaveAttributeAsync("src", new Regex("/api/live/microscope/\\d+/layers/1$"));
        await page.Locator("#scope-map").FillAsync("2");
        await Expect(page.Locator("#scope-told")).ToContainTextAsync("Map 3 of");
        Assert.That(await page.Locator("#scope-filters").EvaluateAsync<bool>("image => image.decode().then(() => image.naturalWidth > 0)"), Is.True);
        await IsAccessibleAsync(page);
        await page.SetViewportSizeAsync(390, 844);
        await Expect(page.Locator("html")).ToHaveJSPropertyAsync("scrollWidth", 390);
        await page.SetViewportSizeAsync(1200, 760);
    }

    [Test]
    public async Task Replay_StoppedAndStepped_ShowsTheNextFrame()
    {
        await using var program = await PageProgram.StartAsync(Browser, ["replay", WriteVideo(), "--web"], "#found");
        var page = program.Page;
        await page.Locator("#play").ClickAsync();
        await Expect(page.Locator("#play")).ToHaveTextAsync("Play");
        await Expect(page.Locator("#fps-now")).ToHaveTextAsync("0"); // the last ones have come
        await Expect(page.Locator("#phase")).ToHaveTextAsync("paused");
        var stopped = (await LookAsync(page)).Told;
        for (var step = 1; step <= 2; step++)
        {
            await page.Locator("#step").ClickAsync();
            await Expect(page.Locator("#frame-number")).ToHaveTextAsync($"{stopped + step}");
        }

        await page.Locator("#step-back").ClickAsync();
        await Expect(page.Locator("#frame-number")).ToHaveTextAsync($"{stopped + 1}");

        // Whoever holds a frame and asks for another one wants to see that.
        await page.Locator("#back").ClickAsync();
        await Expect(page.Locator("#freeze")).ToHaveAttributeAsync("aria-pressed", "true");
        await page.Locator("#step").ClickAsync();
        await Expect(page.Locator("#frame-number")).ToHaveTextAsync($"{stopped + 2}");
        await Expect(page.Locator("#freeze")).ToHaveAttributeAsync("aria-pressed", "false");
        await page.Locator("#freeze").ClickAsync();
        await page.Locator("#time-line").FillAsync("2500");
        await Expect(page.Locator("#frame-number")).ToHaveTextAsync("2500");
        await Expect(page.Locator("#time-line")).ToHaveValueAsync("2500");
        Assert.That(async () => (await LookAsync(page)).Drawn, Is.EqualTo(2500).After(180_000, 50), "the picture is that frame's");
        await page.Locator("#play").ClickAsync();
        await Expect(page.Locator("#frame-number")).Not.ToHaveTextAsync("2500");

        // A program that hangs closes no connection.
        program.Signal("STOP");
        await Expect(page.Locator("#banner")).ToHaveTextAsync("The program does not answer; this page waits for it.");
        await Expect(page.Locator("#phase")).ToHaveTextAsync("no answer");
        program.Signal("CONT");
        await Expect(page.Locator("#banner")).ToBeHiddenAsync();
        await Expect(page.Locator("#phase")).ToHaveTextAsync("running");
    }

    /// <summary>The ball is labelled in two frames: in one where it is, in the other one where it is not.</summary>
    [Test]
    public async Task Replay_WithLabels_JumpsToTheNextFrameThatDiffers()
    {
        var video = WriteVideo();
        var (right, wrong) = (RenderedFrames.BallIn(10), new Box(290, 5, 310, 25));
        string Box(Box box) => FormattableString.Invariant($"[{box.X1},{box.Y1},{box.X2},{box.Y2}]");
        File.WriteAllText(_folder["labels.json"], $$"""
            {"video":"match.mp4","width":{{RenderedFrames.Width}},"height":{{RenderedFrames.Height}},"class":"ball","frames":[
              {"frame":10,"source":10,"balls":[{{Box(right)}}]},{"frame":40,"source":40,"balls":[{{Box(wrong)}}]}]}
            """);
        await using var program = await PageProgram.StartAsync(Browser, ["replay", video, "--web", "--labels", _folder["labels.json"]], "#found");
        var (page, button, told) = (program.Page, program.Page.Locator("#disagreement"), program.Page.Locator("#disagreement-told"));
        await page.Locator("#time-line").FillAsync("0");
        await page.Locator("#play").ClickAsync();
        await Expect(page.Locator("#play")).ToHaveTextAsync("Play");
        await page.Locator("#time-line").FillAsync("5");
        await Expect(page.Locator("#frame-number")).ToHaveTextAsync("5");
        await button.FocusAsync();
        await PageProgram.PressAsync(page, "Enter");
        await Expect(told).ToContainTextAsync("Frame 40: ");
        await Expect(told).ToContainTextAsync("only the labels: ball");
        await Expect(page.Locator("#frame-number")).ToHaveTextAsync("40");
        await IsAccessibleAsync(page);
        await page.Locator("#back").ClickAsync(); // a frame that is held does not hide the next one
        await page.Locator("#time-line").FillAsync("2990");
        await Expect(page.Locator("#frame-number")).ToHaveTextAsync("2990");
        await Expect(told).ToHaveTextAsync("");
        await PageProgram.PressAsync(page, "Tab"); // anywhere else
        await button.ClickAsync();
        await Expect(told).ToContainTextAsync("No frame after this one");
    }

    /// <summary>The model that runs finds nothing, so that every frame with a ball differs.</summary>
    [Test]
    public async Task Replay_WithAnotherModel_JumpsToTheNextFrameThatDiffers()
    {
        WrittenModels.WriteFinite(_folder["blind.onnx"]);
        var other = Path.Combine(Repository.Root, "models", "grid.int8.onnx");
        await using var program = await PageProgram.StartAsync(
            Browser, ["replay", WriteVideo(), "--web", "--model", _folder["blind.onnx"], "--compare", other], "#frame-number");
        var (page, told) = (program.Page, program.Page.Locator("#disagreement-told"));
        await page.Locator("#play").ClickAsync();
        await Expect(page.Locator("#play")).ToHaveTextAsync("Play");
        await page.Locator("#disagreement").ClickAsync();
        var differs = new Regex(@"Frame (\d+): .*only grid\.int8\.onnx: .*ball");
        await Expect(told).ToHaveTextAsync(differs);
        var first = differs.Match((await told.TextContentAsync())!).Groups[1].Value;
        await Expect(page.Locator("#frame-number")).ToHaveTextAsync(first);
        await page.Locator("#disagreement").ClickAsync();
        await Expect(told).Not.ToContainTextAsync($"Frame {first}: ");
        await Expect(told).ToHaveTextAsync(differs);
    }

    /// <summary>
    /// By keys: a model of the folder, the one before again, and one that passes its trial and yields NaN as soon as the light square comes to the upper
    /// left, some seconds later.
    /// </summary>
    [Test]
    public async Task Run_ModelsSwappedOnThePage_TellsAndShowsWhatBecomesOfThem()
    {
        WrittenModels.WriteFinite(_folder["first.onnx"]);
        WrittenModels.WriteFinite(_folder["<b>second.onnx"], seed: 1);
        WrittenModels.WriteNaN(_folder["third.onnx"], limit: 0.5f);
        await using var program = await PageProgram.StartAsync(
            Browser, ["run", "--camera", TestVideo.WriteLong(_folder["clip.mp4"], framesPerSecond: 30), "--web", "--model", _folder["first.onnx"]], "#model");
        var (page, names, answer) = (program.Page, program.Page.Locator("#swap-names"), program.Page.Locator("#swap-answer"));
        await Expect(names.Locator("option")).ToHaveTextAsync(["<b>second.onnx", "first.onnx (runs)", "third.onnx"]);
        await IsAccessibleAsync(page);
        await Expect(page.Locator("#swap-back")).ToBeHiddenAsync();
        await page.Locator("#swap-force").CheckAsync(); // the machine may be busy
        await page.Locator("#swap-button").FocusAsync();
        await PageProgram.PressAsync(page, "Enter");
        await Expect(answer).ToContainTextAsync("<b>second.onnx runs from the next frame on");
        await Expect(page.Locator("#model")).ToContainTextAsync("<b>second.onnx");
        await page.Locator("#swap-back").FocusAsync();
        await PageProgram.PressAsync(page, "Enter");
        await Expect(answer).ToContainTextAsync("The model before runs");
        await Expect(page.Locator("#model")).ToContainTextAsync("first.onnx");
        await Expect(page.Locator("#swap-back")).ToBeHiddenAsync();
        await Expect(names).ToBeFocusedAsync();
        await Expect(page.Locator("#warnings li")).ToHaveCountAsync(0);

        await names.SelectOptionAsync("third.onnx");
        // Where it is tried just while the square is there, it is refused at once.
        for (var i = 0; i < 20 && !(await answer.TextContentAsync())!.Contains("third.onnx runs from", StringComparison.Ordinal); i++)
        {
            await page.Locator("#swap-button").ClickAsync();
            await Expect(answer).ToContainTextAsync("third.onnx");
        }

        await Expect(page.Locator("#warnings")).ToContainTextAsync("The model third.onnx failed");
        await Expect(page.Locator("#warnings")).ToContainTextAsync("first.onnx, runs again");
        await Expect(page.Locator("#swap-back")).ToBeHiddenAsync();
        program.Interrupt();
        Assert.That(program.WaitForEnd().Errors, Does.Contain("warning: The model third.onnx failed"));
        await Expect(page.Locator("#banner")).ToContainTextAsync("The run has ended.");
        await Expect(page.Locator("#phase")).ToHaveTextAsync("ended");
        await Expect(page.Locator("#ago")).ToHaveTextAsync("the last one");
    }

    [Test]
    public void Replay_CompareWithoutAPage_IsWrongUse()
    {
        var result = InProcess.Run("replay", TestVideo.Write(_folder["clip.mp4"], 2), "--model", Workplace.Model, "--compare", Workplace.Model);
        Assert.That((result.ExitCode, result.Errors), Is.EqualTo((2, result.Errors)));
        Assert.That(result.Errors, Does.Contain("--compare: expected --web"));
    }

    [TestCase("expected the same port", "--web", "5001", "--control", "5002")]
    [TestCase("expected the same port", "--web", "5001", "--foxglove", "5002")]
    [TestCase("expected --web or --foxglove too", "--listen", "0.0.0.0")]
    [TestCase("--snapshots: expected --web too", "--snapshots", "pictures")]
    [TestCase("expected an address in figures", "--web", "--listen", "robot")]
    public void Run_ServersThatDoNotGoTogether_IsWrongUse(string problem, params string[] options)
    {
        var result = InProcess.Run(["run", "--camera", "none.mp4", .. options]);
        Assert.That(result.ExitCode, Is.EqualTo(2), result.Errors);
        Assert.That(result.Errors, Does.Contain(problem));
    }
}
