using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace RobotVision.Sampling;

/// <summary>
/// Weighted sums of rows of bytes: the first half of an area mean. Rows of equal weight, which are most of them in a picture that is larger than the
/// sample, are added as integers and weighted once. Every processor gives the same bits: integer sums are exact, and multiplications and additions of
/// floats are separate (a fused step would round differently from the plain loops).
/// </summary>
static class RowSums
{
    /// <summary>The most rows whose bytes fit 16 bits when they are added.</summary>
    const int MostRows = ushort.MaxValue / byte.MaxValue;

    /// <summary>The weighted sum of the rows that make up a sample's row.</summary>
    /// <param name="pixels">Begins with the first byte that is used of row 0.</param>
    /// <param name="stride">Bytes from one row to the next.</param>
    /// <param name="rows">The weights of the rows.</param>
    /// <param name="y">The sample's row.</param>
    /// <param name="sums">Memory for as many values as <paramref name="line"/> has.</param>
    /// <param name="line">Receives a sum for each byte that is used.</param>
    public static void Weigh(ReadOnlySpan<byte> pixels, int stride, AxisWeights rows, int y, Span<ushort> sums, Span<float> line)
    {
        var weights = rows.Weights(y);
        var (first, count) = rows.Equal(y);
        if (count is < 2 or > MostRows) count = 0;
        if (count == 0) line.Clear();
        else
        {
            Add(pixels[((rows.First(y) + first) * stride)..], stride, count, sums[..line.Length]);
            Scale(sums, weights[first], line);
        }

        for (var i = 0; i < weights.Length; i++)
            if (i < first || i >= first + count) Accumulate(pixels.Slice((rows.First(y) + i) * stride, line.Length), weights[i], line);
    }

    /// <summary>Adds rows, column by column.</summary>
    static void Add(ReadOnlySpan<byte> pixels, int stride, int count, Span<ushort> sums)
    {
        _ = pixels.Slice((count - 1) * stride, sums.Length); // all that is read
        ref var source = ref MemoryMarshal.GetReference(pixels);
        ref var target = ref MemoryMarshal.GetReference(sums);
        nuint i = 0, length = (nuint)sums.Length;
        if (Vector256.IsHardwareAccelerated)
        {
            for (; i + 64 <= length; i += 64)
            {
                Vector256<ushort> a = default, b = default, c = default, d = default;
                var at = i;
                for (var row = 0; row < count; row++, at += (nuint)stride)
                {
                    a += Widened(ref source, at);
                    b += Widened(ref source, at + 16);
                    c += Widened(ref source, at + 32);
                    d += Widened(ref source, at + 48);
                }

                a.StoreUnsafe(ref target, i);
                b.StoreUnsafe(ref target, i + 16);
                c.StoreUnsafe(ref target, i + 32);
                d.StoreUnsafe(ref target, i + 48);
            }
        }

        if (Vector128.IsHardwareAccelerated)
        {
            for (; i + 16 <= length; i += 16)
            {
                Vector128<ushort> low = default, high = default;
                var at = i;
                for (var row = 0; row < count; row++, at += (nuint)stride)
                {
                    var bytes = Vector128.LoadUnsafe(ref source, at);
                    low += Vector128.WidenLower(bytes);
                    high += Vector128.WidenUpper(bytes);
                }

                low.StoreUnsafe(ref target, i);
                high.StoreUnsafe(ref target, i + 8);
            }
        }

        for (; i < length; i++)
        {
            var sum = 0;
            for (var row = 0; row < count; row++) sum += pixels[row * stride + (int)i];
            sums[(int)i] = (ushort)sum;
        }
    }

    static Vector256<ushort> Widened(ref byte source, nuint at) => Vector256.WidenLower(Vector128.LoadUnsafe(ref source, at).ToVector256Unsafe());

    /// <summary>line = weight * sums.</summary>
    static void Scale(ReadOnlySpan<ushort> sums, float weight, Span<float> line)
    {
        ref var source = ref MemoryMarshal.GetReference(sums);
        ref var target = ref MemoryMarshal.GetReference(line);
        nuint i = 0, length = (nuint)line.Length;
        if (Vector256.IsHardwareAccelerated)
        {
            for (; i + 16 <= length; i += 16)
            {
                var values = Vector256.LoadUnsafe(ref source, i);
                (Vector256.ConvertToSingle(Vector256.WidenLower(values).AsInt32()) * weight).StoreUnsafe(ref target, i);
                (Vector256.ConvertToSingle(Vector256.WidenUpper(values).AsInt32()) * weight).StoreUnsafe(ref target, i + 8);
            }
        }

        if (Vector128.IsHardwareAccelerated)
        {
            for (; i + 8 <= length; i += 8)
            {
                var values = Vector128.LoadUnsafe(ref source, i);
                (Vector128.ConvertToSingle(Vector128.WidenLower(values).AsInt32()) * weight).StoreUnsafe(ref target, i);
                (Vector128.ConvertToSingle(Vector128.WidenUpper(values).AsInt32()) * weight).StoreUnsafe(ref target, i + 4);
            }
        }

        for (; i < length; i++) line[(int)i] = sums[(int)i] * weight;
    }

    /// <summary>line += weight * row.</summary>
    static void Accumulate(ReadOnlySpan<byte> row, float weight, Span<float> line)
    {
        ref var source = ref MemoryMarshal.GetReference(row);
        ref var target = ref MemoryMarshal.GetReference(line);
        nuint i = 0, length = (nuint)line.Length;
        if (Vector256.IsHardwareAccelerated)
        {
            for (; i + 16 <= length; i += 16)
            {
                var values = Widened(ref source, i);
                var low = Vector256.ConvertToSingle(Vector256.WidenLower(values).AsInt32()) * weight;
                var high = Vector256.ConvertToSingle(Vector256.WidenUpper(values).AsInt32()) * weight;
                (Vector256.LoadUnsafe(ref target, i) + low).StoreUnsafe(ref target, i);
                (Vector256.LoadUnsafe(ref target, i + 8) + high).StoreUnsafe(ref target, i + 8);
            }
        }

        if (Vector128.IsHardwareAccelerated)
        {
            for (; i + 16 <= length; i += 16)
            {
                var bytes = Vector128.LoadUnsafe(ref source, i);
                var (low, high) = (Vector128.WidenLower(bytes), Vector128.WidenUpper(bytes));
                Add(Vector128.WidenLower(low), weight, ref target, i);
                Add(Vector128.WidenUpper(low), weight, ref target, i + 4);
                Add(Vector128.WidenLower(high), weight, ref target, i + 8);
                Add(Vector128.WidenUpper(high), weight, ref target, i + 12);
            }
        }

        for (; i < length; i++) line[(int)i] += row[(int)i] * weight;
    }

    static void Add(Vector128<uint> values, float weight, ref float target, nuint at) =>
        (Vector128.LoadUnsafe(ref target, at) + Vector128.ConvertToSingle(values.AsInt32()) * weight).StoreUnsafe(ref target, at);
}
