using Microsoft.Playwright;

namespace RobotVision.Tools.Tests;

/// <summary>A running program with a browser window on its page.</summary>
sealed class PageProgram : IAsyncDisposable
{
    readonly CommandLine _program;
    readonly IBrowserContext _context;
    readonly string _address, _ready;

    PageProgram(CommandLine program, IBrowserContext context, string address, string ready) =>
        (_program, _context, _address, _ready) = (program, context, address, ready);

    /// <summary>The first window.</summary>
    public IPage Page { get; private set; } = null!;

    /// <summary>The page's address, as the program printed it.</summary>
    public string Address => _address;

    /// <summary>The page's address without the token.</summary>
    public string Origin => _address[.._address.IndexOf("/#", StringComparison.Ordinal)];

    /// <summary>Starts a program and opens its page.</summary>
    /// <param name="browser">The browser.</param>
    /// <param name="arguments">Its command line, by which it opens no browser itself.</param>
    /// <param name="ready">The element of the page that has a text once the page works.</param>
    public static async Task<PageProgram> StartAsync(IBrowser browser, string[] arguments, string ready)
    {
        var program = CommandLine.Start(null, arguments);
        try
        {
            var found = await program.WaitForAddressAsync();
            var context = await browser.NewContextAsync(new() { ViewportSize = new() { Width = 1200, Height = 760 } });
            var started = new PageProgram(program, context, found, ready);
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
        await Assertions.Expect(page.Locator(_ready)).Not.ToHaveTextAsync("");
        return page;
    }

    /// <summary>Presses keys one after the other.</summary>
    public static async Task PressAsync(IPage page, params string[] keys)
    {
        foreach (var key in keys) await page.Keyboard.PressAsync(key);
    }

    /// <summary>What the program wrote for people so far.</summary>
    public string Errors => _program.Errors;

    /// <summary>Ends the program at once, as SIGKILL does.</summary>
    public void Kill() => _program.Kill();

    /// <summary>Interrupts the program as Ctrl-C does.</summary>
    public void Interrupt() => _program.Interrupt();

    /// <summary>Sends the program a signal.</summary>
    public void Signal(string name) => _program.Signal(name);

    /// <summary>Waits for the program's own end.</summary>
    public CommandResult WaitForEnd() => _program.WaitForEnd();

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        _program.Dispose();
    }
}
