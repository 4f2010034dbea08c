using System.Diagnostics;
using System.Globalization;
using RobotVision.Curation;
using RobotVision.Data.Randomness;

namespace RobotVision.Benchmarks.Curation;

/// <summary>
/// Time and memory of the search for near duplicates among simulated hashes: nine of ten unlike all before, one of ten up to four bits from one of them.
/// Pixels are left out: reading an image takes some milliseconds, and its thumbnail, 1 KB, is kept.
/// </summary>
static class DuplicateSpeed
{
    const int Distance = NearDuplicates.DefaultDistance, MostCompared = 100_000;

    /// <summary>Prints a row for each number of images.</summary>
    public static void Print(IReadOnlyList<int> counts)
    {
        Console.WriteLine("| images | found | seconds | comparing all, seconds | MB of the index |");
        Console.WriteLine("| --- | --- | --- | --- | --- |");
        foreach (var count in counts)
        {
            var hashes = Make(count);
            var before = GC.GetTotalMemory(forceFullCollection: true);
            var started = Stopwatch.GetTimestamp();
            var index = new HashIndex();
            var found = 0;
            foreach (var hash in hashes)
                if (index.Near(hash, Distance).Count > 0) found++;
                else index.Add(hash);
            var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
            var bytes = GC.GetTotalMemory(forceFullCollection: true) - before;
            GC.KeepAlive(index);
            var all = count <= MostCompared ? CompareAll(hashes, found).ToString("F2", CultureInfo.InvariantCulture) : "";
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {count:N0} | {found:N0} | {seconds:F2} | {all} | {bytes / 1e6:F0} |"));
        }
    }

    static double CompareAll(PerceptualHash[] hashes, int expected)
    {
        var started = Stopwatch.GetTimestamp();
        var kept = new List<PerceptualHash>();
        foreach (var hash in hashes)
            if (!kept.Exists(other => hash.DistanceTo(other) <= Distance)) kept.Add(hash);
        if (hashes.Length - kept.Count != expected)
            throw new InvalidOperationException($"expected the same near duplicates, found {hashes.Length - kept.Count} and {expected}");
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    static PerceptualHash[] Make(int count)
    {
        var random = new RandomSequence(1, 0);
        var hashes = new PerceptualHash[count];
        for (var i = 0; i < count; i++)
        {
            var bits = (ulong)random.NextInt32(1 << 30) << 34 ^ (ulong)random.NextInt32(1 << 30) << 17 ^ (ulong)random.NextInt32(1 << 30);
            if (i > 0 && random.Chance(0.1f))
            {
                bits = hashes[random.NextInt32(i)].Bits;
                for (var changed = random.NextInt32(5); changed > 0; changed--) bits ^= 1UL << random.NextInt32(64);
            }

            hashes[i] = new(bits);
        }

        return hashes;
    }
}
