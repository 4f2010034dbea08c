using System.CommandLine;
using RobotVision.CommandLine;
using RobotVision.Curation;
using RobotVision.Data.Datasets;
using RobotVision.Data.Formats;
using RobotVision.Reports;
using RobotVision.Tools.Output;

namespace RobotVision.Tools.Data;

/// <summary>The options that say which data set is looked through and what counts as nearly the same.</summary>
sealed class ScanOptions
{
    readonly Argument<string> _data = new("DATA") { Description = "The data set's data.yaml, or its folder" };

    readonly Option<string[]> _split = new("--split") { Description = "Only this list of it; may be repeated", HelpName = "NAME" };

    readonly Option<int> _distance = new("--distance")
    {
        Description = "Bits of 64 by which the perceptual hashes of near duplicates differ at most",
        DefaultValueFactory = _ => NearDuplicates.DefaultDistance,
        HelpName = "BITS",
    };

    readonly Option<int> _threads = new("--threads")
    {
        Description = "Images at the same time",
        DefaultValueFactory = _ => Math.Min(8, Environment.ProcessorCount),
        HelpName = "N",
    };

    /// <summary>Adds them to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="distance">Whether it looks for near duplicates.</param>
    public void AddTo(Command command, bool distance = true)
    {
        command.Arguments.Add(_data);
        command.Options.Add(_split);
        if (distance) command.Options.Add(_distance);
        command.Options.Add(_threads);
    }

    /// <summary>The largest distance of near duplicates.</summary>
    /// <exception cref="ArgumentException">It is out of range.</exception>
    public int Distance(ParseResult arguments) => arguments.GetValue(_distance) is >= 0 and <= 20 and var distance
        ? distance
        : throw new OptionException($"--distance: expected 0..20 bits, found {arguments.GetValue(_distance)}; unrelated pictures differ by about 32.");

    /// <summary>Tells on the standard error what is wrong with a data set of which lists are made all the same.</summary>
    /// <returns>The command's exit code: <see cref="CommandRunner.Success"/> where nothing is wrong.</returns>
    public static int TellProblems(DatasetScan scan)
    {
        foreach (var problem in scan.Problems) Console.Error.WriteLine($"warning: {problem}");
        if (scan.Problems.Count == 0) return CommandRunner.Success;
        Console.Error.WriteLine($"warning: {Plural.Of(scan.Problems.Count, "problem")}, {Plural.Of(scan.LeftOut, "image is", "images are")} left out for them; mend them, or take these images out of the data set's lists.");
        return CommandRunner.Failure;
    }

    /// <summary>Reads every image of the data set.</summary>
    /// <param name="arguments">What was asked for.</param>
    /// <param name="notes">Is told what a user has to know of the data set.</param>
    /// <param name="stop">Stops between two images.</param>
    public async Task<DatasetScan> ScanAsync(ParseResult arguments, DatasetNotes notes, CancellationToken stop)
    {
        var threads = arguments.GetValue(_threads) is >= 1 and <= 64 and var given
            ? given
            : throw new OptionException($"--threads: expected 1..64, found {arguments.GetValue(_threads)}.");
        var yaml = DataYaml.Load(arguments.GetValue(_data)!, notes);
        OutputFiles.Check(arguments, _data.Name, DataFiles.Of(yaml));
        DatasetScan? scan = null;
        await ConsoleProgress.RunAsync("looking through the images", null, report => Task.Run(
            () => scan = DatasetScan.Run(yaml, arguments.GetValue(_split) ?? [], threads, (done, total) => report(done, $"of {total}"), stop),
            stop)).ConfigureAwait(false);
        return scan!;
    }
}
