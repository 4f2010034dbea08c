using System.Text.Json;
using RobotVision.Data.Text;

namespace RobotVision.Data.Exchange;

/// <summary>Tells whose labels a file holds.</summary>
static class ExchangeFile
{
    /// <summary>Enough of an XML file or a table for the elements or the heading at its beginning.</summary>
    const int BeginningLength = 1 << 16;

    /// <summary>The format of a file by the names of its outermost fields or elements; null for another file.</summary>
    public static ExchangeFormat? Recognise(string file) => Path.GetExtension(file).ToLowerInvariant() switch
    {
        ".xml" => OfXml(Beginning(file)),
        ".csv" => CsvReader.Is(Beginning(file).Split('\n', 2)[0]) ? ExchangeFormat.Csv : null,
        _ => OfJson(file),
    };

    static ExchangeFormat? OfXml(string text) => text.Contains("<annotations>", StringComparison.Ordinal) ? ExchangeFormat.Cvat
        : text.Contains("<annotation>", StringComparison.Ordinal) || text.Contains("<annotation ", StringComparison.Ordinal) ? ExchangeFormat.Voc : null;

    static ExchangeFormat? OfJson(string file)
    {
        if (FieldsOf(FileText.ReadBytes(file).Span) is not var (isList, outer, inner)) return null;
        if (isList)
            return inner.Contains("annotations") && !inner.Contains("data") && (inner.Contains("image") || inner.Contains("imagefilename"))
                ? ExchangeFormat.CreateMl
                : inner.Contains("annotations") || inner.Contains("annotation_id") ? ExchangeFormat.LabelStudio : null;
        if (outer.Contains("_via_img_metadata") || (inner.Contains("filename") && inner.Contains("regions"))) return ExchangeFormat.Via;
        if (outer.Contains("shapes") && (outer.Contains("imagePath") || outer.Contains("version"))) return ExchangeFormat.Labelme;
        return outer.Contains("images") || outer.Contains("categories") || outer.Contains("annotations") ? ExchangeFormat.Coco : null;
    }

    /// <summary>The fields of an object, and those of the first object in it or in a list; null where the text is neither.</summary>
    static (bool IsList, HashSet<string> Outer, HashSet<string> Inner)? FieldsOf(ReadOnlySpan<byte> text)
    {
        HashSet<string> outer = [], inner = [];
        var reader = new Utf8JsonReader(text);
        var isList = false;
        var isInnerOver = false;
        try
        {
            if (!reader.Read() || reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray)) return null;
            isList = reader.TokenType == JsonTokenType.StartArray;
            while (reader.Read())
            {
                var isBegin = reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray;
                if (isBegin && (reader.CurrentDepth == 2 || reader is { TokenType: JsonTokenType.StartArray, CurrentDepth: 1 }))
                    reader.Skip();
                else if (reader is { TokenType: JsonTokenType.EndObject, CurrentDepth: 1 })
                    isInnerOver = true;
                else if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 1)
                    outer.Add(reader.GetString()!);
                else if (reader.TokenType == JsonTokenType.PropertyName && !isInnerOver)
                    inner.Add(reader.GetString()!);
                if (isList && isInnerOver) break;
            }
        }
        catch (JsonException)
        {
            // What comes before the damage may tell; reading the file says what is wrong with it.
        }

        return (isList, outer, inner);
    }

    static string Beginning(string file)
    {
        var buffer = new char[BeginningLength];
        using var reader = new StreamReader(file);
        return new(buffer, 0, reader.ReadBlock(buffer));
    }
}
