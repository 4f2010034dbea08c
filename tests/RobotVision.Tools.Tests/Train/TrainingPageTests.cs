using System.Text.Json;
using Microsoft.Playwright;
using RobotVision.Testing;
using static Microsoft.Playwright.Assertions;

namespace RobotVision.Tools.Tests.Train;

/// <summary>The page of <c>train --web</c> in a real browser against a real training of a tiny network.</summary>
[CancelAfter(600_000)] // far more than any test needs, so that only a page that hangs reaches it
public class TrainingPageTests : PageTests
{
    TemporaryFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    string WriteRecipe() => _folder.Write("recipe.yaml", """
        network: grid
        width: 0.25
        cells: 12
        validate_every: 50
        training: { batch_size: 2, steps: 1000000, threads: 1, report_every: 5 }
        data: [{ synthetic: { seed: 1, count: 8, width: 96, height: 96 } }]
        validation: [{ synthetic: { seed: 1000001, count: 4, width: 96, height: 96 } }]
        """);

    /// <summary>A run that another training left.</summary>
    void WriteOther()
    {
        _folder.Write("runs/other.metrics.jsonl", """
            {"step":5,"steps":10,"losses":{"class":3,"box":1},"learning_rate":0.001,"images_per_second":100,"elapsed_seconds":1}
            {"step":10,"steps":10,"training":{"class":2,"box":1},"validation":{"class":2.5,"box":1},"average_precision":{"ball":0.25}}
            """);
        _folder.Write("runs/other.run.json", """{"origin":{"recipe":{"network":"grid"}},"validation":{"mean":{"f1":0.375}}}""");
    }

    [Test]
    public async Task Train_WatchedAndEndedByKeys_ShowsWhatItLearnsAndKeepsAWholeModel()
    {
        WriteOther();
        await using var program = await PageProgram.StartAsync(
            Browser, ["train", WriteRecipe(), "--output", _folder["runs/mine.onnx"], "--web", "--no-browser"], "#title");
        var page = program.Page;
        await Expect(page.Locator("#title")).ToHaveTextAsync("mine");
        var loss = page.Locator("#loss .plot");
        await Expect(loss).ToHaveAttributeAsync("aria-label", new System.Text.RegularExpressions.Regex("while training .*validation images "));
        await Expect(page.Locator("#samples figure")).ToHaveCountAsync(4);
        await Expect(page.Locator("#samples img").First).ToHaveJSPropertyAsync("naturalWidth", 96);
        await Expect(page.Locator("#samples rect.label").First).ToBeAttachedAsync();
        await page.Locator("#confidence").FocusAsync();
        await PageProgram.PressAsync(page, "Home"); // everything that the weights say: several boxes in one picture
        await Expect(page.Locator("#samples figure:has(rect.found ~ rect.found)")).Not.ToHaveCountAsync(0);
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await page.EmulateMediaAsync(new() { ColorScheme = scheme });
            await IsAccessibleAsync(page);
        }

        // Another run laid over this one.
        await page.Locator("#runs input").FocusAsync();
        await page.Keyboard.PressAsync("Space");
        await Expect(loss).ToHaveAttributeAsync("aria-label", new System.Text.RegularExpressions.Regex("other 4, other, validation 3.5"));
        await Expect(page.Locator("#runs tr")).ToContainTextAsync("0.375");

        // A phone shows it without scrolling sideways.
        await page.SetViewportSizeAsync(390, 844);
        await Expect(page.Locator("html")).ToHaveJSPropertyAsync("scrollWidth", 390);

        await page.Locator("#end").FocusAsync();
        await PageProgram.PressAsync(page, "Enter");
        await Expect(page.Locator("#ending")).ToBeVisibleAsync();
        await PageProgram.PressAsync(page, "Enter");
        await Expect(page.Locator("#phase")).ToHaveTextAsync("ended");
        await Expect(page.Locator("#work")).ToContainTextAsync("mine.onnx is written");
        Assert.That(program.WaitForEnd().ExitCode, Is.Zero);
        using var summary = JsonDocument.Parse(await File.ReadAllTextAsync(_folder["runs/mine.run.json"]));
        var early = summary.RootElement.GetProperty("ended_early");
        Assert.That((early.GetProperty("step").GetInt64() > 0, early.GetProperty("steps").GetInt64()), Is.EqualTo((true, 1_000_000L)));
        Assert.That(File.Exists(_folder["runs/mine.int8.onnx"]), Is.True);
        await Expect(page.Locator("#banner")).ToBeHiddenAsync();
    }

    [Test]
    public async Task Train_InterruptedWithThePageOpen_LeavesACheckpointAndSaysSo()
    {
        await using var program = await PageProgram.StartAsync(
            Browser, ["train", WriteRecipe(), "--output", _folder["runs/mine.onnx"], "--web", "--no-browser"], "#title");
        await Expect(program.Page.Locator("#done")).ToContainTextAsync("of 1000000");

        // A program that hangs closes no connection; the clock of this window is put forward, so that nobody has to wait.
        var window = await program.OpenWindowAsync(page => page.Clock.InstallAsync());
        await Expect(window.Locator("#done")).ToContainTextAsync("of 1000000");
        program.Signal("STOP");
        await window.Clock.RunForAsync(15_000);
        await Expect(window.Locator("#banner")).ToHaveTextAsync("The program does not answer; this page waits for it.");
        await Expect(window.Locator("#phase")).ToHaveTextAsync("no answer");
        program.Signal("CONT");
        await Expect(window.Locator("#banner")).ToBeHiddenAsync();
        await Expect(window.Locator("#phase")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("training|working"));
        await window.CloseAsync();
        program.Interrupt();
        await Expect(program.Page.Locator("#work")).ToContainTextAsync("--resume");
        Assert.That((program.WaitForEnd().ExitCode, File.Exists(_folder["runs/mine.onnx"])), Is.EqualTo((1, false)));
    }

    [TestCase("--web", "99999")]
    [TestCase("--web", "-1")]
    public void Train_WebPortThatIsNone_IsWrongUse(params string[] options)
    {
        var result = InProcess.Run(["train", WriteRecipe(), "--output", _folder["runs/mine.onnx"], .. options]);
        Assert.That(result.ExitCode, Is.EqualTo(2));
        Assert.That(result.Errors, Does.StartWith("error: --web: expected 0..65535"));
    }
}
