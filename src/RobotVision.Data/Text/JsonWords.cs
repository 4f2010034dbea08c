using System.Text.Json;
using System.Text.RegularExpressions;

namespace RobotVision.Data.Text;

/// <summary>Says what is wrong with JSON in the user's words: where in the file, what was expected and what stands there.</summary>
static partial class JsonWords
{
    /// <summary>What a value is, fit for a message: <c>the text '1'</c>, <c>a list</c>, <c>'3.5'</c>.</summary>
    public static string Found(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => $"the text {DamagedFile.Quote(element.GetRawText().Trim('"'))}",
        _ => DamagedFile.Quote(element.GetRawText()),
    };

    /// <summary>What a kind of value is called.</summary>
    public static string Expected(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Number => "a number",
        JsonValueKind.String => "a text",
        JsonValueKind.Array => "a list",
        _ => "an object",
    };

    /// <summary>The message of a deserializer without the names of its types.</summary>
    /// <param name="problem">What it says.</param>
    /// <param name="text">The text that it read.</param>
    public static string Of(JsonException problem, ReadOnlyMemory<byte> text)
    {
        var line = $"line {(problem.LineNumber ?? 0) + 1}";
        try
        {
            if (problem.Path is null) return "it is empty";
            using var document = JsonDocument.Parse(text);
            var place = problem.Path.TrimStart('$', '.') is { Length: > 0 } path ? path : "the top level";
            if (Missing().Match(problem.Message) is { Success: true } missing) return $"{line}: {place}: expected '{missing.Groups[1].Value}' in it, found none";
            return $"{line}: {place}: expected {Wanted($"{problem.InnerException?.Message} {problem.Message}")}, found {(Find(document.RootElement, problem.Path) is { } found ? Found(found) : "none")}";
        }
        catch (JsonException exception)
        {
            return $"line {(exception.LineNumber ?? 0) + 1}: expected JSON, found what is not; is the file cut off?";
        }
    }

    /// <summary>What was to stand there, by what the deserializer says of its types.</summary>
    static string Wanted(string message) =>
        message.Contains(" for an Int", StringComparison.Ordinal) || message.Contains("System.Int", StringComparison.Ordinal) ? "a whole number"
        : message.Contains(" as a number", StringComparison.Ordinal) || message.Contains("System.Single", StringComparison.Ordinal) ? "a number"
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
            else if (index.Success && element.ValueKind == JsonValueKind.Array && int.TryParse(index.Value, out var i) && i < element.GetArrayLength()) element = element[i];
            else return null;
        }

        return element;
    }

    [GeneratedRegex(@"\.(?<name>\w+)|\[(?<index>\d+)\]", RegexOptions.CultureInvariant)]
    private static partial Regex Step();

    [GeneratedRegex(@"required properties including: '(\w+)'", RegexOptions.CultureInvariant)]
    private static partial Regex Missing();
}
