using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using RobotVision.Imaging;

namespace RobotVision.Sampling;

/// <summary>
/// Four rows of a sample on their way to the network: sums of three components over the part of each pixel that lies within the picture, and how large
/// that part is, 0..1. All steps are the same for every value, so that vectors and plain loops give the same bits.
/// </summary>
sealed class SamplePart
{
    const int Size = SampleFormat.Size;
    const int Count = ColumnSums.Lines * Size;

    readonly float[] _sums = new float[3 * Count];
    readonly float[] _covered = new float[Count];
    readonly float[] _chromaCovered = new float[Count];

    /// <summary>(3, 4, 96), one component after the other.</summary>
    public Span<float> Sums => _sums;

    /// <summary>(4, 96) of blue, or Y.</summary>
    public Span<float> First => _sums.AsSpan(0, Count);

    /// <summary>Of green, or U.</summary>
    public Span<float> Second => _sums.AsSpan(Count, Count);

    /// <summary>Of red, or V.</summary>
    public Span<float> Third => _sums.AsSpan(2 * Count, Count);

    /// <summary>Sets the parts that lie within the picture.</summary>
    public void Cover(AxisWeights columns, AxisWeights rows, int y) => Cover(_covered, columns, rows, y);

    /// <summary>Sets the parts for which there is U and V, which at the picture's edge may be others than those of Y.</summary>
    public void CoverChroma(AxisWeights columns, AxisWeights rows, int y) => Cover(_chromaCovered, columns, rows, y);

    /// <summary>Turns Y, U and V into blue, green and red.</summary>
    public void ToColors(YuvFactors factors)
    {
        ref var y = ref MemoryMarshal.GetReference(First);
        ref var u = ref MemoryMarshal.GetReference(Second);
        ref var v = ref MemoryMarshal.GetReference(Third);
        for (nuint x = 0; x < Count; x += 4)
        {
            var covered = Vector128.LoadUnsafe(ref MemoryMarshal.GetReference<float>(_covered), x);
            var chroma = Vector128.LoadUnsafe(ref MemoryMarshal.GetReference<float>(_chromaCovered), x);
            var grey = factors.Luma * (Vector128.LoadUnsafe(ref y, x) - factors.Black * covered);
            var isColored = Vector128.GreaterThan(chroma, Vector128<float>.Zero);
            var blueness = (Vector128.LoadUnsafe(ref u, x) / chroma - Vector128.Create(YuvFactors.Grey)) * covered;
            var redness = (Vector128.LoadUnsafe(ref v, x) / chroma - Vector128.Create(YuvFactors.Grey)) * covered;
            // Without U and V the division gives no number.
            blueness = Vector128.ConditionalSelect(isColored, blueness, Vector128<float>.Zero);
            redness = Vector128.ConditionalSelect(isColored, redness, Vector128<float>.Zero);
            var white = 255 * covered;
            Clamp(grey + factors.BlueOfU * blueness, white).StoreUnsafe(ref y, x);
            Clamp(grey + (factors.GreenOfU * blueness + factors.GreenOfV * redness), white).StoreUnsafe(ref u, x);
            Clamp(grey + factors.RedOfV * redness, white).StoreUnsafe(ref v, x);
        }
    }

    /// <summary>Writes blue, green and red in the network's format.</summary>
    /// <param name="y">The first of the sample's rows.</param>
    /// <param name="format">The network's format.</param>
    /// <param name="sample">The whole sample.</param>
    public void Write(int y, SampleFormat format, Span<float> sample)
    {
        for (var component = 0; component < 3; component++)
        {
            // What is missing of a pixel counts as the mean, which becomes 0.
            var channel = format.Order == ColorOrder.Rgb ? 2 - component : component;
            var values = Sums.Slice(component * Count, Count);
            var target = format.Layout == SampleLayout.Chw ? sample.Slice((channel * Size + y) * Size, Count) : values;
            ref var value = ref MemoryMarshal.GetReference(values);
            ref var written = ref MemoryMarshal.GetReference(target);
            ref var covered = ref MemoryMarshal.GetReference<float>(_covered);
            for (nuint x = 0; x < Count; x += 4)
                ((Vector128.LoadUnsafe(ref value, x) - format.Mean * Vector128.LoadUnsafe(ref covered, x)) * format.Scale).StoreUnsafe(ref written, x);
            if (format.Layout == SampleLayout.Hwc)
                for (var x = 0; x < Count; x++) sample[(y * Size + x) * 3 + channel] = values[x];
        }
    }

    static void Cover(float[] covered, AxisWeights columns, AxisWeights rows, int y)
    {
        for (var row = 0; row < ColumnSums.Lines; row++)
        {
            ref var width = ref MemoryMarshal.GetReference(columns.Sums);
            ref var part = ref covered[row * Size];
            var height = rows.Sums[y + row];
            for (nuint x = 0; x < Size; x += 4) (Vector128.LoadUnsafe(ref width, x) * height).StoreUnsafe(ref part, x);
        }
    }

    static Vector128<float> Clamp(Vector128<float> values, Vector128<float> white) => Vector128.Min(Vector128.Max(values, Vector128<float>.Zero), white);
}
