using RobotVision.Imaging;

namespace RobotVision.Sampling;

/// <content>Pictures in YUV: Y and the coarser U and V are each averaged on their own grid and converted once for each sample pixel.</content>
public sealed partial class Sampler
{
    readonly AxisWeights _chromaColumns = new();
    readonly AxisWeights _chromaRows = new();
    float[] _uLine = [];
    float[] _vLine = [];

    void SampleYuv(PictureView picture, ImageRegion region, Target target)
    {
        var layout = picture.Layout;
        // U and V are assumed in the centre of their pixels, as in JPEG and FFmpeg's conversion; where a stream has them at the left edge, the error
        // of half a colour pixel is less than a tenth of a sample pixel.
        _chromaColumns.Compute(region.X / 2, region.Width / 2, layout.ChromaWidth);
        var halved = layout.ChromaHeight < layout.Height ? 2 : 1;
        _chromaRows.Compute(region.Y / halved, region.Height / halved, layout.ChromaHeight);
        if (layout.Format == PixelFormat.Yuv420) SampleYuv420(picture, target);
        else SampleYuyv(picture, target);
    }

    void SampleYuv420(PictureView picture, Target target)
    {
        var layout = picture.Layout;
        var (begin, end) = _columns.Used;
        var (chromaBegin, chromaEnd) = _chromaColumns.Used;
        Span<float> luma = Line(ref _line, end - begin), u = Line(ref _uLine, chromaEnd - chromaBegin), v = Line(ref _vLine, chromaEnd - chromaBegin);
        var uPlane = picture.Pixels[(layout.Width * layout.Height)..];
        var vPlane = uPlane[(layout.ChromaWidth * layout.ChromaHeight)..];
        for (var y = 0; y < SampleFormat.Size; y++)
        {
            SumRows(picture.Pixels[begin..], layout.Width, _rows, y, luma);
            SumRows(uPlane[chromaBegin..], layout.ChromaWidth, _chromaRows, y, u);
            SumRows(vPlane[chromaBegin..], layout.ChromaWidth, _chromaRows, y, v);
            WriteYuv(y, new(luma, begin, 1), new(u, chromaBegin, 1), new(v, chromaBegin, 1), layout.Colors.Factors, target);
        }
    }

    void SampleYuyv(PictureView picture, Target target)
    {
        // One sum over the packed bytes gives all three.
        var (begin, end) = _columns.Used;
        var (chromaBegin, chromaEnd) = _chromaColumns.Used;
        int first = Math.Min(begin / 2, chromaBegin), last = Math.Max((end + 1) / 2, chromaEnd);
        var line = Line(ref _line, (last - first) * 4);
        for (var y = 0; y < SampleFormat.Size; y++)
        {
            SumRows(picture.Pixels[(first * 4)..], picture.Stride, _rows, y, line);
            if (line.IsEmpty) WriteYuv(y, default, default, default, picture.Layout.Colors.Factors, target);
            else WriteYuv(y, new(line, first * 2, 2), new(line[1..], first, 4), new(line[3..], first, 4), picture.Layout.Colors.Factors, target);
        }
    }

    void WriteYuv(int y, SummedLine luma, SummedLine u, SummedLine v, YuvFactors factors, Target target)
    {
        for (var x = 0; x < SampleFormat.Size; x++)
        {
            var covered = _columns.Sum(x) * _rows.Sum(y);
            var chromaCovered = _chromaColumns.Sum(x) * _chromaRows.Sum(y);
            var grey = factors.Luma * (luma.Sum(_columns, x) - factors.Black * covered);
            float red = 0, green = 0, blue = 0;
            if (chromaCovered > 0)
            {
                // At the picture's edge U and V may cover another part of the sample pixel than Y does.
                var meanU = (u.Sum(_chromaColumns, x) / chromaCovered - YuvFactors.Grey) * covered;
                var meanV = (v.Sum(_chromaColumns, x) / chromaCovered - YuvFactors.Grey) * covered;
                red = factors.RedOfV * meanV;
                green = factors.GreenOfU * meanU + factors.GreenOfV * meanV;
                blue = factors.BlueOfU * meanU;
            }

            var white = 255 * covered;
            target.Write(x, y, Math.Clamp(grey + red, 0, white), Math.Clamp(grey + green, 0, white), Math.Clamp(grey + blue, 0, white), covered);
        }
    }

    /// <summary>Sums over rows of one component: those of the columns from a first one on, some values apart.</summary>
    readonly ref struct SummedLine(Span<float> values, int first, int step)
    {
        readonly Span<float> _values = values;

        public float Sum(AxisWeights columns, int x)
        {
            float sum = 0;
            var weights = columns.Weights(x);
            var at = (columns.First(x) - first) * step;
            for (var i = 0; i < weights.Length; i++, at += step) sum += weights[i] * _values[at];
            return sum;
        }
    }
}
