using System.Text.Json;

namespace RobotVision.Training.Datasets;

/// <summary>Walks through a JSON text once, from front to back, and knows the line it is at.</summary>
/// <param name="file">The text's file, for messages.</param>
/// <param name="text">The text, valid UTF-8 without a mark.</param>
ref struct JsonCursor(string file, ReadOnlySpan<byte> text)
{
    readonly ReadOnlySpan<byte> _text = text;
    Utf8JsonReader _reader = new(text, new JsonReaderOptions { MaxDepth = 64 });
    int _counted; // up to here, newlines have been counted
    int _lineStart;
    long _line = 1;

    /// <summary>The line of the value it is at, from 1.</summary>
    public long Line
    {
        get
        {
            var start = (int)_reader.TokenStartIndex;
            for (int next; (next = _text[_counted..start].IndexOf((byte)'\n')) >= 0; _line++) _lineStart = _counted += next + 1;
            _counted = start;
            return _line;
        }
    }

    /// <summary>Goes to the first value of the text.</summary>
    public void Begin() => _reader.Read();

    /// <summary>Makes sure that nothing follows the value it is at the end of.</summary>
    public void End() => _reader.Read();

    /// <summary>What it is at.</summary>
    public readonly bool Is(JsonTokenType type) => _reader.TokenType == type;

    /// <summary>Goes to the next value of a list; false at the list's end.</summary>
    public bool NextItem()
    {
        _reader.Read();
        return _reader.TokenType != JsonTokenType.EndArray;
    }

    /// <summary>Goes to the next value of an object; false at the object's end.</summary>
    public bool NextField(out string name)
    {
        _reader.Read();
        name = "";
        if (_reader.TokenType == JsonTokenType.EndObject) return false;
        name = String("a field's name");
        _reader.Read();
        return true;
    }

    /// <summary>Passes over the value it is at.</summary>
    public void Skip() => _reader.Skip();

    /// <summary>Notes a field of an object as seen, which must not have been seen before.</summary>
    public void Once(HashSet<string> seen, string field)
    {
        if (!seen.Add(field)) throw Wrong(field, "expected it once in an object");
    }

    /// <summary>The text it is at.</summary>
    public string Text(string field) => Is(JsonTokenType.String) ? String(field) : throw Wrong(field, "expected a text");

    /// <summary>The finite number it is at.</summary>
    public float Number(string field) =>
        Is(JsonTokenType.Number) && _reader.TryGetSingle(out var number) && float.IsFinite(number) ? number : throw Wrong(field, "expected a number");

    /// <summary>The whole number it is at, no smaller and no larger than asked.</summary>
    public long Integer(string field, long smallest, long largest) =>
        Is(JsonTokenType.Number) && _reader.TryGetInt64(out var number) && number >= smallest && number <= largest
            ? number
            : throw Wrong(field, largest < int.MaxValue ? $"expected a whole number, {smallest} to {largest}" : "expected a whole number");

    /// <summary>An error at the value it is at, which it quotes.</summary>
    public InvalidDataException Wrong(string field, string expected)
    {
        var line = Line;
        var found = _reader.TokenType switch
        {
            JsonTokenType.StartObject => "an object",
            JsonTokenType.StartArray => "a list",
            _ => DamagedFile.Quote(System.Text.Encoding.UTF8.GetString(_reader.ValueSpan)),
        };
        return DamagedFile.At(file, line, _reader.TokenStartIndex - _lineStart + 1, $"{field}: {expected}, found {found}.");
    }

    string String(string field)
    {
        try
        {
            return _reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, escaped.
            throw Wrong(field, "expected a text");
        }
    }
}
