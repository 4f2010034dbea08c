namespace RobotVision.Files;

/// <summary>Orders file names by their letters and by the values of their numbers: frame2 comes before frame10.</summary>
static class NumberedNames
{
    /// <summary>Compares two names; 0 only for the same name.</summary>
    public static int Compare(string a, string b)
    {
        int i = 0, j = 0;
        while (i < a.Length && j < b.Length)
        {
            int order;
            if (char.IsAsciiDigit(a[i]) && char.IsAsciiDigit(b[j])) order = CompareNumbers(TakeNumber(a, ref i), TakeNumber(b, ref j));
            else order = a[i++].CompareTo(b[j++]);
            if (order != 0) return order;
        }

        var rest = (a.Length - i).CompareTo(b.Length - j);
        return rest != 0 ? rest : string.CompareOrdinal(a, b); // frame01 and frame1
    }

    static ReadOnlySpan<char> TakeNumber(string text, ref int at)
    {
        var begin = at;
        while (at < text.Length && char.IsAsciiDigit(text[at])) at++;
        return text.AsSpan(begin, at - begin).TrimStart('0');
    }

    static int CompareNumbers(ReadOnlySpan<char> a, ReadOnlySpan<char> b) =>
        a.Length != b.Length ? a.Length.CompareTo(b.Length) : a.SequenceCompareTo(b);
}
