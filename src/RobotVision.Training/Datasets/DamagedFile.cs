namespace RobotVision.Training.Datasets;

/// <summary>Makes the errors of files that cannot be used: each names the file and the place in it.</summary>
static class DamagedFile
{
    const int LongestQuote = 40;

    /// <summary>An error at a line, counted from 1.</summary>
    public static InvalidDataException At(string file, long line, string problem) => new($"{file}:{line}: {problem}");

    /// <summary>An error at a line and column, both counted from 1.</summary>
    public static InvalidDataException At(string file, long line, long column, string problem) => new($"{file}:{line}:{column}: {problem}");

    /// <summary>The error of an object whose class has no name in the <c>data.yaml</c>.</summary>
    public static InvalidDataException UnknownClass(string file, long line, string field, string found, DataYaml yaml) =>
        At(file, line, $"{field}: expected a class from 'names' in {yaml.File} ({string.Join(", ", yaml.Names.Values)}), found {Quote(found)}; "
            + "add it there, with 'none' in 'map' where no class of ours can be meant.");

    /// <summary>The error of a field whose name is nearly that of one that may be left out.</summary>
    public static InvalidDataException Misspelt(string file, long line, string found, string word) =>
        At(file, line, $"expected '{word}', found {Quote(found)}; mend the spelling.");

    /// <summary>An error at a named place, for example <c>frames[3].balls</c>.</summary>
    public static InvalidDataException At(string file, string place, string problem) => new($"{file}: {place}: {problem}");

    /// <summary>A piece of the file's text fit for a message: short, on one line, without control characters.</summary>
    public static string Quote(string text)
    {
        var shown = text.Length > LongestQuote ? string.Concat(text.AsSpan(0, LongestQuote), "...") : text;
        return "'" + string.Concat(shown.Select(c => char.IsControl(c) || c == '\uFFFD' ? '?' : c)) + "'";
    }
}
