using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace RobotVision.Tools.Tests.Classroom;

/// <summary>The page of <c>robotvision classroom</c> in a real browser, by keys alone.</summary>
[CancelAfter(600_000)] // far more than any test needs, so that only a page that hangs reaches it
public class ClassroomPageTests : PageTests
{
    static readonly string[] Steps = ["perceptron", "xor", "playground", "convolution", "digits", "lecture", "curves"];

    [Test]
    public async Task Classroom_EveryStepByKeys_ReachesItsKnownAnswer()
    {
        await using var program = await PageProgram.StartAsync(Browser, ["classroom", "--no-browser"], "#title");
        var page = program.Page;
        await PressAsync(page, page.Locator("#en"), "Enter");

        // AND, from weights of 0: the sixth epoch is without an error.
        await PressAsync(page, Button(page, "Next row"), "Enter");
        await Expect(page.Locator(".formula")).ToContainTextAsync("t − y = 0 − 0 = 0");
        await PressAsync(page, Button(page, "Until it is learned"), "Enter");
        await Expect(page.Locator("#perceptron-verdict")).ToContainTextAsync("Learned: epoch 6");

        await OpenAsync(page, "xor");
        await PressAsync(page, page.Locator("#xor-run"), "Enter");
        await Expect(page.Locator("#xor-verdict")).ToContainTextAsync("XOR is learned: after 582 epochs");
        await page.Locator(".xor select").SelectOptionAsync(new SelectOptionValue { Label = "10" });
        await Expect(page.Locator("#xor-verdict")).ToContainTextAsync("Not learned yet: epoch 0");
        await PressAsync(page, page.Locator("#xor-run"), "Enter");
        await Expect(page.Locator("#xor-verdict")).ToContainTextAsync("XOR is learned: after 1,619 epochs");

        await OpenAsync(page, "playground");
        await PressAsync(page, page.Locator("#playground-run"), "Enter");
        await Expect(page.Locator("#playground-verdict")).ToHaveClassAsync(new Regex("good"));
        await PressAsync(page, page.Locator("#playground-run"), "Enter");
        await PressAsync(page, page.Locator("#more-0"), "Enter");
        await Expect(page.Locator(".column:nth-of-type(2) canvas")).ToHaveCountAsync(5);
        await Expect(page.Locator("#playground-verdict")).ToContainTextAsync("Epoch 0");

        // The lecture's example: a 3x3 filter does not fit a 7x7 image with stride 3.
        await OpenAsync(page, "convolution");
        await Expect(page.Locator("#size-verdict")).ToContainTextAsync("the result is 5 × 5");
        await PressAsync(page, page.Locator("#convolution-stride"), "3");
        await Expect(page.Locator("#size-verdict")).ToContainTextAsync("(7 − 3 + 2·0)/3 + 1 = 2.333 → does not fit");

        // What was chosen stays so in the other language; what cannot be computed with is refused in it.
        await page.Locator("#convolution-image").SelectOptionAsync(new SelectOptionValue { Label = "seven" });
        await page.Locator("#convolution-kernel").SelectOptionAsync(new SelectOptionValue { Label = "5" });
        await page.Locator("#convolution-filter").SelectOptionAsync(new SelectOptionValue { Label = "horizontal edges" });
        await page.Locator("#convolution-kernel").SelectOptionAsync(new SelectOptionValue { Label = "3" });
        await PressAsync(page, page.Locator("#de"), "Enter");
        await Expect(page.Locator("#convolution-image option:checked")).ToHaveTextAsync("Sieben");
        await Expect(page.Locator("#convolution-filter option:checked")).ToHaveTextAsync("waagrechte Kanten");
        await Expect(page.Locator("#weight-1")).ToHaveValueAsync("−1");
        await page.Locator("#weight-1").FillAsync("5000");
        await page.Keyboard.PressAsync("Tab");
        await Expect(page.Locator("#told")).ToHaveTextAsync("Ein Gewicht ist eine Zahl von −1000 bis 1000, nicht „5000“.");
        await Expect(page.Locator("#weight-1")).ToHaveValueAsync("−1");
        await PressAsync(page, page.Locator("#en"), "Enter");

        await OpenAsync(page, "digits");
        await page.Locator("#pad").FocusAsync();
        await PageProgram.PressAsync(page, "ArrowLeft", "ArrowLeft", "ArrowLeft", "Space");
        for (var i = 0; i < 6; i++) await page.Keyboard.PressAsync("ArrowRight");
        for (var i = 0; i < 4; i++) await PageProgram.PressAsync(page, "ArrowDown", "ArrowDown", "ArrowLeft");
        await Expect(page.Locator("#digits-progress")).ToContainTextAsync(new Regex("step [1-5]\\d\\d of 500")); // enough to read a clear drawing
        await Expect(page.Locator("#digits-verdict")).ToContainTextAsync("This is a 7 (");
        await Expect(page.Locator(".flat .layer")).ToHaveCountAsync(8);

        await PressAsync(page, page.Locator("#de"), "Enter");
        await Expect(page.Locator("#digits-verdict")).ToContainTextAsync("Das ist eine 7 (");
        await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "de");

        await OpenAsync(page, "xor");
        await Expect(page.Locator(".xor .plot")).ToHaveAttributeAsync("aria-label", new Regex(@"^Fehler.*: am Ende η = 0,9 0,\d+; η = 10 "));
        await OpenAsync(page, "lecture");
        await Expect(page.Locator("#layers")).ToContainTextAsync("9.437.184");
        await Expect(page.Locator("#layers")).ToContainTextAsync("6 × 6 × 128");

        await OpenAsync(page, "curves");
        await page.Locator(".curves select").SelectOptionAsync(new SelectOptionValue { Index = 0 });
        await PressAsync(page, page.Locator("#curves-run"), "Enter");
        await Expect(page.Locator("#curve-runs")).ToContainTextAsync("Unteranpassung: zu klein");

        foreach (var (i, step) in Steps.Index())
        {
            await page.SetViewportSizeAsync(390, 844); // a phone, without scrolling sideways
            await OpenAsync(page, step);
            await Expect(page.Locator("html")).ToHaveJSPropertyAsync("scrollWidth", 390);
            await page.SetViewportSizeAsync(700, 760);
            // In turn: the steps share their colours, and the check takes longer than all that is checked.
            await page.EmulateMediaAsync(new() { ColorScheme = i % 2 == 0 ? ColorScheme.Light : ColorScheme.Dark });
            await IsAccessibleAsync(page);
        }

        await Expect(page.Locator("#banner")).ToBeHiddenAsync();
        program.Interrupt();
        Assert.That(program.WaitForEnd().ExitCode, Is.Zero);
    }

    [Test]
    public void Classroom_PortThatIsNone_IsWrongUse()
    {
        var result = InProcess.Run(["classroom", "--port", "-1"]);
        Assert.That(result.ExitCode, Is.EqualTo(2));
        Assert.That(result.Errors, Does.StartWith("error: --port: expected 0..65535"));
    }

    static ILocator Button(IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name });

    static async Task OpenAsync(IPage page, string step)
    {
        await PressAsync(page, page.Locator($"#to-{step}"), "Enter");
        await Expect(page.Locator($".step.{step} .lead")).ToBeVisibleAsync();
    }

    static async Task PressAsync(IPage page, ILocator element, string key)
    {
        await element.FocusAsync();
        await page.Keyboard.PressAsync(key);
    }
}
