using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace RobotVision.Sampling;

/// <summary>
/// Weighted sums of the columns of lines that <see cref="RowSums"/> made: the second half of an area mean. Four lines are summed at once, which have the
/// same weights. The order of additions is the same on every processor, so that all give the same bits.
/// </summary>
static class ColumnSums
{
    /// <summary>Lines that are summed at once.</summary>
    public const int Lines = 4;

    /// <summary>Sums of lines of three interleaved components; each is the sum over the columns, one after the other.</summary>
    /// <param name="lines">(4, columns, 3) from the first used column on, each line with zeros behind.</param>
    /// <param name="columns">The weights of the columns.</param>
    /// <param name="sums">Receives (3, 4, 96) sums.</param>
    public static void Three(ReadOnlySpan<float> lines, AxisWeights columns, Span<float> sums)
    {
        var length = Check(lines, columns, 3, sums, 3);
        ref var line = ref MemoryMarshal.GetReference(lines);
        ref var sum = ref MemoryMarshal.GetReference(sums);
        var taps = (nuint)columns.Taps;
        for (var x = 0; x < SampleFormat.Size; x++)
        {
            ref var weight = ref MemoryMarshal.GetReference(columns.PaddedWeights(x));
            ref var source = ref Unsafe.Add(ref line, (columns.First(x) - columns.Begin) * 3);
            Vector128<float> a = default, b = default, c = default, d = default;
            for (nuint tap = 0; tap < taps; tap++)
            {
                var factor = Vector128.Create(Unsafe.Add(ref weight, tap));
                a += Vector128.LoadUnsafe(ref source, tap * 3) * factor;
                b += Vector128.LoadUnsafe(ref source, tap * 3 + length) * factor;
                c += Vector128.LoadUnsafe(ref source, tap * 3 + 2 * length) * factor;
                d += Vector128.LoadUnsafe(ref source, tap * 3 + 3 * length) * factor;
            }

            Store(a, ref Unsafe.Add(ref sum, x));
            Store(b, ref Unsafe.Add(ref sum, SampleFormat.Size + x));
            Store(c, ref Unsafe.Add(ref sum, 2 * SampleFormat.Size + x));
            Store(d, ref Unsafe.Add(ref sum, 3 * SampleFormat.Size + x));
        }

        static void Store(Vector128<float> three, ref float sum)
        {
            sum = three.ToScalar();
            Unsafe.Add(ref sum, Lines * SampleFormat.Size) = three.GetElement(1);
            Unsafe.Add(ref sum, 2 * Lines * SampleFormat.Size) = three.GetElement(2);
        }
    }

    /// <summary>Sums of lines of one component; every fourth column is added up, then of the four the first two and the last two.</summary>
    /// <param name="lines">(4, columns) from the first used column on, each line with zeros behind.</param>
    /// <param name="columns">The weights of the columns.</param>
    /// <param name="sums">Receives (4, 96) sums.</param>
    public static void One(ReadOnlySpan<float> lines, AxisWeights columns, Span<float> sums)
    {
        var length = Check(lines, columns, 1, sums, 1);
        ref var line = ref MemoryMarshal.GetReference(lines);
        ref var sum = ref MemoryMarshal.GetReference(sums);
        for (var x = 0; x < SampleFormat.Size; x++)
        {
            var weights = columns.PaddedWeights(x);
            ref var weight = ref MemoryMarshal.GetReference(weights);
            ref var source = ref Unsafe.Add(ref line, columns.First(x) - columns.Begin);
            Vector128<float> a = default, b = default, c = default, d = default;
            for (nuint tap = 0; tap < (nuint)weights.Length; tap += 4)
            {
                var factors = Vector128.LoadUnsafe(ref weight, tap);
                a += Vector128.LoadUnsafe(ref source, tap) * factors;
                b += Vector128.LoadUnsafe(ref source, tap + length) * factors;
                c += Vector128.LoadUnsafe(ref source, tap + 2 * length) * factors;
                d += Vector128.LoadUnsafe(ref source, tap + 3 * length) * factors;
            }

            var four = AddPairs(AddPairs(a, b), AddPairs(c, d));
            for (var y = 0; y < Lines; y++) Unsafe.Add(ref sum, y * SampleFormat.Size + x) = four.GetElement(y);
        }
    }

