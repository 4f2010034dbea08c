using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace RobotVision.Tools.Tests;

/// <summary>Tests of a page in a real browser against the real program.</summary>
public abstract class PageTests
{
    const string Chromium = "/usr/bin/chromium";

    IPlaywright _playwright = null!;

    /// <summary>The browser of the fixture.</summary>
    protected IBrowser Browser { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task StartBrowser()
    {
        if (!File.Exists(Chromium)) Assert.Ignore("No browser: install Debian's package 'chromium', as tools/test.sh does.");
        SetDefaultExpectTimeout(180_000);
        _playwright = await Playwright.CreateAsync();
        Browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Chromium,
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
                "--disable-sync",
            ],
        });
    }

    [OneTimeTearDown]
    public async Task EndBrowser()
    {
        if (Browser is not null) await Browser.DisposeAsync();
        _playwright?.Dispose();
    }

    /// <summary>Waits until a condition holds.</summary>
    protected static async Task UntilAsync(Func<bool> condition, string what)
    {
        for (var i = 0; i < 9000; i++)
        {
            if (condition()) return;
            await Task.Delay(20);
        }

        Assert.Fail($"waited in vain for: {what}");
    }

    /// <summary>Asserts that axe has no serious findings on what is shown now.</summary>
    protected static async Task IsAccessibleAsync(IPage page)
    {
        var found = await page.RunAxe(new() { ResultTypes = [ResultType.Violations] }); // what is right need not be listed element by element
        Assert.That(found.Violations.Where(violation => violation.Impact is "serious" or "critical")
            .SelectMany(violation => violation.Nodes.Select(node => $"{violation.Id}: {node.Html}")), Is.Empty);
    }
}
