using System.CommandLine;
using System.CommandLine.Parsing;

namespace RobotVision.Tools.Cluster;

/// <summary>The words of a parsed command line, to be run again with some of them changed.</summary>
static class CommandWords
{
    /// <summary>The words.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="without">An option or argument that is left out.</param>
    /// <param name="change">Changes a value, given it and its option or argument.</param>
    public static IReadOnlyList<string> Of(ParseResult arguments, Symbol? without = null, Func<string, Symbol, string>? change = null)
    {
        var words = new List<string>();
        for (var command = arguments.CommandResult; command.Parent is CommandResult above; command = above) words.Insert(0, command.Command.Name);
        foreach (var result in AllOf(arguments))
        {
            var symbol = result is OptionResult option ? option.Option : (Symbol)((ArgumentResult)result).Argument;
            if (symbol == without) continue;
            var values = result.Tokens.Select(token => change?.Invoke(token.Value, symbol) ?? token.Value).ToArray();
            if (result is not OptionResult { Option: { } named }) words.AddRange(values);
            else if (values.Length == 0 || named.AllowMultipleArgumentsPerToken) words.AddRange([named.Name, .. values]);
            else words.AddRange(values.SelectMany(value => new[] { named.Name, value }));
        }

        return words;
    }

    /// <summary>Parses words by the commands of another command line.</summary>
    /// <exception cref="InvalidDataException">They are no command line of this program.</exception>
    public static ParseResult Parse(ParseResult commands, IReadOnlyList<string> words)
    {
        var parsed = commands.RootCommandResult.Command.Parse(words);
        return parsed.Errors.Count == 0
            ? parsed
            : throw new InvalidDataException($"'{string.Join(' ', words)}': expected a command of this program, found a mistake: {parsed.Errors[0].Message}");
    }

    /// <summary>Everything that was written out, arguments first, since some options take any number of values.</summary>
    static IEnumerable<SymbolResult> AllOf(ParseResult arguments) => arguments.CommandResult.Children
        .Where(result => result is OptionResult { Implicit: false } or ArgumentResult { Tokens.Count: > 0 })
        .OrderBy(result => result is ArgumentResult ? 0 : 1);
}
