using System.CommandLine;
using RobotVision.CommandLine;
using RobotVision.Curation;
using RobotVision.Data.Datasets;
using RobotVision.Data.Formats;
using RobotVision.Reports;
using RobotVision.Tools.Output;

namespace RobotVision.Tools.Data;

/// <summary>The options for the data set and the distance of near duplicates.</summary>
sealed class ScanOptions
{
    readonly Argument<string> _data = new("DATA") { Description = "The data set's data.yaml, or its folder" };

    readonly Option<string[]> _split = new("--split") { Description = "Only this list of the data set; may be repeated", HelpName = "NAME" };

    readonly Option<int> _distance = new("--distance")
    {
        Description = "Maximum distance of the perceptual hashes of near duplicates, in bits of 64",
        DefaultValueFactory = _ => NearDuplicates.DefaultDistance,
        HelpName = "BITS",
    };

    readonly Option<int> _threads = new("--threads")
    {
        Description = "Images processed in parallel",
        DefaultValueFactory = _ => Math.Min(8, Environment.ProcessorCount),
        HelpName = "N",
    };

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="distance">Whether the command looks for near duplicates.</param>
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

    /// <summary>Prints the problems of a data set on the standard error, as warnings.</summary>
    /// <returns>The command's exit code: <see cref="CommandRunner.Success"/> without problems.</returns>
    public static int PrintProblems(DatasetScan scan)
    {
        foreach (var problem in scan.Problems) Console.Error.WriteLine($"warning: {problem}");
        if (scan.Problems.Count == 0) return CommandRunner.Success;
        Console.Error.WriteLine($"warning: {Plural.Of(scan.Problems.Count, "problem")}, "
            + $"{Plural.Of(scan.LeftOut, "image is", "images are")} left out because of them; fix them, or remove these images from the data set's lists.");
        return CommandRunner.Failure;
    }

    /// <summary>Reads every image of the data set.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="notes">Receives warnings about the data set.</param>
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
