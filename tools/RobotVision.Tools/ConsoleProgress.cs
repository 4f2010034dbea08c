using System.Diagnostics;
using System.Globalization;
using Spectre.Console;

namespace RobotVision.Tools;

/// <summary>Shows how far long work is, on the standard error: a bar on a terminal, plain lines elsewhere.</summary>
static class ConsoleProgress
{
    static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(5);

    /// <summary>Runs work that reports how many of <paramref name="total"/> steps are done, with words of its own beside it.</summary>
    /// <param name="title">What is going on.</param>
    /// <param name="total">Steps in all; null where it is not known.</param>
    /// <param name="work">The work; it calls the action with steps done and words, as often as it likes, from any thread.</param>
    public static async Task RunAsync(string title, long? total, Func<Action<long, string>, Task> work)
    {
        if (Console.IsErrorRedirected)
        {
            await RunPlainAsync(title, total, work).ConfigureAwait(false);
            return;
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        await console.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(async context =>
            {
                var task = context.AddTask(Markup.Escape(title), maxValue: total ?? 1);
                task.IsIndeterminate = total is null;
                await work((done, words) =>
                {
                    task.Value = Math.Min(done, task.MaxValue);
                    task.Description = Markup.Escape($"{title}  {words}");
                }).ConfigureAwait(false);
            }).ConfigureAwait(false);
    }

    static Task RunPlainAsync(string title, long? total, Func<Action<long, string>, Task> work)
    {
        var since = Stopwatch.StartNew();
        var next = LineInterval;
        long? first = null;
        return work((done, words) =>
        {
            first ??= done; // what is resumed was not done in this time
            if (since.Elapsed < next) return;
            next = since.Elapsed + LineInterval;
            var of = total is { } all ? string.Create(CultureInfo.InvariantCulture, $" of {all}") : "";
            Console.Error.WriteLine($"{title}: {done.ToString(CultureInfo.InvariantCulture)}{of}  {words}{Left()}");

            string Left() => total is { } end && done > first
                ? string.Create(CultureInfo.InvariantCulture, $", {since.Elapsed * ((double)(end - done) / (done - first.Value)):h\\:mm\\:ss} left")
                : "";
        });
    }
}
