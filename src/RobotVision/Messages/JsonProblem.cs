using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace RobotVision.Messages;

/// <summary>Describes what is wrong with JSON for the user: where in the file, what was expected and what was found.</summary>
static partial class JsonProblem
{
    /// <summary>What a value is: <c>the text '1'</c>, <c>a list</c>, <c>'3.5'</c>.</summary>
    public static string DescribeFound(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => $"the text {QuotedText.Of(element.GetRawText().Trim('"'))}",
        _ => QuotedText.Of(element.GetRawText()),
    };

    /// <summary>What a kind of value is called.</summary>
    public static string DescribeKind(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Number => "a number",
        JsonValueKind.String => "a text",
        JsonValueKind.Array => "a list",
        _ => "an object",
    };

    /// <summary>The message of a deserializer without the names of its types.</summary>
    /// <param name="problem">The deserializer's exception.</param>
    /// <param name="text">The text that it read.</param>
    /// <param name="isLenient">Whether comments and trailing commas are allowed.</param>
    public static string Describe(JsonException problem, ReadOnlyMemory<byte> text, bool isLenient = false)
    {
        var line = $"line {(problem.LineNumber ?? 0) + 1}";
        var (comments, commas) = (isLenient ? JsonCommentHandling.Skip : JsonCommentHandling.Disallow, isLenient);
        try
        {
            if (Unknown().Match(problem.Message) is { Success: true } unknown)
                return $"line {LineOf(unknown.Groups[1].Value, text.Span, new() { CommentHandling = comments, AllowTrailingCommas = commas })}: "
                    + $"expected a field that there is, found {QuotedText.Of(unknown.Groups[1].Value)}";
            if (problem.Path is null || text.Span.Trim(" \t\r\n"u8).IsEmpty) return "it is empty";
            using var document = JsonDocument.Parse(text, new() { CommentHandling = comments, AllowTrailingCommas = commas });
            if (!isLenient && FindDuplicate(text.Span) is { } twice) return $"line {twice.Line}: expected '{twice.Name}' once in an object, found it twice";
            var place = problem.Path.TrimStart('$', '.') is { Length: > 0 } path ? path : "the top level";
            if (Missing().Match(problem.Message) is { Success: true } missing)
                return $"{line}: {place}: expected '{missing.Groups[1].Value}' in it, found none";
            var found = Find(document.RootElement, problem.Path) is { } element ? DescribeFound(element) : "none";
            return $"{line}: {place}: expected {DescribeExpected($"{problem.InnerException?.Message} {problem.Message}")}, found {found}";
        }
        catch (JsonException exception)
        {
            return $"line {(exception.LineNumber ?? 0) + 1}: expected JSON, found what is not; is the file cut off?";
        }
    }

    /// <summary>The first field that an object has twice, and its line, from 1; null where none is found. The text is valid JSON.</summary>
    public static (long Line, string Name)? FindDuplicate(ReadOnlySpan<byte> text)
    {
        var reader = new Utf8JsonReader(text);
        var seen = new Stack<HashSet<string>>();
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.StartObject) seen.Push([]);
            else if (reader.TokenType == JsonTokenType.EndObject) seen.Pop();
            else if (reader.TokenType == JsonTokenType.PropertyName && Encoding.UTF8.GetString(reader.ValueSpan) is var name && !seen.Peek().Add(name))
                return (text[..(int)reader.TokenStartIndex].Count((byte)'\n') + 1, name);
        }

        return null;
    }

    /// <summary>The line of the first field of a name, from 1.</summary>
    static long LineOf(string name, ReadOnlySpan<byte> text, JsonReaderOptions options)
    {
        var reader = new Utf8JsonReader(text, options);
        while (reader.Read())
            if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals(name)) break;
        return text[..(int)reader.TokenStartIndex].Count((byte)'\n') + 1;
    }

    /// <summary>What is expected, by the types in the deserializer's message.</summary>
    static string DescribeExpected(string message) =>
        message.Contains(" for an Int", StringComparison.Ordinal) || message.Contains("System.Int", StringComparison.Ordinal) ? "an integer"
        : message.Contains(" as a number", StringComparison.Ordinal) || message.Contains("System.Single", StringComparison.Ordinal)
            || message.Contains(" for a Single", StringComparison.Ordinal) ? "a number"
        : message.Contains(" as a string", StringComparison.Ordinal) || message.Contains("System.String.", StringComparison.Ordinal) ? "a text"
        : message.Contains(" as a boolean", StringComparison.Ordinal) || message.Contains("System.Boolean", StringComparison.Ordinal) ? "true or false"
        : message.Contains("[].", StringComparison.Ordinal) ? "a list"
        : message.Contains("null values", StringComparison.Ordinal) ? "a value"
        : "an object";

    static JsonElement? Find(JsonElement element, string path)
    {
        foreach (Match step in Step().Matches(path))
        {
            var (name, index) = (step.Groups["name"], step.Groups["index"]);
            if (name.Success && element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name.Value, out var member)) element = member;
            else if (index.Success && element.ValueKind == JsonValueKind.Array && int.TryParse(index.Value, out var i)
                && i < element.GetArrayLength()) element = element[i];
            else return null;
        }

        return element;
    }

    [GeneratedRegex(@"\.(?<name>\w+)|\[(?<index>\d+)\]", RegexOptions.CultureInvariant)]
    private static partial Regex Step();

    [GeneratedRegex("JSON property '([^']*)' could not be mapped", RegexOptions.CultureInvariant)]
    private static partial Regex Unknown();

    [GeneratedRegex(@"required properties including: '(\w+)'", RegexOptions.CultureInvariant)]
    private static partial Regex Missing();
}