    /// <summary>
    /// Sums of packed lines Y U Y V; the pairs of columns are added one after the other, and at last those of the left and those of the right Y.
    /// </summary>
    /// <param name="lines">(4, pairs, 4) from the first used pair on, each line with zeros behind.</param>
    /// <param name="pairs">The weights of the pairs.</param>
    /// <param name="sums">Receives (3, 4, 96) sums of Y, U and V.</param>
    public static void Packed(ReadOnlySpan<float> lines, PairWeights pairs, Span<float> sums)
    {
        var length = lines.Length / Lines;
        if (length < pairs.LineLength || sums.Length != 3 * Lines * SampleFormat.Size) throw new ArgumentException("Expected longer lines.", nameof(lines));
        ref var line = ref MemoryMarshal.GetReference(lines);
        ref var sum = ref MemoryMarshal.GetReference(sums);
        for (var x = 0; x < SampleFormat.Size; x++)
        {
            var weights = pairs.Of(x);
            ref var weight = ref MemoryMarshal.GetReference(weights);
            ref var source = ref Unsafe.Add(ref line, pairs.First(x));
            Vector128<float> a = default, b = default, c = default, d = default;
            for (nuint at = 0; at < (nuint)weights.Length; at += 4)
            {
                var factors = Vector128.LoadUnsafe(ref weight, at);
                a += Vector128.LoadUnsafe(ref source, at) * factors;
                b += Vector128.LoadUnsafe(ref source, at + (nuint)length) * factors;
                c += Vector128.LoadUnsafe(ref source, at + 2 * (nuint)length) * factors;
                d += Vector128.LoadUnsafe(ref source, at + 3 * (nuint)length) * factors;
            }

            Store(a, ref Unsafe.Add(ref sum, x));
            Store(b, ref Unsafe.Add(ref sum, SampleFormat.Size + x));
            Store(c, ref Unsafe.Add(ref sum, 2 * SampleFormat.Size + x));
            Store(d, ref Unsafe.Add(ref sum, 3 * SampleFormat.Size + x));
        }

        static void Store(Vector128<float> pair, ref float sum)
        {
            sum = pair.ToScalar() + pair.GetElement(2);
            Unsafe.Add(ref sum, Lines * SampleFormat.Size) = pair.GetElement(1);
            Unsafe.Add(ref sum, 2 * Lines * SampleFormat.Size) = pair.GetElement(3);
        }
    }

    /// <summary>Checks once that all that is read and written lies within; the loops do not.</summary>
    /// <returns>Values of a line.</returns>
    static nuint Check(ReadOnlySpan<float> lines, AxisWeights columns, int step, Span<float> sums, int components)
    {
        var length = lines.Length / Lines;
        return length >= columns.LineLength(step) && sums.Length == components * Lines * SampleFormat.Size ? (nuint)length
            : throw new ArgumentException($"Lines: expected {Lines} of {columns.LineLength(step)} values, found {lines.Length} values.", nameof(lines));
    }

    /// <summary>(a0 + a1, a2 + a3, b0 + b1, b2 + b3).</summary>
    static Vector128<float> AddPairs(Vector128<float> a, Vector128<float> b) => Sse3.IsSupported ? Sse3.HorizontalAdd(a, b)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.AddPairwise(a, b)
        : Vector128.Create(
            a.GetElement(0) + a.GetElement(1), a.GetElement(2) + a.GetElement(3), b.GetElement(0) + b.GetElement(1), b.GetElement(2) + b.GetElement(3));
}
