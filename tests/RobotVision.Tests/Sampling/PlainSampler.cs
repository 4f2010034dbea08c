using RobotVision.Imaging;
using RobotVision.Sampling;

namespace RobotVision.Tests.Sampling;

/// <summary>
/// The sampler's plain twin: the same sums in the same order, one value after the other, so that a sample is equal to the bit. Whether the sums are right
/// is the matter of <see cref="SamplerTests"/>.
/// </summary>
static class PlainSampler
{
    const int Size = SampleFormat.Size;

    public static float[] Sample(PictureView picture, ImageRegion region, SampleFormat format)
    {
        var layout = picture.Layout;
        AxisWeights columns = Axis(region.X, region.Width, layout.Width), rows = Axis(region.Y, region.Height, layout.Height);
        var isHalved = layout.Format == PixelFormat.Yuv420;
        var chromaColumns = Axis(region.X / 2, region.Width / 2, layout.ChromaWidth);
        var chromaRows = isHalved ? Axis(region.Y / 2, region.Height / 2, layout.ChromaHeight) : rows;
        var sample = new float[SampleFormat.Length];
        for (var y = 0; y < Size; y++)
            for (var x = 0; x < Size; x++)
            {
                var covered = columns.Sums[x] * rows.Sums[y];
                var bgr = new float[3];
                if (layout.Format == PixelFormat.Bgr24)
                {
                    for (var channel = 0; channel < 3; channel++) bgr[channel] = InOrder(picture.Pixels, channel, 3, picture.Stride, columns, rows, x, y);
                }
                else
                {
                    var chromaAt = layout.Width * layout.Height;
                    var yuv = isHalved
                        ? (InFour(picture.Pixels, 0, layout.Width, columns, rows, x, y),
                            InFour(picture.Pixels, chromaAt, layout.ChromaWidth, chromaColumns, chromaRows, x, y),
                            InFour(picture.Pixels, chromaAt + layout.ChromaWidth * layout.ChromaHeight, layout.ChromaWidth, chromaColumns, chromaRows, x, y))
                        : (InOrder(picture.Pixels, 0, 2, picture.Stride, columns, rows, x, y, parity: 0)
                                + InOrder(picture.Pixels, 0, 2, picture.Stride, columns, rows, x, y, parity: 1),
                            InOrder(picture.Pixels, 1, 4, picture.Stride, chromaColumns, rows, x, y),
                            InOrder(picture.Pixels, 3, 4, picture.Stride, chromaColumns, rows, x, y));
                    bgr = Colors(yuv, covered, chromaColumns.Sums[x] * chromaRows.Sums[y], layout.Colors.Factors);
                }

                for (var channel = 0; channel < 3; channel++)
                {
                    var at = format.Order == ColorOrder.Rgb ? 2 - channel : channel;
                    sample[format.Layout == SampleLayout.Chw ? (at * Size + y) * Size + x : (y * Size + x) * 3 + at] =
                        (bgr[channel] - format.Mean * covered) * format.Scale;
                }
            }

        return sample;
    }

    static AxisWeights Axis(float start, float length, int pixels)
    {
        var weights = new AxisWeights();
        weights.Compute(start, length, pixels);
        return weights;
    }

    /// <summary>The sum over rows of one column: equal weights together, then the others.</summary>
    static float Column(ReadOnlySpan<byte> pixels, int at, int stride, AxisWeights rows, int y)
    {
        var weights = rows.Weights(y);
        var (first, count) = rows.Equal(y);
        if (count is < 2 or > 257) count = 0;
        var whole = 0;
        for (var i = first; i < first + count; i++) whole += pixels[(rows.First(y) + i) * stride + at];
        var sum = count == 0 ? 0 : whole * weights[first];
        for (var i = 0; i < weights.Length; i++)
            if (i < first || i >= first + count) sum += pixels[(rows.First(y) + i) * stride + at] * weights[i];
        return sum;
    }

    /// <summary>Columns one after the other; of those with an odd or even number alone, where that is asked for.</summary>
    static float InOrder(ReadOnlySpan<byte> pixels, int begin, int step, int stride, AxisWeights columns, AxisWeights rows, int x, int y, int? parity = null)
    {
        float sum = 0;
        var weights = columns.Weights(x);
        for (var i = 0; i < weights.Length; i++)
        {
            var column = columns.First(x) + i;
            if (parity is null || column % 2 == parity) sum += Column(pixels, begin + column * step, stride, rows, y) * weights[i];
        }

        return sum;
    }

    /// <summary>Every fourth column, then the four.</summary>
    static float InFour(ReadOnlySpan<byte> pixels, int begin, int stride, AxisWeights columns, AxisWeights rows, int x, int y)
    {
        var sums = new float[4];
        var weights = columns.Weights(x);
        for (var i = 0; i < weights.Length; i++) sums[i % 4] += Column(pixels, begin + columns.First(x) + i, stride, rows, y) * weights[i];
        return (sums[0] + sums[1]) + (sums[2] + sums[3]);
    }

    static float[] Colors((float Y, float U, float V) sums, float covered, float chromaCovered, YuvFactors factors)
    {
        var grey = factors.Luma * (sums.Y - factors.Black * covered);
        var u = chromaCovered > 0 ? (sums.U / chromaCovered - 128) * covered : 0;
        var v = chromaCovered > 0 ? (sums.V / chromaCovered - 128) * covered : 0;
        float Clamped(float value) => Math.Min(Math.Max(value, 0), 255 * covered);
        return [Clamped(grey + factors.BlueOfU * u), Clamped(grey + (factors.GreenOfU * u + factors.GreenOfV * v)), Clamped(grey + factors.RedOfV * v)];
    }
}
