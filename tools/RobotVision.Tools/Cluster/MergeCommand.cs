using System.CommandLine;
using RobotVision.Cluster;
using RobotVision.CommandLine;
using RobotVision.Tools.Output;

namespace RobotVision.Tools.Cluster;

/// <summary><c>robotvision merge</c>: joins the parts of divided work.</summary>
sealed class MergeCommand
{
    readonly Argument<string[]> _parts = new("PART")
    {
        Description = "Folders of parts, or the folder OUTPUT.parts that holds them all; a part that is there twice counts once",
        Arity = ArgumentArity.OneOrMore,
    };

    readonly OutputOption _output = new("--output", "-o")
    {
        Description = "Where the result goes, as in the parts' command line; of several recordings the folder of their outputs",
        Required = true,
        HelpName = "PATH",
    };

    public static Command Create()
    {
        var merge = new MergeCommand();
        var command = new Command("merge", """
            Joins the parts that --shard I/N made: the result is what one run of the whole command writes, byte for byte. A part that is missing
            or was not finished is named, with the command that makes it.

            Example: robotvision merge runs/evaluation.parts -o runs/evaluation
            """) { merge._parts, merge._output };
        command.SetAction(merge.RunAsync);
        return command;
    }

    async Task<int> RunAsync(ParseResult arguments, CancellationToken stop)
    {
        var places = arguments.GetValue(_parts)!;
        var set = PartSet.Find(places);
        var folders = set.Finished();
        var output = arguments.GetValue(_output)!;
        CheckOutput(output, places, folders);
        var whole = CommandWords.Parse(arguments, set.First.Arguments);
        if (whole.CommandResult.Command is not DividedCommand command)
            throw new InvalidDataException($"'{folders[0]}': expected a command that can be divided, found '{whole.CommandResult.Command.Name}'.");
        var processors = set.Parts.Select(part => part.Manifest!.Processor).Distinct().ToArray();
        if (processors.Length > 1)
            Warnings.Print($"the parts were computed on {string.Join(" and ", processors)}; a whole run on one of them may have other last digits");
        var exitCode = await command.JoinAsync(whole, folders, output, stop).ConfigureAwait(false);
        return Math.Max(exitCode, set.Parts.Max(part => part.Manifest!.ExitCode ?? 0));
    }

    /// <summary>The parts stay as they are: what is joined goes elsewhere.</summary>
    static void CheckOutput(string output, IReadOnlyList<string> places, IReadOnlyList<string> folders)
    {
        var target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(output));
        if (folders.Any(folder => Path.GetDirectoryName(Path.GetFullPath(folder)) == target) || places.Any(IsIn))
            throw new OptionException($"--output: expected a place outside the folders of the parts, found '{output}'. Write elsewhere.");

        bool IsIn(string place)
        {
            var way = Path.GetRelativePath(Path.GetFullPath(place), target);
            return way != ".." && !way.StartsWith(".." + Path.DirectorySeparatorChar, StringComparison.Ordinal) && !Path.IsPathRooted(way);
        }
    }
}
