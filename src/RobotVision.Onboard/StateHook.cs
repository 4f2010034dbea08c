using System.Diagnostics;
using RobotVision.Health;
using RobotVision.Pipeline;
using RobotVision.Publishing;

namespace RobotVision.Onboard;

/// <summary>
/// Runs a command of the user's at every change of a run's health, at most one at a time; while it runs, the newest change waits. The command sees
/// <c>ROBOTVISION_HEALTH</c> (<c>ok</c>, <c>degraded</c> or <c>lost</c>), <c>ROBOTVISION_REASON</c> and <c>ROBOTVISION_SOURCE</c>; seeing never waits for it.
/// </summary>
/// <param name="command">A command line of the shell.</param>
/// <param name="errors">Takes what goes wrong with it.</param>
/// <param name="clock">Limits its time.</param>
sealed class StateHook(string command, TextWriter errors, TimeProvider clock) : IPublisher
{
    /// <summary>How long the command may take; then it is ended, so that the next change is told.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(5);

    readonly Lock _lock = new();
    string? _told;
    PipelineState? _next;
    Task? _running;

    /// <summary>Whether the command runs.</summary>
    internal bool IsRunning
    {
        get
        {
            lock (_lock) return _running is not null;
        }
    }

    /// <inheritdoc/>
    public void Publish(Observation observation)
    {
        // The state has what is told.
    }

    /// <inheritdoc/>
    public void Publish(PipelineState state)
    {
        if (state.Health is not { } health) return;
        // Texts have figures that change all the time.
        var kinds = $"{health.Level} {string.Join(' ', health.Reasons.Select(reason => reason.Problem))}";
        if (kinds == _told) return;
        _told = kinds;
        lock (_lock)
        {
            _next = state;
            _running ??= Task.Run(RunAllAsync);
        }
    }

    /// <inheritdoc/>
    public void Complete()
    {
        Task? running;
        lock (_lock) running = _running;
        running?.Wait(EndPatience);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // A command that still runs ends by itself.
    }

    async Task RunAllAsync()
    {
        while (true)
        {
            PipelineState state;
            lock (_lock)
            {
                if (_next is not { } next)
                {
                    _running = null;
                    return;
                }

                (state, _next) = (next, null);
            }

            await RunAsync(state, state.Health!).ConfigureAwait(false);
        }
    }

    async Task RunAsync(PipelineState state, HealthReport health)
    {
        // Standard output may carry the results of the run.
        var start = new ProcessStartInfo("/bin/sh", ["-c", $"exec >&2\n{command}"])
        {
            Environment =
            {
                ["ROBOTVISION_HEALTH"] = FrameJson.HealthName(health.Level),
                ["ROBOTVISION_REASON"] = string.Join("; ", health.Reasons.Select(reason => reason.Text)),
                ["ROBOTVISION_SOURCE"] = state.Source,
            },
        };
        try
        {
            using var process = Process.Start(start)!;
            using var limit = new CancellationTokenSource(Patience, clock);
            try
            {
                await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
                if (process.ExitCode != 0) await ReportAsync($"ended with exit code {process.ExitCode}").ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                await ReportAsync($"took longer than {Patience.TotalSeconds:F0} s and was ended").ConfigureAwait(false);
            }
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            await ReportAsync(exception.Message).ConfigureAwait(false);
        }
    }

    Task ReportAsync(string problem) => errors.WriteLineAsync($"warning: --on-state: the command {problem}");
}
