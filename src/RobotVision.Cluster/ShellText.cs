namespace RobotVision.Cluster;

/// <summary>Command lines as text that a POSIX shell reads back as the same words.</summary>
public static class ShellText
{
    /// <summary>The words, each quoted where need be, with blanks between them.</summary>
    public static string Join(IEnumerable<string> words) => string.Join(' ', words.Select(Quote));

    /// <summary>A word, in single quotes unless it has only characters that mean nothing to a shell.</summary>
    public static string Quote(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        return word.Length > 0 && word.All(letter => char.IsAsciiLetterOrDigit(letter) || "-_./:=,+@%".Contains(letter, StringComparison.Ordinal))
            ? word
            : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
    }
}
