using RobotVision.Imaging;

namespace RobotVision.Sampling;

/// <summary>
/// Samples a region of a picture to 96 x 96 x 3: the only resize and normalisation, shared by the robot, replay and training.
/// </summary>
/// <remarks>
/// Each sample pixel is the mean of the image area that it covers (linear interpolation where the region is smaller than
/// 96 pixels). Pixels outside the image count as <see cref="SampleFormat.Mean"/>, so it becomes 0, the same value with
/// which the network's convolutions pad. Pictures in YUV are averaged first, Y and the coarser U and V each on their own grid, and converted afterwards,
/// so that only the sample is converted. Every processor gives the same bits. One thread at a time; allocates only when a region is larger than any
/// before.
/// </remarks>
public sealed class Sampler
{
    readonly AxisWeights _columns = new();
    readonly AxisWeights _rows = new();
    readonly AxisWeights _chromaColumns = new();
    readonly AxisWeights _chromaRows = new();
    readonly PairWeights _pairs = new();
    readonly SamplePart _part = new();
    ushort[] _sums = [];
    float[] _lines = [];
    float[] _uLines = [];
    float[] _vLines = [];

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

        var layout = picture.Layout;
        _columns.Compute(region.X, region.Width, layout.Width);
        _rows.Compute(region.Y, region.Height, layout.Height);
        if (layout.Format != PixelFormat.Bgr24)
        {
            // U and V are assumed in the centre of their pixels, as in JPEG and FFmpeg's conversion; where a stream has them at the left edge, the error
            // of half a colour pixel is less than a tenth of a sample pixel.
            _chromaColumns.Compute(region.X / 2, region.Width / 2, layout.ChromaWidth);
            var halved = layout.ChromaHeight < layout.Height ? 2 : 1;
            _chromaRows.Compute(region.Y / halved, region.Height / halved, layout.ChromaHeight);
        }

        switch (layout.Format)
        {
            case PixelFormat.Bgr24:
                SampleBgr(picture, format, destination);
                break;
            case PixelFormat.Yuv420:
                SampleYuv420(picture, format, destination);
                break;
            case PixelFormat.Yuyv:
                SampleYuyv(picture, format, destination);
                break;
        }
    }

    void SampleBgr(PictureView picture, SampleFormat format, Span<float> destination)
    {
        Lines lines = new(this, ref _lines, _columns.Length * 3, _columns.LineLength(3));
        for (var y = 0; y < SampleFormat.Size; y += ColumnSums.Lines)
        {
            lines.Weigh(picture.Pixels[(_columns.Begin * 3)..], picture.Stride, _rows, y);
            ColumnSums.Three(lines.All, _columns, _part.Sums);
            _part.Cover(_columns, _rows, y);
            _part.Write(y, format, destination);
        }
    }

    void SampleYuv420(PictureView picture, SampleFormat format, Span<float> destination)
    {
        var layout = picture.Layout;
        Lines luma = new(this, ref _lines, _columns.Length, _columns.LineLength(1));
        Lines u = new(this, ref _uLines, _chromaColumns.Length, _chromaColumns.LineLength(1));
        Lines v = new(this, ref _vLines, _chromaColumns.Length, _chromaColumns.LineLength(1));
        var uPlane = picture.Pixels[(layout.Width * layout.Height)..];
        var vPlane = uPlane[(layout.ChromaWidth * layout.ChromaHeight)..];
        for (var y = 0; y < SampleFormat.Size; y += ColumnSums.Lines)
        {
            luma.Weigh(picture.Pixels[_columns.Begin..], layout.Width, _rows, y);
            u.Weigh(uPlane[_chromaColumns.Begin..], layout.ChromaWidth, _chromaRows, y);
            v.Weigh(vPlane[_chromaColumns.Begin..], layout.ChromaWidth, _chromaRows, y);
            ColumnSums.One(luma.All, _columns, _part.First);
            ColumnSums.One(u.All, _chromaColumns, _part.Second);
            ColumnSums.One(v.All, _chromaColumns, _part.Third);
            WriteYuv(y, layout, format, destination);
        }
    }

    void SampleYuyv(PictureView picture, SampleFormat format, Span<float> destination)
    {
        // One sum over the packed bytes gives all three: U and V have as many rows as Y.
        _pairs.Combine(_columns, _chromaColumns);
        Lines lines = new(this, ref _lines, _pairs.Length * 4, _pairs.LineLength);
        for (var y = 0; y < SampleFormat.Size; y += ColumnSums.Lines)
        {
            lines.Weigh(picture.Pixels[(_pairs.Begin * 4)..], picture.Stride, _rows, y);
            ColumnSums.Packed(lines.All, _pairs, _part.Sums);
            WriteYuv(y, picture.Layout, format, destination);
        }
    }

    void WriteYuv(int y, PictureLayout layout, SampleFormat format, Span<float> destination)
    {
        _part.Cover(_columns, _rows, y);
        _part.CoverChroma(_chromaColumns, _chromaRows, y);
        _part.ToColors(layout.Colors.Factors);
        _part.Write(y, format, destination);
    }

    /// <summary>Memory for lines of sums over rows, with zeros behind each.</summary>
    readonly ref struct Lines
    {
        readonly Span<ushort> _sums;
        readonly int _used;
        readonly int _length;

        /// <param name="sampler">Owns the memory.</param>
        /// <param name="memory">Grows where it is too short.</param>
        /// <param name="used">Values of a line.</param>
        /// <param name="length">The same with the zeros behind.</param>
        public Lines(Sampler sampler, ref float[] memory, int used, int length)
        {
            if (sampler._sums.Length < used) sampler._sums = new ushort[used];
            if (memory.Length < length * ColumnSums.Lines) memory = new float[length * ColumnSums.Lines];
            (_used, _length) = (used, length);
            _sums = sampler._sums;
            All = memory.AsSpan(0, length * ColumnSums.Lines);
            for (var i = 0; i < ColumnSums.Lines; i++) All[(i * length + used)..((i + 1) * length)].Clear();
        }

        /// <summary>The lines, one after the other.</summary>
        public Span<float> All { get; }

        /// <summary>Fills the lines with the weighted sums of the rows that make up some of the sample's rows, from y on.</summary>
        public void Weigh(ReadOnlySpan<byte> pixels, int stride, AxisWeights rows, int y)
        {
            for (var i = 0; i < ColumnSums.Lines; i++) RowSums.Weigh(pixels, stride, rows, y + i, _sums, All.Slice(i * _length, _used));
        }
    }
}
