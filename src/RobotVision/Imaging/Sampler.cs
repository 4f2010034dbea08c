using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace RobotVision.Imaging;

/// <summary>
/// Samples a region of an image to 96 x 96 x 3: the one resize and normalisation of the robot, of replay and of training.
/// </summary>
/// <remarks>
/// Each sample pixel is the mean of the image area that it covers (linear interpolation where the region is smaller than
/// 96 pixels). What lies outside the image counts as <see cref="SampleFormat.Mean"/>, so it becomes 0, the same value with
/// which the network's convolutions pad. One instance serves one thread; it allocates only when a region is larger than any
/// before.
/// </remarks>
public sealed class Sampler
{
    readonly AxisWeights _columns = new();
    readonly AxisWeights _rows = new();
    float[] _line = [];

    /// <summary>Samples a region.</summary>
    /// <param name="image">The image, borrowed for the call.</param>
    /// <param name="region">What to show, in pixels; may reach beyond the image.</param>
    /// <param name="format">Order, layout, mean and scale of what is written.</param>
    /// <param name="destination">27,648 values, owned by the caller.</param>
    /// <exception cref="ArgumentException">The region is empty or not finite, or the destination has another length.</exception>
    public void Sample(ImageView image, ImageRegion region, SampleFormat format, Span<float> destination)
    {
        if (!(region.Width > 0 && region.Height > 0 && float.IsFinite(region.X + region.Y + region.Width + region.Height)))
            throw new ArgumentException($"Region: expected a positive, finite size, found {region}.", nameof(region));
        if (destination.Length != SampleFormat.Length)
            throw new ArgumentException($"Sample: expected room for {SampleFormat.Length} values, found {destination.Length}.", nameof(destination));

        _columns.Compute(region.X, region.Width, image.Width);
        _rows.Compute(region.Y, region.Height, image.Height);
        var (begin, end) = _columns.Used;
        if (_line.Length < (end - begin) * 3) _line = new float[(end - begin) * 3];
        var line = _line.AsSpan(0, (end - begin) * 3);
        for (var y = 0; y < SampleFormat.Size; y++)
        {
            SumRows(image, y, begin, line);
            WriteRow(y, begin, line, format, destination);
        }
    }

    /// <summary>The weighted sum of the image rows that make up sample row y, for the used columns.</summary>
    void SumRows(ImageView image, int y, int begin, Span<float> line)
    {
        line.Clear();
        var weights = _rows.Weights(y);
        for (var i = 0; i < weights.Length; i++)
            Accumulate(image.Row(_rows.First(y) + i).Slice(begin * 3, line.Length), weights[i], line);
    }

    static void Accumulate(ReadOnlySpan<byte> pixels, float weight, Span<float> sum)
    {
        var i = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            ref var source = ref MemoryMarshal.GetReference(pixels);
            ref var target = ref MemoryMarshal.GetReference(sum);
            var factor = Vector256.Create(weight);
            for (; i + 16 <= sum.Length; i += 16)
            {
                var shorts = Vector256.WidenLower(Vector128.LoadUnsafe(ref source, (nuint)i).ToVector256());
                var low = Vector256.ConvertToSingle(Vector256.WidenLower(shorts).AsInt32());
                var high = Vector256.ConvertToSingle(Vector256.WidenUpper(shorts).AsInt32());
                // Multiply, then add: a fused step would round differently from the plain loop below.
                (Vector256.LoadUnsafe(ref target, (nuint)i) + low * factor).StoreUnsafe(ref target, (nuint)i);
                (Vector256.LoadUnsafe(ref target, (nuint)i + 8) + high * factor).StoreUnsafe(ref target, (nuint)i + 8);
            }
        }

        for (; i < sum.Length; i++) sum[i] += pixels[i] * weight;
    }

    void WriteRow(int y, int begin, ReadOnlySpan<float> line, SampleFormat format, Span<float> destination)
    {
        var (pixelStep, channelStep) = format.Layout == SampleLayout.Chw ? (1, SampleFormat.Size * SampleFormat.Size) : (3, 1);
        var (blueAt, redAt) = format.Order == ColorOrder.Rgb ? (2 * channelStep, 0) : (0, 2 * channelStep);
        var at = y * SampleFormat.Size * pixelStep;
        for (var x = 0; x < SampleFormat.Size; x++, at += pixelStep)
        {
            float blue = 0, green = 0, red = 0;
            var weights = _columns.Weights(x);
            var source = weights.IsEmpty ? default : line.Slice((_columns.First(x) - begin) * 3, weights.Length * 3);
            for (var i = 0; i < weights.Length; i++)
            {
                blue += weights[i] * source[i * 3];
                green += weights[i] * source[i * 3 + 1];
                red += weights[i] * source[i * 3 + 2];
            }

            var missing = format.Mean * _columns.Sum(x) * _rows.Sum(y);
            destination[at + blueAt] = (blue - missing) * format.Scale;
            destination[at + channelStep] = (green - missing) * format.Scale;
            destination[at + redAt] = (red - missing) * format.Scale;
        }
    }
}
