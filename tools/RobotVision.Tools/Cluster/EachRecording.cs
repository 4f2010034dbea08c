using System.CommandLine;
using System.CommandLine.Parsing;
using RobotVision.Capture;
using RobotVision.CommandLine;

namespace RobotVision.Tools.Cluster;

/// <summary>
/// Runs a command for a recording on each of several: in every other word of the command line <c>{}</c> stands for the recording's name without folder and
/// ending, so that each has its own outputs, poses and labels.
/// </summary>
/// <param name="input">The argument that names the recordings.</param>
sealed class EachRecording(Argument<string[]> input)
{
    /// <summary>What stands for the recording's name.</summary>
    public const string Name = "{}";

    /// <summary>The work on any number of recordings, to be divided between them.</summary>
    /// <param name="run">Does the work on one: gets a command line for it alone, and its name.</param>
    /// <param name="mayDivide">Whether a command line may be run on several recordings; all where null.</param>
    public DivisibleWork Divided(Func<ParseResult, string, CancellationToken, Task<int>> run, Func<ParseResult, bool>? mayDivide = null)
    {
        input.Validators.Add(RefuseOptions);
        return Work(run, mayDivide);
    }

    DivisibleWork Work(Func<ParseResult, string, CancellationToken, Task<int>> run, Func<ParseResult, bool>? mayDivide) => new()
    {
        Run = (arguments, division, stop) => arguments.GetValue(input)!.Length == 1 || mayDivide?.Invoke(arguments) != false
            ? RunAsync(arguments, division, (one, stop) => run(one, one.GetValue(input)!.Single(), stop), stop)
            : throw new OptionException("expected one recording with a page or viewers (--web, --foxglove), found several."),
        OutputOf = arguments => mayDivide?.Invoke(arguments) == false ? null : FolderOf(arguments),
        Needs = $"no page, and outputs in one folder with '{Name}' in their names, which stands for a recording's name, such as results/{Name}.jsonl",
    };

    /// <summary>The folder that all outputs are in; null where not every output has <see cref="Name"/> in it, or their folders differ.</summary>
    static string? FolderOf(ParseResult arguments)
    {
        var outputs = OutputFiles.Values(arguments).ToArray();
        return outputs.Length > 0 && outputs.All(IsNamed) && outputs.Select(FolderOfOutput).Distinct().ToArray() is [var folder] ? folder : null;
    }

    /// <summary>Runs the command on the recordings.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="division">All, a part of the recordings about as large as the others, or copying the files of finished parts.</param>
    /// <param name="run">Runs one, from a command line with that recording alone.</param>
    /// <param name="stop">Stops it.</param>
    /// <returns>The highest exit code.</returns>
    async Task<int> RunAsync(ParseResult arguments, Division division, Func<ParseResult, CancellationToken, Task<int>> run, CancellationToken stop)
    {
        if (division.IsJoining)
        {
            PartFiles.Copy(division.Joined, division.Output);
            return CommandRunner.Success;
        }

        var recordings = arguments.GetValue(input)!;
        if (recordings.Length > 1) CheckNames(arguments, recordings);
        IReadOnlyList<int> mine = division.Part is { } part ? part.Share([.. recordings.Select(SizeOf)]) : [.. Enumerable.Range(0, recordings.Length)];
        var runs = mine.Select(i => (Recording: recordings[i], Arguments: Single(arguments, division, recordings[i]))).ToArray();
        foreach (var one in runs) OutputFiles.Check(one.Arguments);
        var exitCode = CommandRunner.Success;
        foreach (var ((recording, one), number) in runs.Select((one, i) => (one, i + 1)))
        {
            if (runs.Length > 1) await Console.Error.WriteLineAsync($"{recording}, {number} of {runs.Length}").ConfigureAwait(false);
            exitCode = Math.Max(exitCode, await run(one, stop).ConfigureAwait(false));
            if (stop.IsCancellationRequested && number < runs.Length) return CommandRunner.Failure; // the others are missing
        }

        return exitCode;
    }

    ParseResult Single(ParseResult arguments, Division division, string recording)
    {
        var name = NameOf(recording);
        string Change(string word, Symbol symbol) =>
            (division.Part is not null && symbol is OutputOption
                ? Path.Combine(division.Output, Path.GetRelativePath(FolderOfOutput(word), word))
                : word).Replace(Name, name, StringComparison.Ordinal);
        var words = CommandWords.Of(arguments, without: input, Change);
        return CommandWords.Parse(arguments, [.. words, "--", recording]);
    }

    static void CheckNames(ParseResult arguments, string[] recordings)
    {
        foreach (var output in OutputFiles.Values(arguments))
            if (!IsNamed(output))
                throw new OptionException($"expected '{Name}' in each output of several recordings, which stands for a recording's name, "
                    + $"found '{output}'; write for example 'results/{Name}.jsonl'.");
        if (recordings.GroupBy(NameOf).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new OptionException($"expected recordings of different names, found '{string.Join("' and '", twice)}', "
                + "whose outputs would be the same files.");
        if (recordings.FirstOrDefault(recording => !FrameSource.IsThere(recording)) is { } missing)
            throw new FileNotFoundException($"Input '{missing}': there is no such file or folder; nothing was done.", missing);
    }

    /// <summary>An option that the command does not know would otherwise count as one more recording.</summary>
    static void RefuseOptions(ArgumentResult recordings)
    {
        foreach (var token in recordings.Tokens)
            if (token.Value.StartsWith("--", StringComparison.Ordinal) && !File.Exists(token.Value))
                recordings.AddError($"Unrecognized command or argument '{token.Value}'.");
    }

    static bool IsNamed(string output) => output.Contains(Name, StringComparison.Ordinal);

    static string FolderOfOutput(string output) =>
        Path.GetDirectoryName(output[..output.IndexOf(Name, StringComparison.Ordinal)]) is { Length: > 0 } folder ? folder : ".";

    static string NameOf(string recording) => Path.GetFileNameWithoutExtension(Path.TrimEndingDirectorySeparator(recording));

    /// <summary>Bytes of a file or of the files of a folder; 0 of what is neither, such as a pattern.</summary>
    static long SizeOf(string recording) => File.Exists(recording) ? new FileInfo(recording).Length
        : Directory.Exists(recording) ? new DirectoryInfo(recording).EnumerateFiles().Sum(file => file.Length)
        : 0;
}
