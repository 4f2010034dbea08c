using System.CommandLine;
using System.Globalization;
using RobotVision.Cluster;
using RobotVision.CommandLine;
using RobotVision.Tools.Output;

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
        var (works, damaged) = PartSet.Survey(places);
        if (works.Count + damaged.Count == 0) PartSet.Find(places);
        foreach (var work in works)
        {
            if (work != works[0]) Console.WriteLine($"\nof other work ({works[0].First.DifferenceTo(work.First)}):");
            Show(work);
        }

        foreach (var problem in damaged) Warnings.Print(problem);
        var left = works.Sum(work => work.Left.Count());
        if (works is [var only] && left + damaged.Count == 0)
            Console.WriteLine($"all {only.Parts.Count} are done: robotvision merge {ShellText.Join(places)} -o OUTPUT");
        if (works.Count > 1) Console.WriteLine("\nparts of different work are here: name those that belong together one by one, or delete the others' folders");
        return works.Count == 1 && left + damaged.Count == 0 ? CommandRunner.Success : CommandRunner.Failure;
    }

    static void Show(PartSet work)
    {
        foreach (var part in work.Parts)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{part.Shard,-9}  {Word(part.State),-10}  {part.Detail}"));
            if (part.State is PartState.Missing or PartState.Unfinished) Console.WriteLine($"           {work.First.CommandFor(part.Shard)}");
        }

        var left = work.Left.Count();
        if (left > 0) Console.WriteLine($"{work.Parts.Count - left} of {work.Parts.Count} are done");
    }

    static string Word(PartState state) => state switch
    {
        PartState.Missing => "missing",
        PartState.Unfinished => "unfinished",
        PartState.Running => "running",
        _ => "done",
    };
}
