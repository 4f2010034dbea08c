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
        var left = new TimeLeft(total);
        if (Console.IsErrorRedirected)
        {
            await RunPlainAsync(title, total, left, work).ConfigureAwait(false);
            return;
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        await console.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn())
            .StartAsync(async context =>
            {
                var task = context.AddTask(Markup.Escape(title), maxValue: total ?? 1);
                task.IsIndeterminate = total is null;
                await work((done, words) =>
                {
                    task.Value = Math.Min(done, task.MaxValue);
                    task.Description = Markup.Escape($"{title}  {words}{left.After(done)}");
                }).ConfigureAwait(false);
            }).ConfigureAwait(false);
    }

    static Task RunPlainAsync(string title, long? total, TimeLeft left, Func<Action<long, string>, Task> work)
    {
        var since = Stopwatch.StartNew();
        var next = LineInterval;
        return work((done, words) =>
        {
            var remaining = left.After(done);
            if (since.Elapsed < next) return;
            next = since.Elapsed + LineInterval;
            var of = total is { } all ? string.Create(CultureInfo.InvariantCulture, $" of {all}") : "";
            Console.Error.WriteLine($"{title}: {done.ToString(CultureInfo.InvariantCulture)}{of}  {words}{remaining}");
        });
    }

    /// <summary>How long the rest takes at the speed since the first report: neither what was resumed nor what came before counts.</summary>
    sealed class TimeLeft(long? total)
    {
        readonly Stopwatch _clock = new();
        long _first;

        /// <summary>The words for it; none before the second report.</summary>
        public string After(long done)
        {
            if (!_clock.IsRunning)
            {
                _first = done;
                _clock.Start();
            }

            if (total is not { } end || done <= _first) return "";
            var left = _clock.Elapsed * ((double)(end - done) / (done - _first));
            return string.Create(CultureInfo.InvariantCulture, $", {(int)left.TotalHours}:{left:mm\\:ss} left");
        }
    }
}
