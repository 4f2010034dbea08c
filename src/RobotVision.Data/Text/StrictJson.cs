using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace RobotVision.Data.Text;

/// <summary>
/// Reads JSON of other programs into records: a null where a value has to be is an error of the file; numbers may stand in quotation marks and whole ones
/// with a point (<c>64.0</c>), as some write them.
/// </summary>
static class StrictJson
{
    /// <summary>How it is read.</summary>
    public static readonly JsonSerializerOptions Options = new()
    {
        RespectNullableAnnotations = true,
        NumberHandling = JsonNumberHandling.AllowReadingFromString,
        Converters = { new WholeNumberConverter() },
    };

    /// <summary>Reads a file.</summary>
    /// <exception cref="JsonException">It is no such JSON.</exception>
    public static T? Read<T>(string file) => JsonSerializer.Deserialize<T>(FileText.ReadBytes(file).Span, Options);

    /// <summary>Refuses a list with null among its entries, which the serialiser lets through.</summary>
    /// <param name="file">The file, for messages.</param>
    /// <param name="place">Where in it the list stands.</param>
    /// <param name="entries">The list; null is none.</param>
    /// <exception cref="InvalidDataException">An entry is null.</exception>
    public static void RequireNoNull(string file, string place, IEnumerable<object?>? entries)
    {
        if (entries?.Contains(null) == true) throw DamagedFile.At(file, place, "expected objects, found null.");
    }
}

/// <summary>Reads a whole number, also where it stands as <c>64.0</c> or in quotation marks.</summary>
sealed class WholeNumberConverter : JsonConverter<long>
{
    /// <inheritdoc/>
    public override long Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var whole)) return whole;
        const double Largest = 1L << 53; // above, not every whole number is one of double
        var text = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        var isNumber = reader.TokenType == JsonTokenType.Number
            ? reader.TryGetDouble(out var number)
            : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number);
        return isNumber && double.IsInteger(number) && Math.Abs(number) <= Largest ? (long)number : throw new JsonException("expected System.Int64");
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, long value, JsonSerializerOptions options) => writer.WriteNumberValue(value);
}

/// <summary>Reads a flag, which may be true, false, a number of which 0 is false, or null for false; writes 0 or 1.</summary>
sealed class FlagConverter : JsonConverter<bool>
{
    /// <inheritdoc/>
    public override bool HandleNull => true;

    /// <inheritdoc/>
    public override bool Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False or JsonTokenType.Null => false,
        JsonTokenType.Number when reader.TryGetDouble(out var number) => number != 0,
        _ => throw new JsonException("expected System.Boolean"),
    };

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, bool value, JsonSerializerOptions options) => writer.WriteNumberValue(value ? 1 : 0);
}
