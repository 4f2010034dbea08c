using System.Numerics;

namespace RobotVision.Curation;

/// <summary>Finds hashes at most some bits apart among many without comparing all of them. Not thread-safe.</summary>
/// <remarks>
/// Multi-index hashing: two hashes that differ in d bits of 64 differ in d / 4 bits at most in one of their four quarters, so that only those are compared
/// whose quarter is that near. Of a million unrelated hashes a search for 6 bits compares about a thousand. Where that would be more than all there are, all
/// are compared. Source: M. Norouzi, A. Punjani, D. J. Fleet, "Fast Exact Search in Hamming Space with Multi-Index Hashing", 2014, section 3.
/// </remarks>
public sealed class HashIndex
{
    const int Quarters = 4, QuarterBits = 64 / Quarters;

    // Chosen by the benchmark 'duplicates': looking into one place of the table takes as long as this many comparisons in a row.
    const int ComparisonsPerPlace = 16;

    readonly List<(ulong Bits, int Number)>?[] _table = new List<(ulong, int)>?[Quarters << QuarterBits];
    readonly List<ulong> _all = [];
    readonly List<int> _found = [];
    ushort[] _differences = [0];
    int _radius;

    /// <summary>The number of hashes.</summary>
    public int Count => _all.Count;

    /// <summary>Adds a hash; its number is <see cref="Count"/> before.</summary>
    public void Add(PerceptualHash hash)
    {
        for (var quarter = 0; quarter < Quarters; quarter++) (_table[Place(hash.Bits, quarter, 0)] ??= new(1)).Add((hash.Bits, _all.Count));
        _all.Add(hash.Bits);
    }

    /// <summary>The numbers of all hashes at most some bits from one, ascending; valid until the next call.</summary>
    /// <param name="hash">The hash.</param>
    /// <param name="distance">The largest distance in bits, up to 64; below 0 nothing is found.</param>
    /// <exception cref="ArgumentOutOfRangeException">The distance is above 64.</exception>
    public IReadOnlyList<int> Near(PerceptualHash hash, int distance)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(distance, 64);
        _found.Clear();
        if (distance < 0) return _found;
        if (PlacesFor(distance / Quarters) * ComparisonsPerPlace >= Count)
        {
            for (var i = 0; i < _all.Count; i++)
                if (BitOperations.PopCount(_all[i] ^ hash.Bits) <= distance) _found.Add(i);
            return _found;
        }

        Prepare(distance / Quarters);
        for (var quarter = 0; quarter < Quarters; quarter++)
            foreach (var difference in _differences)
                foreach (var (bits, number) in _table[Place(hash.Bits, quarter, difference)] ?? [])
                    if (BitOperations.PopCount(bits ^ hash.Bits) <= distance) _found.Add(number);
        _found.Sort();
        var kept = 0;
        for (var i = 0; i < _found.Count; i++)
            if (i == 0 || _found[i] != _found[i - 1]) _found[kept++] = _found[i];
        _found.RemoveRange(kept, _found.Count - kept);
        return _found;
    }

    static int Place(ulong bits, int quarter, int difference) =>
        quarter << QuarterBits | (int)(bits >> (quarter * QuarterBits) & ushort.MaxValue) ^ difference;

    /// <summary>The places of the table to look into: for each quarter the values of at most so many other bits.</summary>
    static long PlacesFor(int radius)
    {
        long places = 0, choices = 1;
        for (var bits = 0; bits <= radius; choices = choices * (QuarterBits - bits) / ++bits) places += choices;
        return Quarters * places;
    }

    void Prepare(int radius)
    {
        if (radius == _radius) return;
        _radius = radius;
        _differences = [.. Enumerable.Range(0, 1 << QuarterBits).Where(bits => BitOperations.PopCount((uint)bits) <= radius).Select(bits => (ushort)bits)];
    }
}
