namespace RobotVision.Training.Datasets;

/// <summary>Makes the errors of files that cannot be used: each names the file and the place in it.</summary>
static class DamagedFile
{
    const int LongestQuote = 40;

    /// <summary>An error at a line, counted from 1.</summary>
    public static InvalidDataException At(string file, long line, string problem) => new($"{file}:{line}: {problem}");

    /// <summary>An error at a named place, for example <c>frames[3].balls</c>.</summary>
    public static InvalidDataException At(string file, string place, string problem) => new($"{file}: {place}: {problem}");

    /// <summary>A piece of the file's text fit for a message: short, on one line, without control characters.</summary>
    public static string Quote(string text)
    {
        var shown = text.Length > LongestQuote ? string.Concat(text.AsSpan(0, LongestQuote), "...") : text;
        return "'" + string.Concat(shown.Select(c => char.IsControl(c) || c == '\uFFFD' ? '?' : c)) + "'";
    }
}
