using System.CommandLine;
using RobotVision.Cluster;
using RobotVision.CommandLine;
using RobotVision.Recording;
using RobotVision.Tools.Output;

namespace RobotVision.Tools.Cluster;

/// <summary>Work that can be divided.</summary>
sealed record DivisibleWork
{
    /// <summary>Does the work of a command line: all of it, a part, or joining parts; returns the exit code.</summary>
    public required Func<ParseResult, Division, CancellationToken, Task<int>> Run { get; init; }

    /// <summary>Where the results of all the work go, to which <c>.parts</c> is added; null where a command line cannot be divided.</summary>
    public required Func<ParseResult, string?> OutputOf { get; init; }

    /// <summary>What a command line needs to be divided, for the message.</summary>
    public required string Needs { get; init; }

    /// <summary>The option that names the output, which <c>merge</c> gives another value; null where the parts' files are copied.</summary>
    public Option? Output { get; init; }

    /// <summary>Whether a part that was interrupted goes on where it was.</summary>
    public bool GoesOn { get; init; }
}

/// <summary>A command whose work can be divided: <c>--shard I/N</c> does one part of it, and <c>robotvision merge</c> joins the parts.</summary>
sealed class DividedCommand : Command
{
    const string Whole = "whole";

    readonly Option<string?> _shard = new("--shard")
    {
        Description = "Do part I of N alone, in OUTPUT.parts; 'robotvision merge' joins them. In a job array of Slurm and an Indexed Job of Kubernetes "
            + $"the part is taken from there unless this says otherwise; '{Whole}' does all",
        HelpName = "I/N",
    };

    readonly DivisibleWork _work;

    /// <summary>Makes the command.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="description">Its help.</param>
    /// <param name="work">What it does.</param>
    public DividedCommand(string name, string description, DivisibleWork work)
        : base(name, description)
    {
        _work = work;
        Add(_shard);
        SetAction(RunAsync);
    }

    /// <summary>The folder of the parts of a command line; null where it cannot be divided.</summary>
    public string? PartsOf(ParseResult arguments) => _work.OutputOf(arguments) is { } output ? Path.TrimEndingDirectorySeparator(output) + ".parts" : null;

    /// <summary>The words of a command line without <c>--shard</c>.</summary>
    public IReadOnlyList<string> WordsOf(ParseResult arguments) => CommandWords.Of(arguments, without: _shard);

    /// <summary>Whether a command line says which part to do.</summary>
    public bool NamesPart(ParseResult arguments) => arguments.GetResult(_shard) is not null;

    /// <summary>The exception that a command line cannot be divided.</summary>
    public OptionException NotDivisible() => new($"--shard: the work can be divided between parts only with {_work.Needs}.");

    /// <summary>Joins finished parts.</summary>
    /// <param name="arguments">The parts' command line.</param>
    /// <param name="parts">The folders of the parts, in order.</param>
    /// <param name="output">Where the result goes.</param>
    /// <param name="stop">Ends it.</param>
    public Task<int> JoinAsync(ParseResult arguments, IReadOnlyList<string> parts, string output, CancellationToken stop)
    {
        if (_work.Output is not null)
        {
            arguments = CommandWords.Parse(arguments, CommandWords.Of(arguments, change: (word, option) => option == _work.Output ? output : word));
            OutputFiles.Check(arguments);
        }

        return _work.Run(arguments, new(output, null, [.. parts.Select(PartFolder.OutputOf)]), stop);
    }

    async Task<int> RunAsync(ParseResult arguments, CancellationToken stop)
    {
        if (ShardOf(arguments) is not { } shard) return await _work.Run(arguments, Division.Whole(_work.OutputOf(arguments) ?? ""), stop).ConfigureAwait(false);
        var parts = PartsOf(arguments) ?? throw NotDivisible();
        using var folder = PartFolder.Open(parts, Manifest(arguments, shard), _work.GoesOn);
        if (folder.IsDone)
        {
            await Console.Error.WriteLineAsync($"part {shard} is done already, in {folder.FullPath}").ConfigureAwait(false);
            return folder.ExitCode;
        }

        var exitCode = await _work.Run(arguments, new(folder.Output, shard, []), stop).ConfigureAwait(false);
        if (stop.IsCancellationRequested) return CommandRunner.Failure;
        folder.Complete(exitCode, TimeProvider.System.GetUtcNow());
        await Console.Error.WriteLineAsync($"part {shard} is in {folder.FullPath}; 'robotvision status {parts}' shows all parts").ConfigureAwait(false);
        return exitCode;
    }

    Shard? ShardOf(ParseResult arguments)
    {
        if (arguments.GetValue(_shard) is { } text) return text == Whole ? null : Shard.Parse(text);
        if (_work.OutputOf(arguments) is null || Shard.FromEnvironment(Environment.GetEnvironmentVariable) is not var (shard, variable)) return null;
        Console.Error.WriteLine($"{variable} is set: this is part {shard}; '--shard {Whole}' would do all of it");
        return shard;
    }

    PartManifest Manifest(ParseResult arguments, Shard shard) => new()
    {
        Arguments = WordsOf(arguments),
        Part = shard.Part,
        Of = shard.Of,
        Folder = Directory.GetCurrentDirectory(),
        Inputs = [.. OutputFiles.Inputs(arguments).Select(input => input.Path).Distinct().Select(PartInput.Of)],
        Program = ProgramVersion.Commit,
        Processor = RunSettings.ThisProcessor,
        Host = Environment.MachineName,
        StartedAt = TimeProvider.System.GetUtcNow(),
    };
}
