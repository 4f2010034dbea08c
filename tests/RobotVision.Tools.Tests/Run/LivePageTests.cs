using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;
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
[CancelAfter(240_000)] // far more than any test needs, so that only a page that hangs reaches it
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

    /// <summary>A match with its numbers that is long enough for any machine.</summary>
    string WriteVideo()
    {
        using var video = new VideoFile(_folder["match.mp4"], 30);
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
            Browser, ["run", "--camera", WriteVideo(), "--web", "--snapshots", _folder["kept"]], "#found");
        var page = program.Page;
        var looks = new List<(int Drawn, int Told, Box[] Balls)>();
        for (var i = 0; i < 12; i++)
        {
            looks.Add(await LookAsync(page));
            await Task.Delay(100);
        }

        Assert.That(looks.Select(look => look.Drawn), Is.EqualTo(looks.Select(look => look.Told)), "the number in the picture is that of the results");
        Assert.That(looks.Select(look => look.Told).Distinct().Count(), Is.GreaterThan(1), "frames come");
        var balls = looks.Where(look => look.Balls.Length > 0).ToArray();
        Assert.That(balls, Is.Not.Empty);
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
        await page.Locator("#snapshot").ClickAsync();
        await Expect(page.Locator("#told")).ToContainTextAsync($"Frame {frozen} is kept in");
        var kept = ImageFile.Read(Directory.GetFiles(_folder["kept"]).Single());
        Assert.That(Enumerable.Range(0, Bits).Sum(bit => kept.Pixels[(Square / 2 * kept.Width + bit * Square + Square / 2) * 3] > 128 ? 1 << bit : 0),
            Is.EqualTo(frozen));
        await page.Locator("#title").ClickAsync();
        await PageProgram.PressAsync(page, "Space");
        await Expect(page.Locator("#frame-number")).Not.ToHaveTextAsync($"{frozen}");
    }

    [Test]
    public async Task Replay_StoppedAndStepped_ShowsTheNextFrame()
    {
        await using var program = await PageProgram.StartAsync(Browser, ["replay", WriteVideo(), "--web"], "#found");
        var page = program.Page;
        await page.Locator("#play").ClickAsync();
        await Expect(page.Locator("#play")).ToHaveTextAsync("Play");
        await Expect(page.Locator("#fps-now")).ToHaveTextAsync("0"); // the last ones have come
        var stopped = (await LookAsync(page)).Told;
        for (var step = 1; step <= 2; step++)
        {
            await page.Locator("#step").ClickAsync();
            await Expect(page.Locator("#frame-number")).ToHaveTextAsync($"{stopped + step}");
        }

        await page.Locator("#step-back").ClickAsync();
        await Expect(page.Locator("#frame-number")).ToHaveTextAsync($"{stopped + 1}");
        await page.Locator("#time-line").FillAsync("2500");
        await Expect(page.Locator("#frame-number")).ToHaveTextAsync("2500");
        await Expect(page.Locator("#time-line")).ToHaveValueAsync("2500");
        Assert.That(async () => (await LookAsync(page)).Drawn, Is.EqualTo(2500).After(20_000, 50), "the picture is that frame's");
        await page.Locator("#play").ClickAsync();
        await Expect(page.Locator("#frame-number")).Not.ToHaveTextAsync("2500");
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
            Browser, ["run", "--camera", TestVideo.Write(_folder["clip.mp4"], 9000, 60), "--web", "--model", _folder["first.onnx"]], "#model");
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
    }

    [Test]
    public void Run_TwoPorts_IsWrongUse()
    {
        var result = InProcess.Run("run", "--camera", "none.mp4", "--web", "5001", "--control", "5002");
        Assert.That(result.ExitCode, Is.EqualTo(2));
        Assert.That(result.Errors, Does.Contain("expected the same port"));
    }
}
