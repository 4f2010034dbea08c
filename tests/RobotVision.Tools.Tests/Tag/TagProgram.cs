using Microsoft.Playwright;

namespace RobotVision.Tools.Tests.Tag;

/// <summary>The page of <c>robotvision tag</c> and <c>teach</c>.</summary>
static class TagProgram
{
    const string FrameName = "#name";

    /// <summary>Starts <c>robotvision tag</c> and opens its page.</summary>
    public static Task<PageProgram> StartAsync(IBrowser browser, string path, params string[] more) => StartAsync(browser, ["tag", path, .. more]);

    /// <summary>Starts a program with its command line, without <c>--no-browser</c>, and opens its page.</summary>
    public static Task<PageProgram> StartAsync(IBrowser browser, string[] arguments) =>
        PageProgram.StartAsync(browser, [.. arguments, "--no-browser"], FrameName);

    /// <summary>Waits until a frame is shown.</summary>
    public static Task WaitAsync(IPage page) => Assertions.Expect(page.Locator(FrameName)).Not.ToHaveTextAsync("");

    /// <inheritdoc cref="PageProgram.PressAsync"/>
    public static Task PressAsync(IPage page, params string[] keys) => PageProgram.PressAsync(page, keys);

    /// <summary>Opens a frame by typing its number.</summary>
    /// <param name="page">The window.</param>
    /// <param name="frame">The frame, from 0.</param>
    public static async Task GoToAsync(IPage page, int frame)
    {
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.TypeAsync(FormattableString.Invariant($"{frame + 1}"));
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator(FrameName)).ToContainTextAsync(FormattableString.Invariant($"-{frame:000000}."));
    }
}
