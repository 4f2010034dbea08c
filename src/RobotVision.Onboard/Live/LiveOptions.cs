using System.CommandLine;
using RobotVision.CloseUps;

namespace RobotVision.Onboard.Live;

/// <summary>The options of commands that have the live page.</summary>
public sealed class LiveOptions
{
    /// <summary>Close-ups that the page may ask for.</summary>
    const int MostCloseUps = 6;

    readonly Option<int?> _web = new("--web")
    {
        Description = "Serve a page for the browser of this machine that shows what is seen and how fast, and changes thresholds: the port on 127.0.0.1, "
            + "any that is free without one",
        Arity = ArgumentArity.ZeroOrOne,
        HelpName = "PORT",
    };

    readonly Option<string> _snapshots = new("--snapshots")
    {
        Description = "With --web: the folder of the frames that the page keeps, to be tagged later",
        DefaultValueFactory = _ => "snapshots",
        HelpName = "FOLDER",
    };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_web);
        command.Options.Add(_snapshots);
    }

    /// <summary>The page's port, 0 for any that is free; null without the page.</summary>
    public int? Port(ParseResult arguments) => arguments.GetResult(_web) is null ? null : arguments.GetValue(_web) ?? 0;

    /// <summary>The folder of the snapshots; null without the page.</summary>
    public string? Snapshots(ParseResult arguments) => Port(arguments) is null ? null : arguments.GetValue(_snapshots);

    /// <summary>The close-ups that a pipeline must have room for: with the page, more than the command line asks for.</summary>
    public CloseUpOptions MostLooking(ParseResult arguments, CloseUpOptions looking) =>
        Port(arguments) is null ? looking : looking with { CloseUps = Math.Max(looking.CloseUps, MostCloseUps) };
}
