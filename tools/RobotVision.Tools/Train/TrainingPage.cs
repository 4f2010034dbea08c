using System.CommandLine;
using RobotVision.Tools.Output;
using RobotVision.Training.Monitoring;
using RobotVision.Training.Runs;
using RobotVision.Web;

namespace RobotVision.Tools.Train;

/// <summary>The page of <c>train --web</c>: its options, and a training with the page open.</summary>
sealed class TrainingPage
{
    readonly Option<int?> _web = new("--web")
    {
        Description = "Open a page in the browser that shows the training as it goes on and can end it early with a whole model: the port on 127.0.0.1, "
            + "any that is free without one",
        Arity = ArgumentArity.ZeroOrOne,
        HelpName = "PORT",
    };

    readonly Option<bool> _noBrowser = new("--no-browser") { Description = "With --web: print the page's address without opening a browser" };

    /// <summary>The options.</summary>
    public IReadOnlyList<Option> Options => [_web, _noBrowser];

    /// <summary>Runs a training; with <c>--web</c> a page shows it.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="run">The training.</param>
    /// <param name="train">Trains with what listens to it, null for nobody; returns the exit code and a sentence on how it ended.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> ServeAsync(ParseResult arguments, TrainingRun run, Func<RunMonitor?, Task<(int ExitCode, string Outcome)>> train)
    {
        if (arguments.GetResult(_web) is null)
        {
            if (arguments.GetValue(_noBrowser)) throw new OptionException("--no-browser: expected --web too, whose page it does not open.");
            return (await train(null).ConfigureAwait(false)).ExitCode;
        }

        using var monitor = new RunMonitor(run);
        using var closing = new CancellationTokenSource();
        var folder = Path.GetDirectoryName(Path.GetFullPath(run.Files.Model))!;
        var endpoints = new TrainingEndpoints(() => monitor, new(folder), closing.Token);
        await using var server = await PageServer.StartAsync(["training"], arguments.GetValue(_web) ?? 0, endpoints.Map, TimeProvider.System, "--web")
            .ConfigureAwait(false);
        Console.WriteLine(server.Address);
        if (!arguments.GetValue(_noBrowser)) Browser.Open(server.Address);
        try
        {
            var (exitCode, outcome) = await train(monitor).ConfigureAwait(false);
            monitor.End(outcome);
            return exitCode;
        }
        catch (Exception exception)
        {
            monitor.End(exception.Message);
            throw;
        }
        finally
        {
            await closing.CancelAsync().ConfigureAwait(false); // the streams tell how it ended before the server does
        }
    }
}
