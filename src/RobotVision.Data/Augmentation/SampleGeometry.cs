using RobotVision.Detections;
using RobotVision.Sampling;

namespace RobotVision.Data.Augmentation;

/// <summary>Moves the pixels of a sample: (3, 96, 96), -1..1, 0 outside the image.</summary>
static class SampleGeometry
{
    const int Size = SampleFormat.Size;

    /// <summary>Swaps left and right in place.</summary>
    public static void Mirror(Span<float> sample)
    {
        for (var row = 0; row < sample.Length; row += Size) sample.Slice(row, Size).Reverse();
    }

    /// <summary>Rotates the sample about its centre, clockwise in the image, with bilinear interpolation; 0 comes in from outside.</summary>
    /// <param name="source">The sample, 27,648 values.</param>
    /// <param name="angle">The angle in radians.</param>
    /// <param name="destination">The rotated sample, 27,648 values.</param>
    public static void Rotate(ReadOnlySpan<float> source, float angle, Span<float> destination)
    {
        var (sin, cos) = MathF.SinCos(angle);
        const float centre = (Size - 1) / 2f;
        for (var y = 0; y < Size; y++)
        {
            for (var x = 0; x < Size; x++)
            {
                // The source position of this pixel by the inverse rotation; pixel centres at integers.
                float u = centre + (x - centre) * cos + (y - centre) * sin, v = centre - (x - centre) * sin + (y - centre) * cos;
                int column = (int)MathF.Floor(u), row = (int)MathF.Floor(v);
                float right = u - column, down = v - row;
                for (var plane = 0; plane < source.Length; plane += Size * Size)
                {
                    var above = Pixel(source, plane, column, row) * (1 - right) + Pixel(source, plane, column + 1, row) * right;
                    var below = Pixel(source, plane, column, row + 1) * (1 - right) + Pixel(source, plane, column + 1, row + 1) * right;
                    destination[plane + y * Size + x] = above * (1 - down) + below * down;
                }
            }
        }
    }

    /// <summary>Sets pixels outside the image back to 0 after a change of colours.</summary>
    public static void ClearOutside(Span<float> sample, ImageRegion region, int imageWidth, int imageHeight)
    {
        var inside = LabelGeometry.ToSample(new Box(0, 0, imageWidth, imageHeight), region);
        if (inside is { X1: <= 0, Y1: <= 0, X2: >= Size, Y2: >= Size }) return;
        int left = Edge(MathF.Floor(inside.X1)), right = Edge(MathF.Ceiling(inside.X2));
        int top = Edge(MathF.Floor(inside.Y1)), bottom = Edge(MathF.Ceiling(inside.Y2));
        for (var i = 0; i < sample.Length; i += Size)
        {
            var row = sample.Slice(i, Size);
            var y = i / Size % Size;
            if (y < top || y >= bottom) row.Clear();
            row[..left].Clear();
            row[Math.Max(left, right)..].Clear();
        }
    }

    /// <summary>Fills a rectangle of the sample with one colour; its edges are integers and inside the sample.</summary>
    public static void Cover(Span<float> sample, Box box, ReadOnlySpan<float> rgb)
    {
        int x1 = (int)box.X1, y1 = (int)box.Y1, x2 = (int)box.X2, y2 = (int)box.Y2;
        for (var channel = 0; channel < 3; channel++)
            for (var y = y1; y < y2; y++)
                sample.Slice((channel * Size + y) * Size + x1, x2 - x1).Fill(rgb[channel]);
    }

    static int Edge(float value) => (int)Math.Clamp(value, 0, Size);

    static float Pixel(ReadOnlySpan<float> source, int plane, int x, int y) =>
        (uint)x < Size && (uint)y < Size ? source[plane + y * Size + x] : 0;
}
