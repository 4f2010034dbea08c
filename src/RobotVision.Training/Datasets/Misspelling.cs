namespace RobotVision.Training.Datasets;

/// <summary>
/// Recognises slips of the pen in the names of fields that may be left out: such a field would be passed over and its meaning lost
/// without a word.
/// </summary>
static class Misspelling
{
    const int MostSlips = 2;

    /// <summary>Whether one or two letters more, fewer or other than in <paramref name="word"/> make <paramref name="found"/>.</summary>
    public static bool IsNear(string found, string word)
    {
        if (Math.Abs(found.Length - word.Length) > MostSlips) return false;
        var slips = Enumerable.Range(0, word.Length + 1).ToArray(); // to the first letters of word, from none of found
        for (var i = 1; i <= found.Length; i++)
        {
            var before = slips[0];
            slips[0] = i;
            for (var j = 1; j <= word.Length; j++)
            {
                var other = before + (char.ToLowerInvariant(found[i - 1]) == word[j - 1] ? 0 : 1);
                before = slips[j];
                slips[j] = Math.Min(other, Math.Min(before, slips[j - 1]) + 1);
            }
        }

        return slips[word.Length] <= MostSlips;
    }
}
