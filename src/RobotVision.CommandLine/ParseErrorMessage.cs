using System.CommandLine.Parsing;

namespace RobotVision.CommandLine;

/// <summary>What is wrong with a command line, without the names of our types: of a value that cannot be read, what is expected in its place.</summary>
static class ParseErrorMessage
{
    /// <summary>The message of an error.</summary>
    public static string Of(ParseError error)
    {
        if (error.SymbolResult is not OptionResult { Tokens: [var token, ..] } result || !error.Message.Contains("as expected type", StringComparison.Ordinal))
            return error.Message;
        var type = Nullable.GetUnderlyingType(result.Option.ValueType) ?? result.Option.ValueType;
        if (type.IsArray) type = type.GetElementType()!;
        var expected = type.IsEnum ? string.Join(" or ", Enum.GetNames(type)).ToLowerInvariant()
            : type == typeof(ulong) || type == typeof(uint) ? "an integer of 0 or more"
            : type == typeof(int) || type == typeof(long) ? "an integer"
            : "a number";
        return $"{result.Option.Name}: expected {expected}, found '{token.Value}'.";
    }
}
