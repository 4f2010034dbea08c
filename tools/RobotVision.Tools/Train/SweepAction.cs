using System.Globalization;
using RobotVision.CommandLine;
using RobotVision.Inference;
using RobotVision.Tools.Output;
using RobotVision.Training.Sweeps;

namespace RobotVision.Tools.Train;

/// <summary><c>robotvision train --sweep</c>: compares settings of a recipe.</summary>
static class SweepAction
{
    public static async Task<int> RunAsync(string file, string output, string commit, Accelerator device, CancellationToken stop)
    {
        var notes = Warnings.OfData();
        var sweep = new Sweep(Sweep.Load(file), output, commit, TimeProvider.System) { Device = device, Notes = notes };
        SweepTable? table = null;
        var at = "";
        try
        {
            await ConsoleProgress.RunAsync("sweep", sweep.Count, report => Task.Run(() => table = sweep.Run(new ProgressAction<SweepProgress>(progress =>
            {
                at = string.Create(CultureInfo.InvariantCulture,
                    $" in run {progress.Number} of {progress.Count}, step {progress.Training.Step} of {progress.Training.Steps}");
                report(progress.Number - 1, string.Create(CultureInfo.InvariantCulture,
                    $"run {progress.Number}: {progress.Setting}, seed {progress.Seed}: step {progress.Training.Step} of {progress.Training.Steps}, "
                    + $"{progress.Training.ImagesPerSecond:F0} images/s"));
            }), stop), stop)).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync($"stopped{at}; finished runs are in {output}, and the same command goes on").ConfigureAwait(false);
            return CommandRunner.Failure;
        }

        Console.WriteLine(table);
        notes.TellDamaged();
        foreach (var failed in table!.Results.Where(result => result.IsTransient))
            await Console.Error.WriteLineAsync($"warning: run {failed.Run} is not finished and will be tried again by the same command: {failed.Failure}")
                .ConfigureAwait(false);
        var left = sweep.Count - table.Results.Count;
        if (left > 0)
            Console.WriteLine($"The time was used up with {left} of {sweep.Count} runs to go; with more minutes in its budget the same command goes on.");
        var summary = table.Best is { } best ? $"{sweep.BestPath} is the recipe of the best, {best.Setting}" : "none succeeded";
        Console.WriteLine($"{sweep.ReportPath} compares them; {summary}");
        return CommandRunner.Success;
    }
}
