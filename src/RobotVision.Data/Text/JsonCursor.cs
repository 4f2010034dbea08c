using System.Text.Json;
using RobotVision.Messages;

namespace RobotVision.Data.Text;

/// <summary>Reads the value of a field that a text is at.</summary>
delegate void FieldReader(ref JsonCursor json, string name);

/// <summary>Walks through a JSON text once, from front to back, and knows the line it is at.</summary>
/// <remarks>
/// It is System.Text.Json's reader with places for messages, for COCO files, which are not read by source generation for three reasons. A
/// deserializer ends at the first value that does not fit, while here all wrong annotations of a file are reported at once, each with its line
/// and id. A slip in the name of a field that may be left out (<c>is_crowd</c>) has to be found among fields of other tools, which a deserializer
/// either keeps, polygons and all, or passes over without a word. And it would gain nothing: a file of 99 MB (143,500 annotations with polygons)
/// is read here in 0.9 to 1.1 s with 241 MB resident, by one generated deserializer for the whole file in 0.7 to 1.9 s with 278 MB, and by one
/// for each object in 1.3 to 1.5 s with 188 MB (two shared cores, warm).
/// </remarks>
/// <param name="file">The text's file, for messages.</param>
/// <param name="text">The text, valid UTF-8 without a mark.</param>
ref struct JsonCursor(string file, ReadOnlySpan<byte> text)
{
    const double LargestExact = 1L << 53; // above, not every integer is one of double

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

    /// <summary>Goes through all fields of the object it is at, those too that follow a wrong one.</summary>
    /// <param name="required">Fields that have to be there once.</param>
    /// <param name="optional">Fields that may be there once.</param>
    /// <param name="read">Reads the value of a field by its name, of any field; what it leaves of the value is passed over.</param>
    /// <returns>What is wrong with the first field that is; null where nothing is.</returns>
    public InvalidDataException? Fields(scoped ReadOnlySpan<string> required, scoped ReadOnlySpan<string> optional, FieldReader read)
    {
        var (line, depth, seen) = (Line, _reader.CurrentDepth, new HashSet<string>());
        InvalidDataException? wrong = null;
        while (NextField(out var name))
        {
            try
            {
                if (required.Contains(name) || optional.Contains(name)) Once(seen, name);
                read(ref this, name);
            }
            catch (InvalidDataException exception)
            {
                wrong ??= exception;
            }

            _reader.Skip();
            while (_reader.CurrentDepth > depth + 1) _reader.Read();
        }

        foreach (var name in required)
            if (!seen.Contains(name)) wrong ??= DamagedFile.At(file, line, $"expected '{name}' in it, found none.");
        return wrong;
    }

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

    /// <summary>The integer it is at, no smaller and no larger than asked.</summary>
    public long Integer(string field, long smallest, long largest) =>
        IntegerOrNone is { } number && number >= smallest && number <= largest
            ? number
            : throw Wrong(field, largest < int.MaxValue ? $"expected an integer, {smallest} to {largest}" : "expected an integer");

    /// <summary>The integer it is at, which some write as <c>1.0</c>; null where it is at something else.</summary>
    public readonly long? IntegerOrNone =>
        !Is(JsonTokenType.Number) ? null
        : _reader.TryGetInt64(out var number) ? number
        : _reader.TryGetDouble(out var real) && double.IsInteger(real) && Math.Abs(real) <= LargestExact ? (long)real : null;

    /// <summary>The flag it is at: 0, 1, true or false; null is false.</summary>
    public bool Flag(string field) => _reader.TokenType switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False or JsonTokenType.Null => false,
        _ => IntegerOrNone is { } number and (0 or 1) ? number == 1 : throw Wrong(field, "expected 0 or 1"),
    };

    /// <summary>An error at the value it is at, which it quotes.</summary>
    public InvalidDataException Wrong(string field, string expected) => WrongBecause(field, $"{expected}, found {Found}");

    /// <summary>An error at the value it is at, in words of its own.</summary>
    public InvalidDataException WrongBecause(string field, string problem)
    {
        var line = Line;
        return DamagedFile.At(file, line, _reader.TokenStartIndex - _lineStart + 1, $"{field}: {problem}.");
    }

    readonly string Found => _reader.TokenType switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "a list",
        JsonTokenType.String => $"the text {QuotedText.Of(System.Text.Encoding.UTF8.GetString(_reader.ValueSpan))}",
        _ => QuotedText.Of(System.Text.Encoding.UTF8.GetString(_reader.ValueSpan)),
    };

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
