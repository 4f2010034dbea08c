using System.CommandLine.Parsing;

namespace RobotVision.CommandLine;

/// <summary>What is wrong with a command line, in words without our types: of a value that cannot be read, what is expected in its place.</summary>
static class ParseErrorWords
{
    /// <summary>The words of an error.</summary>
    public static string Of(ParseError error)
    {
        if (error.SymbolResult is not OptionResult { Tokens: [var token, ..] } result || !error.Message.Contains("as expected type", StringComparison.Ordinal)) return error.Message;
        var type = Nullable.GetUnderlyingType(result.Option.ValueType) ?? result.Option.ValueType;
        var expected = type.IsEnum ? string.Join(" or ", Enum.GetNames(type)).ToLowerInvariant()
            : type == typeof(ulong) || type == typeof(uint) ? "a whole number of 0 or more"
            : type == typeof(int) || type == typeof(long) ? "a whole number"
            : "a number";
        return $"{result.Option.Name}: expected {expected}, found '{token.Value}'.";
    }
}
