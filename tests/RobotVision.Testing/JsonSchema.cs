using System.Text.Json;
using System.Text.RegularExpressions;

namespace RobotVision.Testing;

/// <summary>
/// Validates JSON against the part of JSON Schema (draft 2020-12) that our schemas use; a keyword that it does not know is an error,
/// so that no rule of a schema is ignored.
/// </summary>
/// <remarks>
/// NJsonSchema (11.6.2) cannot take its place: it knows drafts up to 7 only, ignores <c>const</c> and <c>prefixItems</c>, on which our schemas
/// rest, without a word, and does not load a schema with <c>"items": false</c>.
/// </remarks>
sealed class JsonSchema(JsonElement schema)
{
    /// <summary>Reads a schema of the library.</summary>
    public static JsonSchema Load(string name) =>
        Parse(File.ReadAllText(Path.Combine(Repository.Root, "src", "RobotVision", "Wire", name)));

    public static JsonSchema Parse(string text) => new(JsonDocument.Parse(text).RootElement);

    /// <summary>Everything that is wrong with a document; empty when it is valid.</summary>
    public IReadOnlyList<string> Validate(string json)
    {
        var problems = new List<string>();
        Check(schema, JsonDocument.Parse(json).RootElement, "$", problems);
        return problems;
    }

    static void Check(JsonElement schema, JsonElement value, string at, List<string> problems)
    {
        foreach (var keyword in schema.EnumerateObject())
            if (!Holds(keyword.Name, keyword.Value, schema, value, at, problems)) problems.Add($"{at}: {keyword.Name} {keyword.Value}");
    }

    /// <summary>Whether a keyword holds; the parts of objects and arrays report for themselves. A keyword says nothing of values of other types.</summary>
    static bool Holds(string keyword, JsonElement rule, JsonElement schema, JsonElement value, string at, List<string> problems)
    {
        var (isNumber, isArray, isObject) = (
            value.ValueKind == JsonValueKind.Number, value.ValueKind == JsonValueKind.Array, value.ValueKind == JsonValueKind.Object);
        switch (keyword)
        {
            case "$schema" or "title" or "description": return true;
            case "type": return IsOf(rule.GetString()!, value);
            case "const": return JsonElement.DeepEquals(rule, value);
            case "enum": return rule.EnumerateArray().Any(allowed => JsonElement.DeepEquals(allowed, value));
            case "minimum": return !isNumber || value.GetDecimal() >= rule.GetDecimal();
            case "maximum": return !isNumber || value.GetDecimal() <= rule.GetDecimal();
            case "exclusiveMinimum": return !isNumber || value.GetDecimal() > rule.GetDecimal();
            case "exclusiveMaximum": return !isNumber || value.GetDecimal() < rule.GetDecimal();
            case "pattern": return value.ValueKind != JsonValueKind.String || Regex.IsMatch(value.GetString()!, rule.GetString()!);
            case "minItems": return !isArray || value.GetArrayLength() >= rule.GetInt32();
            case "maxItems": return !isArray || value.GetArrayLength() <= rule.GetInt32();
            case "maxProperties": return !isObject || value.EnumerateObject().Count() <= rule.GetInt32();
            case "required": return !isObject || rule.EnumerateArray().All(name => value.TryGetProperty(name.GetString()!, out _));
            case "properties":
                if (isObject)
                    foreach (var property in value.EnumerateObject())
                        if (rule.TryGetProperty(property.Name, out var inner)) Check(inner, property.Value, $"{at}.{property.Name}", problems);
                return true;
            case "additionalProperties":
                if (isObject)
                    foreach (var property in value.EnumerateObject().Where(property => !IsListed(schema, property.Name)))
                        CheckOrReject(rule, property.Value, $"{at}.{property.Name}", problems);
                return true;
            case "prefixItems":
                if (isArray)
                    foreach (var (item, inner) in value.EnumerateArray().Zip(rule.EnumerateArray())) Check(inner, item, $"{at}[]", problems);
                return true;
            case "items":
                if (isArray)
                    foreach (var item in value.EnumerateArray().Skip(schema.TryGetProperty("prefixItems", out var prefix) ? prefix.GetArrayLength() : 0))
                        CheckOrReject(rule, item, $"{at}[]", problems);
                return true;
            default: throw new NotSupportedException($"JSON Schema keyword '{keyword}': teach it to this validator.");
        }
    }

    static bool IsListed(JsonElement schema, string name) => schema.TryGetProperty("properties", out var properties) && properties.TryGetProperty(name, out _);

    static void CheckOrReject(JsonElement rule, JsonElement value, string at, List<string> problems)
    {
        if (rule.ValueKind == JsonValueKind.Object) Check(rule, value, at, problems);
        else if (rule.ValueKind == JsonValueKind.False) problems.Add($"{at}: not allowed");
    }

    static bool IsOf(string type, JsonElement value) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => value.ValueKind == JsonValueKind.Number && value.GetDecimal() % 1 == 0,
        _ => throw new NotSupportedException($"JSON Schema type '{type}': teach it to this validator."),
    };
}
