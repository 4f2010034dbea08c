using System.Text.Json;
using System.Text.Json.Serialization;

namespace RobotVision.Data.Text;

/// <summary>
/// Reads JSON of other programs into records: a null where a value has to be is an error of the file; numbers may stand in quotation marks, as some write
/// them.
/// </summary>
static class StrictJson
{
    /// <summary>How it is read.</summary>
    public static readonly JsonSerializerOptions Options = new()
    {
        RespectNullableAnnotations = true,
        NumberHandling = JsonNumberHandling.AllowReadingFromString,
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
