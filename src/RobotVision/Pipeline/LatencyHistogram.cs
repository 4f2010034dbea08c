using System.Numerics;

namespace RobotVision.Pipeline;

/// <summary>
/// Durations, counted in buckets of about 1.6 % width from 1 microsecond to an hour, so that percentiles cost a fixed memory.
/// One writer; readers see counts that are at most a frame old.
/// </summary>
public sealed class LatencyHistogram
{
    /// <summary>Each power of two is cut into 2^6 = 64 buckets.</summary>
    const int BitsWithin = 6;

    /// <summary>Bits of the longest duration in ticks of 100 ns: 2^36 of them are 1.9 hours; longer ones count as that.</summary>
    const int Bits = 36;

    readonly long[] _counts = new long[(Bits + 1 - BitsWithin) << BitsWithin];

    /// <summary>How many durations were added.</summary>
    public long Count { get; private set; }

    /// <summary>Adds a duration.</summary>
    public void Add(TimeSpan duration)
    {
        _counts[Bucket(duration)]++;
        Count++;
    }

    /// <summary>The duration that a part of all does not exceed, to within a bucket's width; zero when there is none.</summary>
    /// <param name="part">0..1; 0.5 is the median.</param>
    public TimeSpan Percentile(double part)
    {
        var left = (long)Math.Ceiling(part * Count);
        for (var bucket = 0; bucket < _counts.Length; bucket++)
        {
            left -= _counts[bucket];
            if (left <= 0 && _counts[bucket] > 0) return TimeSpan.FromTicks(Middle(bucket));
        }

        return TimeSpan.Zero;
    }

    /// <summary>Becomes a copy of another histogram as it is now, without what an earlier copy of it had: what was added since.</summary>
    /// <param name="now">The other one; its writer may go on meanwhile.</param>
    /// <param name="before">The earlier copy; null for all.</param>
    public void Set(LatencyHistogram now, LatencyHistogram? before = null)
    {
        Count = 0;
        for (var bucket = 0; bucket < _counts.Length; bucket++)
        {
            _counts[bucket] = now._counts[bucket] - (before?._counts[bucket] ?? 0);
            Count += _counts[bucket];
        }
    }

    /// <summary>Adds the durations of another histogram, as it is now.</summary>
    public void Add(LatencyHistogram other)
    {
        for (var bucket = 0; bucket < _counts.Length; bucket++)
        {
            _counts[bucket] += other._counts[bucket];
            Count += other._counts[bucket];
        }
    }

    // Ticks of 100 ns below 2^6 have a bucket each; above, the leading one and the six bits behind it name the bucket.
    static int Bucket(TimeSpan duration)
    {
        var ticks = Math.Clamp(duration.Ticks, 0, (1L << Bits) - 1);
        var shift = Math.Max(0, BitOperations.Log2((ulong)ticks | 1) - BitsWithin);
        return (shift << BitsWithin) + (int)(ticks >> shift);
    }

    static long Middle(int bucket)
    {
        var shift = Math.Max(0, (bucket >> BitsWithin) - 1);
        var low = (long)(bucket - (shift << BitsWithin)) << shift;
        return low + ((1L << shift) >> 1);
    }
}
