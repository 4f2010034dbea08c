using System.CommandLine;
using System.CommandLine.Parsing;
using System.IO.Enumeration;
using RobotVision.Files;
using RobotVision.Imaging;

namespace RobotVision.CommandLine;

/// <summary>
/// Compares what a command line would write with all that it reads and with each other, so that no recording, model or label is written over.
/// Every value of the command line that is a file, a folder or a pattern counts as read unless its option is an <see cref="OutputOption"/>.
/// </summary>
public static class OutputFiles
{
    /// <summary>Checks a command line before the work begins.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="more">What is read besides: an option's or argument's name and a file.</param>
    /// <exception cref="OptionException">An output is an input, or two outputs are one file; names the options.</exception>
    /// <exception cref="IOException">Links of an output go round in a circle.</exception>
    public static void Check(ParseResult arguments, params IEnumerable<(string Name, string Path)> more)
    {
        var outputs = Outputs(arguments).ToArray();
        if (outputs.Length == 0) return;
        for (var i = 0; i < outputs.Length; i++)
            for (var k = 0; k < i; k++)
                if (outputs[i].Id is { } id && outputs[k].Id == id)
                    throw new OptionException(
                        $"{outputs[k].Option.Name} and {outputs[i].Option.Name}: "
                        + $"expected two files, found '{outputs[i].Path}' for both. Give each a file of its own.");
        foreach (var (name, path) in Inputs(arguments).Concat(more))
        {
            var id = new Lazy<FileIdentity>(() => FileIdentity.Of(path));
            foreach (var output in outputs)
                if (name != output.Option.Updates && output.Takes(path, id)) throw new OptionException(Describe(output, name, path));
        }
    }

    /// <summary>Checks a command line against files that something on it leads to.</summary>
    /// <inheritdoc cref="Check(ParseResult, IEnumerable{ValueTuple{string, string}})"/>
    public static void Check(ParseResult arguments, string name, IEnumerable<string> more) => Check(arguments, more.Select(path => (name, path)));

    static string Describe(Output output, string name, string input) => input == output.Path
        ? $"{output.Option.Name} and {name}: expected two files, found '{input}' for both; it would be written over. Write elsewhere."
        : $"{output.Option.Name}: '{output.Path}' would be written over {name} '{input}', which is the same file. Write elsewhere.";

    static IEnumerable<Output> Outputs(ParseResult arguments) =>
        from given in Given(arguments)
        from path in given.Option.Files(given.Value)
        where !WholeFile.IsWrittenThrough(path) // a device takes whatever comes
        from output in Output.Of(given.Option, path)
        select output;

    /// <summary>The values of the outputs that a command line names, except the standard output.</summary>
    public static IEnumerable<string> Values(ParseResult arguments) => Given(arguments).Select(given => given.Value);

    static IEnumerable<(OutputOption Option, string Value)> Given(ParseResult arguments) =>
        from option in arguments.CommandResult.Command.Options.OfType<OutputOption>()
        let value = arguments.GetValue(option)
        where value is not (null or "-")
        select (option, value);

    /// <summary>The files among the values of the command line; those of the form NAME=FILE and FILE=NAME too.</summary>
    public static IEnumerable<(string Name, string Path)> Inputs(ParseResult arguments) =>
        from result in arguments.CommandResult.Children
        let name = result switch
        {
            OptionResult { Option: not OutputOption } option => option.Option.Name,
            ArgumentResult argument => argument.Argument.Name,
            _ => null,
        }
        where name is not null
        from token in result.Tokens
        from path in token.Value.Split('=').Prepend(token.Value).Distinct()
        from file in FilesOf(path)
        select (name, file);

    /// <summary>A file, the images of a folder and its data.yaml, or those of a pattern.</summary>
    static IEnumerable<string> FilesOf(string path)
    {
        if (path.Length == 0 || path.Contains('\0', StringComparison.Ordinal)) return [];
        if (File.Exists(path)) return [path];
        if (Directory.Exists(path)) return Directory.EnumerateFiles(path).Where(file => ImageFile.IsImage(file) || Path.GetFileName(file) == "data.yaml");
        if (path.AsSpan().IndexOfAny('*', '?') < 0) return [];
        var folder = Path.GetDirectoryName(path) is { Length: > 0 } parent ? parent : ".";
        return Directory.Exists(folder) ? Directory.EnumerateFiles(folder, Path.GetFileName(path)) : [];
    }

    /// <summary>One file that would be written, or all of a folder with names of a pattern.</summary>
    sealed record Output(OutputOption Option, string Path, FileIdentity? Id, FileIdentity? Folder)
    {
        string Pattern => System.IO.Path.GetFileName(Path);

        /// <summary>The file, and that under which it is written until it is whole.</summary>
        public static IEnumerable<Output> Of(OutputOption option, string path)
        {
            if (System.IO.Path.GetFileName(path).Contains('*', StringComparison.Ordinal) && !File.Exists(path))
                return [new(option, path, null, FileIdentity.Of(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!))];
            var output = new Output(option, path, FileIdentity.Of(path), null);
            return Directory.Exists(path) ? [output] : [output, output with { Id = FileIdentity.Of(WholeFile.PartialOf(OutputPlace.Of(path).Path)) }];
        }

        /// <summary>Whether an input would be written over.</summary>
        public bool Takes(string input, Lazy<FileIdentity> id) => Id is not null
            ? id.Value == Id
            : FileSystemName.MatchesSimpleExpression(Pattern, System.IO.Path.GetFileName(input)) && FolderOf(input) == Folder;

        static FileIdentity FolderOf(string file) => FileIdentity.Of(System.IO.Path.GetDirectoryName(OutputPlace.Of(file).Path)!);
    }
}
