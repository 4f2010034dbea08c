using System.CommandLine;
using System.Globalization;
using RobotVision.Cluster;
using RobotVision.CommandLine;

namespace RobotVision.Tools.Cluster;

/// <summary><c>robotvision status</c>: which parts of divided work are done.</summary>
sealed class StatusCommand
{
    readonly Argument<string[]> _parts = new("FOLDER")
    {
        Description = "The folder OUTPUT.parts, or folders of parts",
        Arity = ArgumentArity.OneOrMore,
    };

    public static Command Create()
    {
        var status = new StatusCommand();
        var command = new Command("status", """
            Shows which parts of divided work are done, running, unfinished or missing, and how those that are left are made. Ends with 1 while
            some are left.

            Example: robotvision status runs/evaluation.parts
            """) { status._parts };
        command.SetAction(status.Run);
        return command;
    }

    int Run(ParseResult arguments)
    {
        var places = arguments.GetValue(_parts)!;
        var set = PartSet.Find(places);
        foreach (var part in set.Parts)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{part.Shard,-9}  {Word(part.State),-10}  {part.Detail}"));
            if (part.State is PartState.Missing or PartState.Unfinished) Console.WriteLine($"           {set.First.CommandFor(part.Shard)}");
        }

        var left = set.Left.Count();
        Console.WriteLine(left == 0
            ? $"all {set.Parts.Count} are done: robotvision merge {ShellText.Join(places)} -o OUTPUT"
            : $"{set.Parts.Count - left} of {set.Parts.Count} are done");
        return left == 0 ? CommandRunner.Success : CommandRunner.Failure;
    }

    static string Word(PartState state) => state switch
    {
        PartState.Missing => "missing",
        PartState.Unfinished => "unfinished",
        PartState.Running => "running",
        _ => "done",
    };
}
