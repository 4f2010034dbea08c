namespace RobotVision.Messages;

/// <summary>Quotes pieces of files in messages.</summary>
static class QuotedText
{
    const int LongestQuote = 40;

    /// <summary>A piece of a file's text fit for a message: short, on one line, without control characters.</summary>
    public static string Of(string text)
    {
        var shown = text.Length > LongestQuote ? string.Concat(text.AsSpan(0, LongestQuote), "...") : text;
        return "'" + string.Concat(shown.Select(c => char.IsControl(c) || c == '\uFFFD' ? '?' : c)) + "'";
    }
}
