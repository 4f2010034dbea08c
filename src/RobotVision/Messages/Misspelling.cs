namespace RobotVision.Messages;

/// <summary>
/// Recognises typing errors in the names of fields that may be left out: such a field would be passed over and its meaning lost
/// unnoticed.
/// </summary>
static class Misspelling
{
    const int ShortestWithTwoErrors = 5; // letters; two errors make 'map' or 'url' of 'val'

    /// <summary>The word that a name is probably meant to be; null where it is one of the words, or near none.</summary>
    public static string? Meant(string found, params ReadOnlySpan<string> words)
    {
        string? meant = null;
        foreach (var word in words)
        {
            if (found == word) return null;
            if (meant is null && IsNear(found, word)) meant = word;
        }

        return meant;
    }

    /// <summary>Whether one or two typing errors (<see cref="Slips"/>) make <paramref name="found"/> of <paramref name="word"/>, in short words one.</summary>
    public static bool IsNear(string found, string word)
    {
        var most = word.Length < ShortestWithTwoErrors ? 1 : 2;
        return Math.Abs(found.Length - word.Length) <= most && Slips(found, word) <= most;
    }

    /// <summary>
    /// The fewest typing errors that make <paramref name="found"/> of <paramref name="word"/>, small and capital letters alike: a letter more,
    /// fewer or other, or two that changed places.
    /// </summary>
    /// <remarks>Source: the optimal string alignment distance, a form of the Damerau-Levenshtein distance.</remarks>
    public static int Slips(string found, string word)
    {
        // Slips between the first letters of both: for the letter of found that is looked at, the one before it, and the one before that.
        int[] row = new int[word.Length + 1], last = [.. Enumerable.Range(0, word.Length + 1)], before = new int[word.Length + 1];
        for (var i = 1; i <= found.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= word.Length; j++)
            {
                row[j] = Math.Min(Math.Min(last[j], row[j - 1]) + 1, last[j - 1] + (IsSame(i, j) ? 0 : 1));
                if (i > 1 && j > 1 && IsSame(i, j - 1) && IsSame(i - 1, j)) row[j] = Math.Min(row[j], before[j - 2] + 1);
            }

            (before, last, row) = (last, row, before);
        }

        return last[word.Length];

        bool IsSame(int i, int j) => char.ToLowerInvariant(found[i - 1]) == char.ToLowerInvariant(word[j - 1]);
    }
}
