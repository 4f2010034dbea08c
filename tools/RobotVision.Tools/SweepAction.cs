using System.Globalization;
using RobotVision.Inference;
using RobotVision.Onboard;
using RobotVision.Training.Search;

namespace RobotVision.Tools;

/// <summary><c>robotvision train --sweep</c>: compares settings of a recipe.</summary>
static class SweepAction
{
    public static async Task<int> RunAsync(string file, string output, string commit, Accelerator device, CancellationToken stop)
    {
        var notes = Warnings.OfData();
        var sweep = new Sweep(Sweep.Load(file), output, commit, TimeProvider.System) { Device = device, Notes = notes };
        SweepTable? table = null;
        await ConsoleProgress.RunAsync("sweep", sweep.Count, report => Task.Run(
            () => table = sweep.Run(new ProgressWords(report), stop), stop)).ConfigureAwait(false);
        notes.TellDamaged();
        Console.WriteLine(table);
        var left = sweep.Count - table!.Results.Count;
        if (left > 0) Console.WriteLine($"The time was used up with {left} of {sweep.Count} runs to go; with more minutes in its budget the same command goes on.");
        Console.WriteLine($"{sweep.ReportPath} compares them{(table.Best is { } best ? $"; {sweep.BestPath} is the recipe of the best, {best.Setting}" : "; none succeeded")}");
        return CommandRunner.Success;
    }

    sealed class ProgressWords(Action<long, string> report) : IProgress<SweepProgress>
    {
        public void Report(SweepProgress value) => report(value.Number - 1, string.Create(
            CultureInfo.InvariantCulture, $"run {value.Number}: {value.Setting}, seed {value.Seed}: step {value.Training.Step} of {value.Training.Steps}, {value.Training.ImagesPerSecond:F0} images/s"));
    }
}
