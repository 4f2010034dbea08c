using System.Globalization;
using RobotVision.Messages;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace RobotVision.Data.Text;

/// <summary>
/// Walks through a YAML file once, from front to back, and knows the line it is at. It holds no tree of the file and does not follow
/// aliases, so that large files and bottomless ones do no harm.
/// </summary>
/// <param name="file">The file.</param>
sealed class YamlCursor(string file)
{
    const int DeepestNesting = 64; // the parser takes time by the square of it

    readonly YamlEvents _events = new(file);

    /// <summary>The line of the value it is at, from 1.</summary>
    public long Line => _events.Line;

    /// <summary>Goes through the whole file, which holds a map.</summary>
    /// <param name="onField">Called at the value of each field with the field's name; goes through it or skips it.</param>
    /// <param name="required">Fields that have to be there.</param>
    /// <exception cref="InvalidDataException">The file cannot be used; says file, line and why.</exception>
    public void Read(Action<string> onField, params string[] required)
    {
        do Next();
        while (_events.Current is StreamStart or DocumentStart);
        Map("the top level", onField, required);
        do Next();
        while (_events.Current is DocumentEnd);
        if (_events.Current is not StreamEnd) throw Wrong("the end", "expected one document");
    }

    /// <summary>Goes through the map it is at.</summary>
    public void Map(string field, Action<string> onField, params string[] required)
    {
        if (_events.Current is not MappingStart) throw Wrong(field, "expected a map");
        var (line, seen) = (Line, new HashSet<string>());
        while (Next() is not MappingEnd)
        {
            var name = Text(field);
            if (!seen.Add(name)) throw Wrong(field, "expected each field once");
            Next();
            onField(name);
        }

        foreach (var name in required)
            if (!seen.Contains(name)) throw DamagedFile.At(file, line, $"{field}: expected '{name}' in it, found none.");
    }

    /// <summary>Goes through the list it is at.</summary>
    public void List(string field, Action onItem)
    {
        if (_events.Current is not SequenceStart) throw Wrong(field, "expected a list");
        while (Next() is not SequenceEnd) onItem();
    }

    /// <summary>Goes through the value it is at, and to its end where something in it is wrong.</summary>
    /// <param name="problems">Takes what is wrong; thrown where it is null.</param>
    /// <param name="what">What to call the value.</param>
    /// <param name="read">Goes through it.</param>
    /// <returns>Whether nothing was wrong.</returns>
    public bool Try(ICollection<string>? problems, Func<string> what, Action read)
    {
        var depth = _events.Depth - Math.Max(0, _events.Current!.NestingIncrease);
        try
        {
            read();
            return true;
        }
        catch (InvalidDataException exception) when (!_events.IsBroken)
        {
            var problem = DamagedFile.In(exception, what());
            if (problems is null) throw problem;
            problems.Add(problem.Message);
        }

        while (_events.Depth > depth) Next();
        return false;
    }

    /// <summary>Passes over the value it is at.</summary>
    public void Skip()
    {
        for (var depth = _events.Current!.NestingIncrease; depth > 0; depth += Next().NestingIncrease)
            if (depth > DeepestNesting)
                throw _events.Broken(Wrong("the whole file", $"expected no more than {DeepestNesting} levels in a field that is passed over"));
    }

    /// <summary>The word it is at.</summary>
    public string Text(string field) => _events.Current is Scalar { Value.Length: > 0 } scalar ? scalar.Value : throw Wrong(field, "expected a word");

    /// <summary>The finite number it is at.</summary>
    public float Number(string field) =>
        float.TryParse(Text(field), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && float.IsFinite(number)
            ? number
            : throw Wrong(field, "expected a number");

    /// <summary>The side of an image it is at, in pixels.</summary>
    public int Side(string field) =>
        int.TryParse(Text(field), NumberStyles.None, CultureInfo.InvariantCulture, out var side) && side > 0
            ? side
            : throw Wrong(field, "expected an integer above 0");

    /// <summary>The true or false it is at.</summary>
    public bool Flag(string field) => bool.TryParse(Text(field), out var flag) ? flag : throw Wrong(field, "expected true or false");

    /// <summary>An error at the value it is at, which it quotes.</summary>
    public InvalidDataException Wrong(string field, string expected) =>
        DamagedFile.At(file, Line, _events.Current?.Start.Column ?? 1, $"{field}: {expected}, found {Found}.");

    /// <summary>The error of a field, at whose value it is, with a name that is nearly that of another.</summary>
    public InvalidDataException Misspelt(string found, string word) => DamagedFile.Misspelt(file, Line, found, word);

    /// <summary>An error of something that began at a line.</summary>
    public InvalidDataException WrongAt(long line, string problem) => DamagedFile.At(file, line, problem + ".");

    string Found => _events.Current switch
    {
        Scalar { Style: ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted } scalar => $"the text {QuotedText.Of(scalar.Value)}",
        Scalar scalar => QuotedText.Of(scalar.Value),
        MappingStart => "a map",
        SequenceStart => "a list",
        AnchorAlias => "an alias; write it out",
        DocumentStart => "another one",
        _ => "the end",
    };

    ParsingEvent Next() => _events.MoveNext() ? _events.Current! : throw _events.Broken(Wrong("the whole file", "expected more"));
}
