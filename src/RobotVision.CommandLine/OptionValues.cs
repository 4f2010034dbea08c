using System.CommandLine;
using System.CommandLine.Parsing;

namespace RobotVision.CommandLine;

/// <summary>
/// Refuses values that are hardly meant: an empty one, mostly a shell variable that is not set, the name of the next option, where the value was forgotten,
/// and a number in place of a word.
/// </summary>
static class OptionValues
{
    /// <summary>Checks a command line.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="words">Its words, as the shell gave them.</param>
    /// <exception cref="OptionException">A value is hardly meant; names the option.</exception>
    public static void Check(ParseResult parsed, IReadOnlyList<string> words)
    {
        foreach (var result in parsed.CommandResult.Children)
        {
            var (name, option) = result switch
            {
                OptionResult one => (one.Option.Name, one.Option),
                ArgumentResult one => (one.Argument.HelpName ?? one.Argument.Name, null),
                _ => (null, (Option?)null),
            };
            foreach (var value in name is null ? [] : result.Tokens.Select(token => token.Value))
            {
                if (string.IsNullOrWhiteSpace(value))
                    throw new OptionException($"{name}: expected a value, found an empty one. Is a variable of the shell not set?");
                if (option is null) continue;
                if (value.Length > 2 && value.StartsWith("--", StringComparison.Ordinal) && words.Contains(value))
                    throw new OptionException(
                        $"{name}: expected a value, found the option '{value}'. Was the value forgotten? '{name}={value}' would take it as one.");
                if (WordsOf(option) is { } allowed && !allowed.Contains(value, StringComparer.OrdinalIgnoreCase))
                    throw new OptionException($"{name}: expected {string.Join(" or ", allowed)}, found '{value}'.");
            }
        }
    }

    /// <summary>The words that an option takes; null where it takes others.</summary>
    public static IReadOnlyList<string>? WordsOf(Option option)
    {
        var type = Nullable.GetUnderlyingType(option.ValueType) ?? option.ValueType.GetElementType() ?? option.ValueType;
        return type.IsEnum ? [.. Enum.GetNames(type).Select(name => name.ToLowerInvariant())] : null;
    }
}
