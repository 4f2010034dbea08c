using System.Globalization;
using RobotVision.CommandLine;
using RobotVision.Data.Formats;
using RobotVision.Inference;
using RobotVision.Tools.Cluster;
using RobotVision.Tools.Output;
using RobotVision.Training.Sweeps;

namespace RobotVision.Tools.Train;

/// <summary><c>robotvision train --sweep</c>: compares settings of a recipe.</summary>
static class SweepAction
{
    /// <summary>Runs a sweep or a part of its runs, or compares those that parts made.</summary>
    /// <param name="file">The sweep's file; its minutes are shared out between parts.</param>
    /// <param name="division">What to do, and where the results go.</param>
    /// <param name="device">Device of the training steps.</param>
    /// <param name="stop">Stops it.</param>
    public static async Task<int> RunAsync(string file, Division division, Accelerator device, CancellationToken stop)
    {
        var (notes, output, plan) = (Warnings.OfData(), division.Output, Sweep.Load(file));
        if (division.Part is { } part) plan = plan with { Time = plan.Time / part.Of };
        var sweep = new Sweep(plan, output, ProgramVersion.Commit, TimeProvider.System, division.Part is { } own ? own.Owns : null)
        {
            Device = device,
            Notes = notes,
        };
        if (division.IsJoining)
        {
            PartFiles.Copy(division.Joined, output, name => Path.GetDirectoryName(name) is { Length: > 0 } && Path.GetFileName(name) != Sweep.RecipeName);
            return Tell(sweep, sweep.Collect(stop), notes, "the command without --shard makes them, in the same folder");
        }

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

        return Tell(sweep, table!, notes, "with more minutes in its budget the same command goes on");
    }

    static int Tell(Sweep sweep, SweepTable table, DatasetNotes notes, string how)
    {
        Console.WriteLine(table);
        notes.TellDamaged();
        foreach (var failed in table.Results.Where(result => result.IsTransient))
            Warnings.Print($"run {failed.Run} is not finished and will be tried again by the same command: {failed.Failure}");
        var left = sweep.Count - table.Results.Count;
        if (left > 0)
            Console.WriteLine($"The time was used up with {left} of {sweep.Count} runs to go; {how}.");
        var summary = table.Best is { } best ? $"{sweep.BestPath} is the recipe of the best, {best.Setting}" : "none succeeded";
        Console.WriteLine($"{sweep.ReportPath} compares them; {summary}");
        return table.Best is null && table.Results.Count > 0 ? CommandRunner.Failure : CommandRunner.Success; // a part may have none
    }
}
