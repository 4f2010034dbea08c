using System.CommandLine;
using System.CommandLine.Parsing;

namespace RobotVision.CommandLine;

/// <summary>Refuses options and arguments whose value is empty: mostly a shell variable that is not set.</summary>
static class EmptyValues
{
    /// <summary>Checks a command line.</summary>
    /// <exception cref="OptionException">A value is empty; names the option.</exception>
    public static void Check(ParseResult parsed)
    {
        foreach (var result in parsed.CommandResult.Children)
        {
            var name = result switch
            {
                OptionResult option => option.Option.Name,
                ArgumentResult argument => argument.Argument.HelpName ?? argument.Argument.Name,
                _ => null,
            };
            if (name is not null && result.Tokens.Any(token => string.IsNullOrWhiteSpace(token.Value)))
                throw new OptionException($"{name}: expected a value, found an empty one. Is a variable of the shell not set?");
        }
    }
}
