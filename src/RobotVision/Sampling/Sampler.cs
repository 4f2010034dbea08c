using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using RobotVision.Imaging;

namespace RobotVision.Sampling;

/// <summary>
/// Samples a region of a picture to 96 x 96 x 3: the only resize and normalisation, shared by the robot, replay and training.
/// </summary>
/// <remarks>
/// Each sample pixel is the mean of the image area that it covers (linear interpolation where the region is smaller than
/// 96 pixels). Pixels outside the image count as <see cref="SampleFormat.Mean"/>, so it becomes 0, the same value with
/// which the network's convolutions pad. Pictures in YUV are averaged first and converted afterwards, so that only the sample is
/// converted. One thread at a time; allocates only when a region is larger than any before.
/// </remarks>
public sealed partial class Sampler
{
    readonly AxisWeights _columns = new();
    readonly AxisWeights _rows = new();
    float[] _line = [];

    /// <summary>Samples a region.</summary>
    /// <param name="picture">The picture in any format, borrowed for the call.</param>
    /// <param name="region">The part to sample, in pixels; may reach beyond the image.</param>
    /// <param name="format">Order, layout, mean and scale of what is written.</param>
    /// <param name="destination">27,648 values, owned by the caller.</param>
    /// <exception cref="ArgumentException">The region is empty or not finite, or the destination has another length.</exception>
    public void Sample(PictureView picture, ImageRegion region, SampleFormat format, Span<float> destination)
    {
        if (!(region.Width > 0 && region.Height > 0 && float.IsFinite(region.X + region.Y + region.Width + region.Height)))
            throw new ArgumentException($"Region: expected a positive, finite size, found {region}.", nameof(region));
        if (destination.Length != SampleFormat.Length)
            throw new ArgumentException($"Sample: expected room for {SampleFormat.Length} values, found {destination.Length}.", nameof(destination));

        _columns.Compute(region.X, region.Width, picture.Width);
        _rows.Compute(region.Y, region.Height, picture.Height);
        if (picture.Layout.Format == PixelFormat.Bgr24) SampleBgr(picture, new Target(destination, format));
        else SampleYuv(picture, region, new Target(destination, format));
    }

    void SampleBgr(PictureView picture, Target target)
    {
        var (begin, end) = _columns.Used;
        var line = Line(ref _line, (end - begin) * 3);
        for (var y = 0; y < SampleFormat.Size; y++)
        {
            SumRows(picture.Pixels[(begin * 3)..], picture.Stride, _rows, y, line);
            for (var x = 0; x < SampleFormat.Size; x++)
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

                target.Write(x, y, red, green, blue, _columns.Sum(x) * _rows.Sum(y));
            }
        }
    }

    static Span<float> Line(ref float[] memory, int length)
    {
        if (memory.Length < length) memory = new float[length];
        return memory.AsSpan(0, length);
    }

    /// <summary>The weighted sum of the rows that make up sample row y.</summary>
    /// <param name="pixels">Begins with the first byte that is used of row 0.</param>
    /// <param name="stride">Bytes from one row to the next.</param>
    /// <param name="rows">The weights of the rows.</param>
    /// <param name="y">The sample's row.</param>
    /// <param name="line">Receives a sum for each byte that is used.</param>
    static void SumRows(ReadOnlySpan<byte> pixels, int stride, AxisWeights rows, int y, Span<float> line)
    {
        line.Clear();
        var weights = rows.Weights(y);
        for (var i = 0; i < weights.Length; i++)
            Accumulate(pixels.Slice((rows.First(y) + i) * stride, line.Length), weights[i], line);
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

    /// <summary>Writes sample pixels in a format to a destination.</summary>
    readonly ref struct Target
    {
        readonly Span<float> _destination;
        readonly float _mean;
        readonly float _scale;
        readonly int _pixelStep;
        readonly int _redAt;
        readonly int _greenAt;
        readonly int _blueAt;

        public Target(Span<float> destination, SampleFormat format)
        {
            (_mean, _scale) = (format.Mean, format.Scale);
            _destination = destination;
            _pixelStep = format.Layout == SampleLayout.Chw ? 1 : 3;
            _greenAt = format.Layout == SampleLayout.Chw ? SampleFormat.Size * SampleFormat.Size : 1;
            (_redAt, _blueAt) = format.Order == ColorOrder.Rgb ? (0, 2 * _greenAt) : (2 * _greenAt, 0);
        }

        /// <summary>Writes one pixel; the colours are sums over the covered part of it, 0..1, that lies within the picture.</summary>
        public void Write(int x, int y, float red, float green, float blue, float covered)
        {
            var at = (y * SampleFormat.Size + x) * _pixelStep;
            var missing = _mean * covered;
            _destination[at + _blueAt] = (blue - missing) * _scale;
            _destination[at + _greenAt] = (green - missing) * _scale;
            _destination[at + _redAt] = (red - missing) * _scale;
        }
    }
}
