using Microsoft.Playwright;

namespace RobotVision.Tools.Tests.Tag;

/// <summary>A running <c>robotvision tag</c> or <c>teach</c> with a browser window on its page.</summary>
sealed class TagProgram : IAsyncDisposable
{
    readonly CommandLine _program;
    readonly IBrowserContext _context;
    readonly string _address;

    TagProgram(CommandLine program, IBrowserContext context, string address) => (_program, _context, _address) = (program, context, address);

    /// <summary>The first window.</summary>
    public IPage Page { get; private set; } = null!;

    /// <summary>The page's address without the token.</summary>
    public string Origin => _address[.._address.IndexOf("/#", StringComparison.Ordinal)];

    /// <summary>Starts the program and opens its page.</summary>
    public static Task<TagProgram> StartAsync(IBrowser browser, string path, params string[] more) => StartAsync(browser, ["tag", path, .. more]);

    /// <summary>Starts a program with its command line, without <c>--no-browser</c>, and opens its page.</summary>
    public static async Task<TagProgram> StartAsync(IBrowser browser, string[] arguments)
    {
        var address = new TaskCompletionSource<string>();
        var program = CommandLine.Start(line =>
        {
            if (line.StartsWith("http://", StringComparison.Ordinal)) address.TrySetResult(line);
        }, [.. arguments, "--no-browser"]);
        try
        {
            var found = await address.Task.WaitAsync(TimeSpan.FromSeconds(60));
            var context = await browser.NewContextAsync(new() { ViewportSize = new() { Width = 1200, Height = 760 } });
            var started = new TagProgram(program, context, found);
            started.Page = await started.OpenWindowAsync();
            return started;
        }
        catch (Exception exception)
        {
            var errors = program.Errors;
            program.Dispose();
            throw new InvalidOperationException($"The page did not open; the program wrote: {errors}", exception);
        }
    }

    /// <summary>Opens another window of the same browser.</summary>
    public async Task<IPage> OpenWindowAsync(Func<IPage, Task>? before = null)
    {
        var page = await _context.NewPageAsync();
        if (before is not null) await before(page);
        await page.GotoAsync(_address);
        await WaitAsync(page);
        return page;
    }

    /// <summary>Waits until a frame is shown.</summary>
    public static Task WaitAsync(IPage page) => Assertions.Expect(page.Locator("#name")).Not.ToHaveTextAsync("");

    /// <summary>Presses keys one after the other.</summary>
    public static async Task PressAsync(IPage page, params string[] keys)
    {
        foreach (var key in keys) await page.Keyboard.PressAsync(key);
    }

    /// <summary>Opens a frame by typing its number.</summary>
    /// <param name="page">The window.</param>
    /// <param name="frame">The frame, from 0.</param>
    public static async Task GoToAsync(IPage page, int frame)
    {
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.TypeAsync(FormattableString.Invariant($"{frame + 1}"));
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#name")).ToContainTextAsync(FormattableString.Invariant($"-{frame:000000}."));
    }

    /// <summary>Ends the program at once, as SIGKILL does.</summary>
    public void Kill() => _program.Kill();

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        _program.Dispose();
    }
}
