using System.Diagnostics;
using System.Globalization;
using Spectre.Console;

namespace RobotVision.Tools.Output;

/// <summary>Shows the progress of long work on the standard error: a bar on a terminal, plain lines elsewhere.</summary>
static class ConsoleProgress
{
    static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(5);

    /// <summary>Runs work that reports how many of <paramref name="total"/> steps are done, with a text.</summary>
    /// <param name="title">Title of the work.</param>
    /// <param name="total">Steps in all; null if unknown.</param>
    /// <param name="work">The work; it calls the action with steps done and a text, any number of times, from any thread.</param>
    public static Task RunAsync(string title, long? total, Func<Action<long, string>, Task> work) =>
        RunAsync(report => work((done, text) => report(new(title, done, total, text))));

    /// <summary>Runs work of several parts, one after the other, each with its own bar, or a line when it begins.</summary>
    /// <param name="work">The work; it calls the action any number of times, from any thread.</param>
    public static async Task RunAsync(Func<Action<PartProgress>, Task> work)
    {
        if (Console.IsErrorRedirected)
        {
            await work(new PlainLines().Report).ConfigureAwait(false);
            return;
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        await console.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn())
            .StartAsync(async context =>
            {
                var bars = new Bars(context);
                await work(bars.Report).ConfigureAwait(false);
                bars.End();
            }).ConfigureAwait(false);
    }

    sealed class Bars(ProgressContext context)
    {
        readonly Lock _gate = new();
        string? _part;
        ProgressTask? _bar;
        TimeLeft _left = new(null);

        public void Report(PartProgress progress)
        {
            lock (_gate)
            {
                if (progress.Part != _part)
                {
                    End();
                    (_part, _left) = (progress.Part, new(progress.Total));
                    _bar = context.AddTask(Markup.Escape(progress.Part), maxValue: progress.Total ?? 1);
                    _bar.IsIndeterminate = progress.Total is null;
                }

                _bar!.Value = Math.Min(progress.Done, _bar.MaxValue);
                _bar.Description = Markup.Escape($"{progress.Part}  {progress.Text}{_left.After(progress.Done)}");
            }
        }

        /// <summary>Fills the bar of the part that is done.</summary>
        public void End()
        {
            if (_bar is null) return;
            (_bar.IsIndeterminate, _bar.Value, _bar.Description) = (false, _bar.MaxValue, Markup.Escape(_part!));
            _bar.StopTask();
        }
    }

    sealed class PlainLines
    {
        readonly Lock _gate = new();
        readonly Stopwatch _since = Stopwatch.StartNew();
        string? _part;
        TimeLeft _left = new(null);
        TimeSpan _next = LineInterval;

        public void Report(PartProgress progress)
        {
            lock (_gate)
            {
                // Nothing is printed when the first part begins, only for the following ones.
                if (progress.Part != _part && _part is not null) Console.Error.WriteLine($"{progress.Part} ...");
                if (progress.Part != _part) (_part, _left, _next) = (progress.Part, new(progress.Total), _since.Elapsed + LineInterval);
                var remaining = _left.After(progress.Done);
                if (_since.Elapsed < _next) return;
                _next = _since.Elapsed + LineInterval;
                Console.Error.WriteLine($"{progress}{remaining}");
            }
        }
    }

    /// <summary>Estimates the remaining time from the speed since the first report, so that steps done before a resume do not count.</summary>
    sealed class TimeLeft(long? total)
    {
        readonly Stopwatch _clock = new();
        long _first;

        /// <summary>The estimate as text; empty before the second report.</summary>
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

/// <summary>Progress of one part of some work.</summary>
/// <param name="Part">What is being done.</param>
/// <param name="Done">Steps done.</param>
/// <param name="Total">Steps in all; null if unknown.</param>
/// <param name="Text">Additional text, such as the speed.</param>
readonly record struct PartProgress(string Part, long Done, long? Total, string Text)
{
    /// <summary>As a line: <c>set: 151 of 754 images</c>.</summary>
    public override string ToString()
    {
        var of = Total is { } all ? string.Create(CultureInfo.InvariantCulture, $" of {all}") : "";
        var join = Text.Length == 0 ? "" : char.IsAsciiLetter(Text[0]) ? " " : ", ";
        return string.Create(CultureInfo.InvariantCulture, $"{Part}: {Done}{of}{join}{Text}");
    }
}
