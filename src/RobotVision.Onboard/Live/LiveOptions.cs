using System.CommandLine;
using System.Net;
using RobotVision.CloseUps;
using RobotVision.Pipeline;

namespace RobotVision.Onboard.Live;

/// <summary>What the server of a run or a replay serves, and where.</summary>
/// <param name="Port">The port, 0 for any that is free.</param>
/// <param name="Option">The option of the command line that has it, for messages.</param>
/// <param name="Listen">The address of this machine at which it listens; 127.0.0.1 when null.</param>
/// <param name="Snapshots">The folder for snapshots of the live page; without the page when null.</param>
/// <param name="HasFoxglove">Whether Foxglove viewers are served.</param>
public sealed record ViewServerOptions(int Port, string Option, IPAddress? Listen, string? Snapshots, bool HasFoxglove)
{
    /// <summary>Makes the page's microscope, which the robot process does not carry; null for none.</summary>
    public Func<VisionPipeline, ILiveExtra>? Microscope { get; init; }
}

/// <summary>The options of commands that can be viewed: by the live page, and by Foxglove.</summary>
/// <param name="microscope">Makes the page's microscope, which the robot process does not carry; null for none.</param>
public sealed class LiveOptions(Func<VisionPipeline, ILiveExtra>? microscope = null)
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

    readonly Option<int?> _foxglove = new("--foxglove")
    {
        Description = "Serve a Foxglove WebSocket with pictures, detections, positions and state: the port on 127.0.0.1, any that is free without one; "
            + "with --web the same port",
        Arity = ArgumentArity.ZeroOrOne,
        HelpName = "PORT",
    };

    readonly Option<string?> _listen = new("--listen")
    {
        Description = "With --web or --foxglove: an address of this machine at which others may connect instead of 127.0.0.1, 0.0.0.0 for all of them. "
            + "Nothing is encrypted, and whoever has the printed address can view, and with that of the page change what runs",
        HelpName = "ADDRESS",
    };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_web);
        command.Options.Add(_snapshots);
        command.Options.Add(_foxglove);
        command.Options.Add(_listen);
    }

    /// <summary>Whether the page is served.</summary>
    public bool HasPage(ParseResult arguments) => arguments.GetResult(_web) is not null;

    /// <summary>The server that is asked for; null for none.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="control">The port for programs of this machine that change what runs, 0 for any that is free; null where nobody asked for it.</param>
    /// <exception cref="OptionException">Different ports, or an address that is none.</exception>
    public ViewServerOptions? Server(ParseResult arguments, int? control = null)
    {
        var listen = Listen(arguments);
        (string Option, int Port)[] ports =
        [
            .. HasPage(arguments) ? [(_web.Name, arguments.GetValue(_web) ?? 0)] : Array.Empty<(string, int)>(),
            .. arguments.GetResult(_foxglove) is null ? [] : new[] { (_foxglove.Name, arguments.GetValue(_foxglove) ?? 0) },
            .. control is { } given ? [("--control", given)] : Array.Empty<(string, int)>(),
        ];
        if (!HasPage(arguments) && arguments.GetResult(_snapshots) is { Implicit: false })
            throw new OptionException($"{_snapshots.Name}: expected {_web.Name} too, found none; it is the page that takes them.");
        if (ports.Length == 0)
            return listen is null ? null : throw new OptionException($"{_listen.Name}: expected {_web.Name} or {_foxglove.Name} too, found neither.");
        var chosen = ports.MaxBy(one => one.Port); // those that have none take that of the other
        if (Array.Find(ports, one => one.Port != 0 && one.Port != chosen.Port) is { Option: { } other } one)
            throw new OptionException($"{other} and {chosen.Option}: expected the same port, or one of them without, found {one.Port} and {chosen.Port}. "
                + "One server has all.");
        return new(
            chosen.Port, chosen.Option, listen, HasPage(arguments) ? arguments.GetValue(_snapshots) : null, arguments.GetResult(_foxglove) is not null)
        {
            Microscope = microscope,
        };
    }

    /// <summary>The close-ups that a pipeline must have room for: with the page, more than the command line asks for.</summary>
    public CloseUpOptions MostLooking(ParseResult arguments, CloseUpOptions looking) =>
        HasPage(arguments) ? looking with { CloseUps = Math.Max(looking.CloseUps, MostCloseUps) } : looking;

    IPAddress? Listen(ParseResult arguments) => arguments.GetValue(_listen) is not { } text ? null
        : IPAddress.TryParse(text, out var address) ? address
        : throw new OptionException($"{_listen.Name}: expected an address in figures such as 192.168.0.7, or 0.0.0.0 for all, found '{text}'.");
}
