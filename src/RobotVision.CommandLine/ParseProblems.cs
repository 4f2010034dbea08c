using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;
using RobotVision.Messages;

namespace RobotVision.CommandLine;

/// <summary>
/// What is wrong with a command line, without the names of our types: of a word that is no command or option the nearest one, of a value that cannot be
/// read what is expected in its place.
/// </summary>
static partial class ParseProblems
{
    /// <summary>The messages; empty where nothing is wrong.</summary>
    public static IEnumerable<string> Of(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        // Where an argument takes any number of words, the library tells unknown options as errors alone.
        var told = parsed.Errors.SelectMany(error => Unrecognised().Matches(error.Message)).Select(match => match.Groups[1].Value);
        string[] unknown = [.. parsed.UnmatchedTokens.Concat(told).Distinct()];
        if (unknown.Length > 0 && command.Subcommands.Count > 0) return [Unknown(unknown[0], command)];
        var options = unknown.Where(word => word.StartsWith('-')).ToArray();
        return
        [
            .. (options.Length > 0 ? options : unknown).Select(word => Unknown(word, command)),
            .. parsed.Errors.Where(error => !Unrecognised().IsMatch(error.Message)).Select(error => Of(error, parsed)),
        ];
    }

    /// <summary>The words that a command is called by, such as <c>robotvision data check</c>.</summary>
    public static string PathOf(CommandResult command) =>
        command.Parent is CommandResult parent ? $"{PathOf(parent)} {command.Command.Name}" : command.Command.Name;

    /// <summary>What is wrong with a value, by the library's message, which names a type of .NET.</summary>
    public static string Unreadable(string message) => Conversion().Match(message) is not { Success: true } match
        ? message
        : $"{match.Groups["option"].Value}: expected {(match.Groups["type"].Value.Contains("Int", StringComparison.Ordinal) ? "an integer" : "a number")}, "
            + $"found '{match.Groups["value"].Value}'.";

    static string Unknown(string word, Command command)
    {
        var isOption = word.StartsWith('-');
        if (!isOption && command.Subcommands.Count == 0) return $"'{word}': expected no further argument of '{command.Name}'.";
        var known = isOption ? command.Options.Select(option => option.Name) : command.Subcommands.Select(one => one.Name);
        var nearest = known.Select(name => (Slips: Misspelling.Slips(word, name), Name: name)).DefaultIfEmpty((int.MaxValue, "")).Min();
        var advice = nearest.Item1 <= Math.Max(1, word.Length / 3) ? $"; the nearest is '{nearest.Item2}'" : "";
        return $"'{word}' is no {(isOption ? "option" : "command")} of '{command.Name}'{advice}.";
    }

    static string Of(ParseError error, ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        if (error.Message.StartsWith("Required command", StringComparison.Ordinal)) return $"expected a command of '{command.Name}', found none.";
        if (error.Message.StartsWith("Required argument", StringComparison.Ordinal)
            && command.Arguments.FirstOrDefault(one => one.Arity.MinimumNumberOfValues > 0 && parsed.GetResult(one) is not { Tokens.Count: > 0 })
                is { } missing)
            return $"expected {missing.HelpName ?? missing.Name}, found none.";
        if (error.SymbolResult is not OptionResult { Tokens: [var token, ..] } result || !error.Message.Contains("as expected type", StringComparison.Ordinal))
            return error.Message;
        var type = Nullable.GetUnderlyingType(result.Option.ValueType) ?? result.Option.ValueType;
        if (type.IsArray) type = type.GetElementType()!;
        var expected = OptionValues.WordsOf(result.Option) is { } words ? string.Join(" or ", words)
            : type == typeof(ulong) || type == typeof(uint) ? "an integer of 0 or more"
            : type == typeof(int) || type == typeof(long) ? "an integer"
            : "a number";
        return $"{result.Option.Name}: expected {expected}, found '{token.Value}'.";
    }

    [GeneratedRegex("argument '(?<value>.*)' for option '(?<option>[^']*)' as expected type '(?<type>[^']*)'")]
    private static partial Regex Conversion();

    [GeneratedRegex("^Unrecognized command or argument '(.*)'")]
    private static partial Regex Unrecognised();
}
